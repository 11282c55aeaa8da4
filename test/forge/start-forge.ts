import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerForge } from './answer-forge.ts';
import { type Contract, type ForgeVersion, loadContracts } from './contract.ts';

/** Whom a runner is registered for. */
export type StandInScope =
  | { readonly of: 'instance' }
  | { readonly of: 'organization' | 'user' | 'repository'; readonly owner: string };

export interface StandInRunner {
  readonly id: number;
  name: string;
  /** As Gitea says it: whether it works at something is `busy`. */
  status: 'online' | 'offline';
  busy: boolean;
  disabled: boolean;
  labels: string[];
  scope: StandInScope;
}

export interface StandInRun {
  readonly id: number;
  readonly repository: string;
  /** Number in the repository, which is in the address of its page. */
  number: number;
  /** Full hash. */
  commit: string;
  /** Name of the file. */
  workflow: string;
  status: 'queued' | 'in_progress' | 'completed';
  /** Empty until it is completed. */
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | '';
}

export interface StandInPackage {
  readonly owner: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  files: { readonly name: string; readonly sha256: string }[];
}

/** All that a stand-in knows: change it whenever you like, the next answer is made from it. */
export interface ForgeState {
  runners: StandInRunner[];
  runs: StandInRun[];
  packages: StandInPackage[];
  /** Owners that exist without having any of the above; `organizations` of them are organizations, the others users. */
  owners: string[];
  organizations: string[];
  /** Tokens that are let in, each with its rights (`read:admin`, `read:repository` …); null lets everybody see all. */
  tokens: Record<string, string[]> | null;
  /** Answers every request of the API with this status, where it is set. */
  broken: number | null;
}

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

/** A runner that is online and idle, for the whole instance, where nothing else is said. */
export function makeRunner(some: Partial<StandInRunner> & Pick<StandInRunner, 'id' | 'name'>): StandInRunner {
  return {
    status: 'online',
    busy: false,
    disabled: false,
    labels: ['linux'],
    scope: { of: 'instance' },
    ...some,
  };
}

/** A run that succeeded, of `publish.yml`, where nothing else is said. */
export function makeRun(
  some: Partial<StandInRun> & Pick<StandInRun, 'id' | 'repository' | 'number' | 'commit'>,
): StandInRun {
  return { workflow: 'publish.yml', status: 'completed', conclusion: 'success', ...some };
}
