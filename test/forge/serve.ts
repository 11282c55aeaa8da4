import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';

/** A server on loopback that does as a test likes. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  /** Requests in order. */
  readonly requests: IncomingMessage[];
  close(): Promise<void>;
}

export async function serve(listener: RequestListener): Promise<Served> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.on('error', () => undefined);
    listener(request, response);
  });
  const url = `http://${await listen(server)}`;
  return { url, requests, close: async () => closeServer(server) };
}

/** @returns host and port */
export async function listen(server: NetServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Pick<Server, 'close' | 'closeAllConnections'>): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
