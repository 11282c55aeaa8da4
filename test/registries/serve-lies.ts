import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that says what a test wants. */
export interface LyingServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Each request that came: method, path, and the header `Authorization`, if there was one. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Answers a request; what it throws breaks the connection. */
export type Liar = (request: IncomingMessage, response: ServerResponse, url: string) => void | Promise<void>;

/** Starts a server on a free port of loopback. Answers that no real registry gives come from here, and no others. */
export async function serveLies(lie: Liar): Promise<LyingServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    requests.push([request.method, request.url, authorization].filter(Boolean).join(' '));
    void Promise.resolve(lie(request, response, url)).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
