import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerForge } from './answer-forge.ts';
import { type Contract, type ForgeVersion, loadContracts } from './contract.ts';
import type { ForgeState } from './forge-state.ts';

/**
 * A stand-in for a Gitea, on loopback, that answers from `state`:
 *
 *     const forge = await startForge('new');
 *     forge.state.runners.push(makeRunner({ id: 1, name: 'deploy', scope: { of: 'instance' } }));
 *     forge.state.runs.push(makeRun({ id: 7, repository: 'octo/widget', number: 3, commit: hash }));
 *     …                                   // the checks name `forge.url`
 *     expect(forge.faults).toEqual([]);   // every request and every answer kept to the API's description
 *     await forge.close();
 *
 * `new` has runners and runs; `old` has neither, only tasks, as Gitea 1.22 has it. Both describe themselves in
 * `/swagger.v1.json`.
 */
export interface StandInForge {
  /** Without a slash at its end. */
  readonly url: string;
  readonly state: ForgeState;
  /** What was asked, as `GET /api/v1/version`, in order. */
  readonly requests: string[];
  /** The header Authorization of each request, null where it had none. */
  readonly authorizations: (string | null)[];
  /** What did not keep to the contract. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** @see StandInForge */
export async function startForge(version: ForgeVersion): Promise<StandInForge> {
  const contracts = loadContracts(version);
  const state: ForgeState = {
    runners: [],
    runs: [],
    packages: [],
    owners: [],
    organizations: [],
    tokens: null,
    broken: null,
  };
  const log = { requests: [] as string[], authorizations: [] as (string | null)[], faults: [] as string[] };
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const asked = new URL(request.url ?? '/', url);
    const method = request.method ?? '';
    log.requests.push(`${method} ${asked.pathname}${asked.search}`);
    log.authorizations.push(request.headers.authorization ?? null);
    if (asked.pathname === '/swagger.v1.json') {
      send(response, 200, contracts.at(-1)?.swagger);
      return;
    }
    const { status, body } = answerForge({ version, url, state }, asked, request.headers.authorization);
    log.faults.push(...hold(contracts, version, method, asked, status, body));
    send(response, status, body);
  };
  return {
    url,
    state,
    ...log,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An old server is asked for what it has not: that is no fault of the request, but a 404. */
function hold(
  contracts: readonly Contract[],
  version: ForgeVersion,
  method: string,
  url: URL,
  status: number,
  body: unknown,
): string[] {
  return contracts.flatMap((contract) => [
    ...(version === 'old' && status === 404 ? [] : contract.listRequestFaults(method, url)),
    ...contract.listAnswerFaults(method, url, status, body),
  ]);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' });
  response.end(JSON.stringify(body));
}
