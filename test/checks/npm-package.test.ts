import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { digestTarball, packVersion, publish, runNpm } from '../registries/publish.ts';
import { type Liar, type LyingServer, serveLies } from '../registries/serve-lies.ts';
import {
  addUser,
  type LocalRegistries,
  type LocalRegistry,
  startRegistries,
} from '../registries/start-registries.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { makeReviewed, reviewChecks, tell, type WrittenCheck, writeConfig } from './review-checks.ts';

const root = makeReviewed();
let local: LocalRegistries;
let [one, two]: LocalRegistry[] = [];
const liars: LyingServer[] = [];

const SAME = packVersion('@example/boat', '1.0.0', { 'index.js': 'export const length = 4;\n' });
const LATER = packVersion('@example/boat', '1.1.0', { 'index.js': 'export const length = 5;\n' });
const OTHER = packVersion('@example/boat', '1.1.0', { 'index.js': 'export const length = 6;\n' });
const PLAIN = packVersion('raft', '0.1.0');

beforeAll(async () => {
  local = await startRegistries(2);
  [one, two] = local.registries;
  await Promise.all([publishAll(one, SAME, LATER, PLAIN), publishAll(two, SAME, OTHER)]);
}, 60_000);
afterAll(() => Promise.all([local.close(), ...liars.map((liar) => liar.close())]));

async function publishAll(registry: LocalRegistry | undefined, ...versions: (typeof SAME)[]): Promise<void> {
  // A registry that is asked for one package at a time does not answer that it is busy.
  for (const version of versions) await publish(take(registry), version);
}

function take<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('nothing is there');
  return value;
}

async function startLiar(lie: Liar): Promise<LyingServer> {
  const liar = await serveLies(lie);
  liars.push(liar);
  return liar;
}

/** A server whose packument of a version says this of its `dist`, and that serves these bytes as its tarball. */
function claim(dist: object, tarball: Uint8Array, version = SAME.version): Liar {
  return (request, response, url) => {
    if (request.url?.endsWith('.tgz') === true) return void response.end(tarball);
    const all = { tarball: `${url}/boat.tgz`, ...dist };
    return void response.end(JSON.stringify({ name: SAME.name, versions: { [version]: { dist: all } } }));
  };
}

function check(version: string | undefined, registries: readonly unknown[], more: object = {}): WrittenCheck {
  const named = version === undefined ? {} : { version };
  return { kind: 'npm-package', package: SAME.name, ...named, registries, ...more };
}

const EQUAL = { equal: true };

