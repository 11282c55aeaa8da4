import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder } from '../support/make-folder.ts';

const require = createRequire(import.meta.url);
const verdaccio = require.resolve('verdaccio');

/** An npm registry that runs. */
export interface LocalRegistry {
  /** On loopback, without a slash at its end. */
  readonly url: string;
}

/** Registries of one process. */
export interface LocalRegistries {
  readonly registries: readonly LocalRegistry[];
  close(): Promise<void>;
}

/**
 * Starts real npm registries: verdaccio on free ports of loopback, all in one process, since to load it takes a second or
 * two. They know no other registry, keep what they get in the test's own folder, and whoever comes may publish and
 * unpublish; packages of the scope `@private` are shown to those alone who log in (`addUser`). Start them once for a file:
 *
 *     let local: LocalRegistries;
 *     beforeAll(async () => { local = await startRegistries(2); });
 *     afterAll(() => local.close());
 */
export async function startRegistries(count: number): Promise<LocalRegistries> {
  const configs = Array.from({ length: count }, () => makeConfig(makeFolder('registry')));
  const child = spawn(process.execPath, ['-e', SERVE, verdaccio, JSON.stringify(configs)], {
    env: makeEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ports: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const port = /^port (?<port>\d+)$/.exec(line)?.groups?.['port'];
    if (port !== undefined) ports.push(port);
    else said.push(line);
    if (ports.length === count) break;
  }
  if (ports.length < count) throw new Error(`verdaccio did not start: ${said.join('\n')}`);
  child.stdout.resume();
  return {
    registries: ports.map((port) => ({ url: `http://127.0.0.1:${port}` })),
    close: async () => {
      const ended = once(child, 'close');
      child.kill();
      await ended;
    },
  };
}

const SERVE = `
const { runServer } = require(process.argv[1]);
// Whoever has started this is gone.
process.stdin.on('end', () => process.exit()).resume();
(async () => {
  for (const config of JSON.parse(process.argv[2])) {
    const server = await runServer(config);
    server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
  }
})();
`;

function makeConfig(folder: string): object {
  const all = { access: '$all', publish: '$all', unpublish: '$all' };
  return {
    self_path: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: 10 } },
    uplinks: {},
    packages: { '@private/*': { ...all, access: '$authenticated' }, '**': all },
    web: { enable: false },
    max_body_size: '20mb',
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  };
}

/** Makes a user; the token that a registry then takes. */
export async function addUser({ url }: LocalRegistry, name = 'ada'): Promise<string> {
  const response = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: `${name}-has-a-password` }),
  });
  if (!response.ok) throw new Error(`no user: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}
