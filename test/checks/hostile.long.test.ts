import { afterAll, expect, test } from '@jest/globals';
import { digestTarball, packVersion } from '../registries/publish.ts';
import { type LyingServer, serveLies } from '../registries/serve-lies.ts';
import { makeFolder } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';
import { makeReviewed, reviewChecks, tell } from './review-checks.ts';

const servers: LyingServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function start(...args: Parameters<typeof serveLies>): Promise<LyingServer> {
  const server = await serveLies(...args);
  servers.push(server);
  return server;
}

const PACKED = packVersion('@example/boat', '1.0.0');

test('remotes and registries that hang are given up, and hide no fault of another', async () => {
  const silent = await start(() => undefined);
  const dist = { ...digestTarball(PACKED.tarball), tarball: `${silent.url}/boat.tgz` };
  const real = await start(
    (_request, response) =>
      void response.end(JSON.stringify({ name: PACKED.name, versions: { '1.0.0': { dist } } })),
  );
  const root = makeReviewed();
  const bare = makeFolder('hub.git');
  runGit(bare, 'init', '--quiet', '--bare', '--template=');
  runGit(root, 'remote', 'add', 'origin', bare);
  runGit(root, 'remote', 'add', 'silent', `${silent.url}/silent.git`);
  runGit(root, 'push', '--quiet', 'origin', 'main');
  const boat = { kind: 'npm-package', package: PACKED.name, version: '1.0.0' };
  const begin = Date.now();
  const items = await reviewChecks(root, [
    { kind: 'git-branch', branch: 'main', exists: false, remotes: ['silent', 'origin'] },
    { kind: 'git-tag', tag: 'v1', exists: false, remotes: ['silent', 'origin'] },
    { ...boat, exists: false, registries: [silent.url, real.url] },
    { ...boat, exists: false, registries: [silent.url] },
    { ...boat, tarballs: true, registries: [real.url] },
  ]);
  expect(tell(items)).toEqual([
    "fail: main is still on origin; silent can't be asked: it did not answer in time",
    "unknown: silent can't be asked: it did not answer in time",
    `fail: @example/boat 1.0.0 is still on ${real.url}; ${silent.url}/@example%2fboat gave no whole answer in time`,
    `unknown: ${silent.url}/@example%2fboat gave no whole answer in time`,
    `unknown: ${silent.url}/boat.tgz gave no whole answer in time`,
  ]);
  // Each check may take 30 s.
  expect(Date.now() - begin).toBeLessThan(29_000);
});

test('a remote that never ends is ended', async () => {
  const hash = 'a'.repeat(40);
  // As a server of plain files has it (gitprotocol-http(5), "dumb" clients): a name that ends like the one asked for.
  const rows = Array.from({ length: 1000 }, (_, at) => `${hash}\trefs/heads/${at}/refs/heads/kept\n`).join(
    '',
  );
  const endless = await start((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    for (let at = 0; at < 1500; at += 1) response.write(rows);
    response.end();
  });
  const root = makeReviewed();
  runGit(root, 'remote', 'add', 'origin', `${endless.url}/hub.git`);
  const items = await reviewChecks(root, [{ kind: 'git-branch', branch: 'kept', exists: false }]);
  expect(tell(items)).toEqual([
    "unknown: origin can't be asked: fatal: the remote says more than anybody would read",
  ]);
});