describe('registries that tell the truth', () => {
  test('show whether a version is there, gone, and the same', async () => {
    const both = [take(one).url, `${take(two).url}/`];
    const [first, second] = [take(one).url, take(two).url];
    const gone = { exists: false };
    const items = await reviewChecks(root, [
      check('1.0.0', both),
      check('1.0.0', both, EQUAL),
      check(`\${report.Release.Version}`, both, { equal: true, tarballs: true }),
      check('1.1.0', both, EQUAL),
      check('1.1.0', both, { equal: true, tarballs: true }),
      check('1.2.0', both, gone),
      check('1.2.0', both),
      check('1.0.0', both, gone),
      { ...check('0.1.0', both), package: 'raft' },
      { ...check(undefined, both, gone), package: '@example/nothing' },
      { ...check(undefined, [second], gone), package: 'raft' },
      check(undefined, both, gone),
      check('1.0.0', [first, `${first}/`], EQUAL),
    ]);
    const name = '@example/boat';
    const digests = [LATER, OTHER].map(({ tarball }) => digestTarball(tarball).integrity);
    expect(tell(items)).toEqual([
      `pass: ${name} 1.0.0: on ${first} and ${second}`,
      `pass: ${name} 1.0.0: the same on ${first} and ${second}, by what they claim of it`,
      `pass: ${name} 1.0.0: the same on ${first} and ${second}, by the bytes of the tarballs`,
      `fail: it is not the same: ${first}, by its own word, has ${digests[0]}, ${second}, by its own word, has ${digests[1]}`,
      `fail: it is not the same: ${first} has ${digests[0]}, ${second} has ${digests[1]}`,
      `pass: ${name} 1.2.0: not on ${first} and ${second}`,
      `fail: ${name} 1.2.0 is not on ${first} and ${second}`,
      `fail: ${name} 1.0.0 is still on ${first} and ${second}`,
      `fail: raft 0.1.0 is not on ${second}`,
      `pass: @example/nothing: not on ${first} and ${second}`,
      `pass: raft: not on ${second}`,
      `fail: ${name} is still on ${first} and ${second}`,
      'unknown: there is only one registry, so nothing is equal',
    ]);
    const { shasum, integrity } = digestTarball(SAME.tarball);
    expect(items[2]?.seen).toEqual([
      ...[first, second].map((url) => ({
        place: `${url}, ${name} 1.0.0`,
        found: `there, it claims sha1 ${shasum}, ${integrity}`,
      })),
      ...[first, second].map((url) => ({
        place: `${url}/${name}/-/boat-1.0.0.tgz`,
        found: `${SAME.tarball.length} bytes, ${integrity}`,
      })),
    ]);
    expect(items[7]?.help).toContain(`\`npm unpublish ${name}@1.0.0 --registry ${first}\``);
    expect(items[8]?.seen.map(({ found }) => found)).toEqual([
      expect.stringContaining('there, it claims'),
      '404, there is no such package',
    ]);
  });

  test('show what npm itself has published and taken off again', async () => {
    const registry = take(one);
    const manifest = (version: string) => ({
      'package.json': JSON.stringify({ name: '@example/oar', version }),
    });
    const ask = (version: string, exists: boolean): WrittenCheck => ({
      ...check(version, [registry.url], { exists, ...(exists ? { tarballs: true } : {}) }),
      package: '@example/oar',
    });
    await runNpm(registry, ['publish'], manifest('1.0.0'));
    await runNpm(registry, ['publish'], manifest('1.0.1'));
    const there = [ask('1.0.0', true), ask('1.0.1', true)];
    expect((await reviewChecks(root, there)).map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    await runNpm(registry, ['unpublish', '@example/oar@1.0.1', '--force']);
    const [kept, gone] = await reviewChecks(root, [ask('1.0.0', true), ask('1.0.1', false)]);
    expect([kept?.verdict, gone?.verdict, gone?.seen[0]?.found]).toEqual([
      'pass',
      'pass',
      'the package is there, this version is not',
    ]);
  });

  test('get the token that is for them, which is trusted before and shown nowhere', async () => {
    const registry = take(one);
    const hidden = packVersion('@private/boat', '1.0.0');
    await publish(registry, hidden);
    const NPM_TOKEN = await addUser(registry);
    const asked = (token?: object): WrittenCheck => ({
      ...check('1.0.0', [token === undefined ? registry.url : { url: registry.url, token }], {
        tarballs: true,
      }),
      package: hidden.name,
    });
    const checks = [asked(), asked({ env: 'NPM_TOKEN' }), asked({ env: 'NO_SUCH_TOKEN' })];
    const untrusted = await reviewChecks(root, checks, { environment: { NPM_TOKEN } });
    expect(untrusted.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(untrusted[1]?.help).toContain('roadmap trust');
    const trust = await runRoadmap(root, ['trust', '--yes']);
    expect({ code: trust.code, stdout: trust.stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(`${registry.url}[^]*NPM_TOKEN|NPM_TOKEN[^]*${registry.url}`),
    });
    const items = await reviewChecks(root, checks, { environment: { NPM_TOKEN } });
    expect(tell(items)).toEqual([
      `unknown: ${registry.url} does not let it be seen (401)`,
      `pass: @private/boat 1.0.0: on ${registry.url}, and the tarballs are what is claimed of them`,
      expect.stringMatching('^unknown: the variable NO_SUCH_TOKEN'),
    ]);
    expect(JSON.stringify([untrusted, items])).not.toContain(NPM_TOKEN);
  });
});

describe('a registry that does not tell the truth', () => {
  const { shasum, integrity } = digestTarball(SAME.tarball);
  const false1 = digestTarball(OTHER.tarball);

  test('is told by the bytes that it serves', async () => {
    const real = take(one).url;
    const lies = await Promise.all(
      [
        // The claims of the right tarball, beside another.
        claim({ shasum, integrity }, OTHER.tarball),
        // A wrong shasum beside the right tarball, without and with an integrity.
        claim({ shasum: false1.shasum }, SAME.tarball),
        claim({ shasum: false1.shasum, integrity }, SAME.tarball),
        // Nothing but SHA-1, or nothing at all, of the right one and of another.
        claim({ shasum }, SAME.tarball),
        claim({}, SAME.tarball),
        claim({ shasum: false1.shasum }, OTHER.tarball),
        claim({ integrity: 'sha512-AAAA sha1-x md5-y', shasum: 3 }, SAME.tarball),
        claim({ shasum, integrity, tarball: 'file:///etc/passwd' }, SAME.tarball),
        claim({ shasum, integrity, tarball: [] }, SAME.tarball),
        claim({ integrity: `${integrity} `.repeat(50_000) }, SAME.tarball),
      ].map(startLiar),
    );
    const urls = lies.map(({ url }) => url);
    const tarballs = { tarballs: true };
    const items = await reviewChecks(root, [
      check('1.0.0', [real, urls[0]], EQUAL),
      check('1.0.0', [urls[0]], tarballs),
      check('1.0.0', [real, urls[1]], EQUAL),
      check('1.0.0', [real, urls[2]], EQUAL),
      check('1.0.0', [urls[2]], tarballs),
      check('1.0.0', [real, urls[3]], EQUAL),
      check('1.0.0', [real, urls[4]], EQUAL),
      check('1.0.0', [real, urls[5]], EQUAL),
      check('1.0.0', [real, urls[6]], EQUAL),
      check('1.0.0', [urls[4]], tarballs),
      check('1.0.0', [urls[7]], tarballs),
      check('1.0.0', [urls[8]], tarballs),
      check('1.0.0', [urls[9]], tarballs),
    ]);
    const bytes = (url: string | undefined, says: string, claims: string) =>
      `${url} serves other bytes than it claims: ${says}, claimed ${claims}`;
    const sums = [`sha1 ${shasum}`, `sha1 ${false1.shasum}`] as const;
    expect(tell(items)).toEqual([
      // The word of both is the same: only the bytes tell.
      `pass: @example/boat 1.0.0: the same on ${real} and ${urls[0]}, by what they claim of it`,
      `fail: ${bytes(urls[0], sums[1], sums[0])} and ${bytes(urls[0], false1.integrity, integrity)}`,
      `fail: ${bytes(urls[1], sums[0], sums[1])}`,
      `fail: it is not the same: ${real}, by its own word, has ${sums[0]}, ${urls[2]}, by its own word, has ${sums[1]}`,
      `fail: ${bytes(urls[2], sums[0], sums[1])}`,
      `pass: @example/boat 1.0.0: the same on ${real} and ${urls[3]}, by the bytes of the tarballs`,
      `pass: @example/boat 1.0.0: the same on ${real} and ${urls[4]}, by the bytes of the tarballs`,
      `fail: it is not the same: ${real} has ${integrity}, ${urls[5]} has ${false1.integrity}`,
      `pass: @example/boat 1.0.0: the same on ${real} and ${urls[6]}, by the bytes of the tarballs`,
      `unknown: ${urls[4]} claims no shasum and no integrity`,
      expect.stringMatching(/^unknown: .*neither http: nor https:/),
      `unknown: ${urls[8]} does not say where the tarball is`,
      `unknown: ${urls[9]} claims no shasum and no integrity`,
    ]);
  });

  test('and sends the tarball elsewhere gets no token sent there', async () => {
    const elsewhere = await startLiar((_request, response) => void response.end(SAME.tarball));
    const dist = { shasum, integrity };
    const byEntry = await startLiar(claim({ ...dist, tarball: `${elsewhere.url}/entry.tgz` }, SAME.tarball));
    const byRedirect = await startLiar((request, response, url) => {
      if (request.url !== '/boat.tgz') return claim(dist, SAME.tarball)(request, response, url);
      return void response.writeHead(302, { location: `${elsewhere.url}/redirect.tgz` }).end();
    });
    const asWhole = await startLiar(
      (_request, response) => void response.writeHead(302, { location: `${elsewhere.url}/missing` }).end(),
    );
    const nothing = await startLiar(
      (_request, response) => void response.writeHead(404).end('{"error":"not found"}'),
    );
    const toNothing = await startLiar(
      (request, response) =>
        void response.writeHead(302, { location: `${nothing.url}${request.url ?? ''}` }).end(),
    );
    const token = { env: 'NPM_TOKEN' };
    const checks = [byEntry, byRedirect, asWhole].map(({ url }) =>
      check('1.0.0', [{ url, token }], { tarballs: true }),
    );
    const gone = check('1.0.0', [{ url: toNothing.url, token }], { exists: false });
    writeConfig(root, [...checks, gone]);
    await runRoadmap(root, ['trust', '--yes']);
    const items = await reviewChecks(root, [...checks, gone], {
      environment: { NPM_TOKEN: 'secret-of-npm' },
    });
    expect(items.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'unknown', 'unknown']);
    expect(items[3]?.message).toContain('has no such package and got no token');
    expect(byEntry.requests).toEqual(['GET /@example%2fboat Bearer secret-of-npm']);
    expect(byRedirect.requests).toEqual([
      'GET /@example%2fboat Bearer secret-of-npm',
      'GET /boat.tgz Bearer secret-of-npm',
    ]);
    expect([...elsewhere.requests].sort()).toEqual(['GET /entry.tgz', 'GET /missing', 'GET /redirect.tgz']);
    expect(nothing.requests).toEqual(['GET /@example%2fboat']);
    expect(JSON.stringify(items)).not.toContain('secret-of-npm');
  });

  test('and answers as no registry does is unknown, and hides no fault of another', async () => {
    const answer =
      (status: number, body: string | Buffer = ''): Liar =>
      (_request, response) =>
        void response.writeHead(status).end(body);
    const long = Buffer.alloc(33 * 1024 * 1024, ' ');
    const cases: readonly (readonly [Liar, RegExp])[] = [
      [answer(401), /does not let it be seen \(401\)/],
      [answer(403), /does not let it be seen \(403\)/],
      [answer(500), /answers with 500/],
      [answer(503, '{"error": "x"}'), /answers with 503/],
      [answer(404, '<h1>Not here</h1>'), /does not answer as a registry does \(404, no JSON\)/],
      [answer(200, '<h1>\u001b[31mWelcome</h1>'), /does not answer as a registry does \(200, no JSON\)/],
      [answer(200, '{"name": "@example/boat", "versions"'), /does not answer as a registry does/],
      [answer(200, '{"name": "other", "versions": {}}'), /does not answer as a registry does \(200\)/],
      [answer(200, '[]'), /does not answer as a registry does/],
      [answer(200, '{"name": "@example/boat", "versions": []}'), /does not answer as a registry does/],
      [answer(200, long), /more than 32 MiB/],
      [(_request, response) => void response.destroy(), /can't be reached/],
      [
        (request, response, url) => void response.writeHead(301, { location: `${url}${request.url}` }).end(),
        /in a loop/,
      ],
    ];
    const servers = await Promise.all(cases.map(([lie]) => startLiar(lie)));
    const gone = await reviewChecks(
      root,
      servers.map(({ url }) => check('1.0.0', [url], { exists: false })),
    );
    expect(tell(gone)).toEqual(cases.map(([, says]) => expect.stringMatching(`^unknown: .*${says.source}`)));
    const real = take(one).url;
    const faults = await reviewChecks(
      root,
      servers.slice(0, 3).map(({ url }) => check('1.0.0', [url, real], { exists: false })),
    );
    expect(
      faults.map(({ verdict, message }) => [
        verdict,
        message.startsWith(`@example/boat 1.0.0 is still on ${real}; `),
      ]),
    ).toEqual(faults.map(() => ['fail', true]));
  });

  test('and has no tarball, or too much of one, has no version that could be installed', async () => {
    const dist = { shasum, integrity };
    const serve =
      (lie: Liar): Liar =>
      (request, response, url) =>
        request.url === '/boat.tgz'
          ? lie(request, response, url)
          : claim(dist, SAME.tarball)(request, response, url);
    const endless: Liar = (_request, response) => {
      const part = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const servers = await Promise.all(
      [
        serve((_request, response) => void response.writeHead(404).end()),
        serve((_request, response) => void response.writeHead(403).end()),
        serve(endless),
        // The word of both is enough; that one can't be fetched is known only where it is.
      ].map(startLiar),
    );
    const items = await reviewChecks(
      root,
      servers.map(({ url }) => check('1.0.0', [url], { tarballs: true })),
    );
    expect(tell(items)).toEqual([
      expect.stringMatching(/^fail: .* has the version without its tarball/),
      expect.stringMatching(/^unknown: .*boat\.tgz does not give the tarball \(403\)$/),
      expect.stringMatching(/^unknown: .* more than 64 MiB/),
    ]);
  });
});

test('what no registry can have is asked for nowhere', async () => {
  const liar = await startLiar((_request, response) => void response.writeHead(404).end('{}'));
  const gone = { exists: false };
  const names = ['../x', '@a/b/c', '@a', '.x', 'a b', '-x', 'a?b', 'x'.repeat(215)];
  const versions = ['v1.0.0', 'latest', '^1.0.0', '1.0', '1.0.0+build', '@example/boat v1.0.0', '__proto__'];
  const items = await reviewChecks(root, [
    ...names.map((name) => ({ ...check('1.0.0', [liar.url], gone), package: name })),
    ...versions.map((version) => check(version, [liar.url], gone)),
    check('1.0.0', [`${liar.url}?x=/`], gone),
    check('1.0.0', [`${liar.url.replace('//', '//ada:pw@')}/`], gone),
  ]);
  expect(tell(items)).toEqual([
    ...names.map((name) => `unknown: ${JSON.stringify(name)} is no name of a package`),
    ...versions.map((version) => `unknown: ${JSON.stringify(version)} is no exact version`),
    'unknown: a registry is written as a plain address: https://host/path',
    'unknown: a registry is written as a plain address: https://host/path',
  ]);
  expect(liar.requests).toEqual([]);
});

test.each([
  [
    check('1.0.0', ['https://example.org'], { exists: false, equal: true }),
    'equal: what is to be gone has none',
  ],
  [
    check('1.0.0', ['https://example.org'], { exists: false, tarballs: true }),
    'tarballs: what is to be gone',
  ],
  [check(undefined, ['https://example.org'], { equal: true }), '.*version'],
  [check('1.0.0', []), 'registries: '],
  [check('1.0.0', ['ftp://example.org']), 'registries: '],
  [check('1.0.0', [{ url: `https://\${report.Host}/`, token: { env: 'A' } }]), 'url: '],
  [check('1.0.0', [{ url: 'https://example.org', token: 'abc' }]), 'token: '],
])('a wrong check is an error of the config: %j', async (wrong, says) => {
  const other = makeReviewed();
  writeConfig(other, [wrong]);
  const { code, stderr } = await runRoadmap(other, ['review']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(`roadmap.yaml:\\d+:\\d+: ${says}`),
  });
});
