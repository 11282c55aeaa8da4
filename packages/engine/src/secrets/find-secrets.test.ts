import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decodeSource, isSource } from '@roadmap-as-code/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { findSecrets } from './find-secrets.ts';
import { makeHider } from './hide-secrets.ts';
import { lintSecrets } from './lint-secrets.ts';
import { mayHoldSecret } from './may-hold-secret.ts';

/** So many characters of letters and digits; written so that nothing here looks like a secret to others. */
function letters(count: number, alphabet = 'aB3dE5gH7jK9'): string {
  return alphabet.repeat(count).slice(0, count);
}

const PEM = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;
const ONE_PASSWORD = `ops_${Buffer.from(
  JSON.stringify({
    email: 'a@b.c',
    muk: { alg: 'A256GCM', k: letters(43) },
    secretKey: `A3-${letters(30)}`,
    srpX: letters(64),
    throttleSecret: { seed: letters(64) },
  }),
).toString('base64')}`;

/** A secret for each rule of secretlint's preset, by its name there. */
const PRESET: Readonly<Record<string, string>> = {
  anthropic: `sk-ant-api03-${letters(93)}AA`,
  aws: `AWS_SECRET_ACCESS_KEY=${letters(40)}`,
  basicauth: `https://ada:${letters(9)}@git.acme.io`,
  'database-connection-string': `postgres://ada:${letters(9)}@db.acme.io/app`,
  databricks: `dapi${letters(32, 'abc012')}`,
  docker: `dckr_pat_${letters(27)}`,
  figma: `figd_${letters(40)}`,
  github: `github_pat_${letters(82)}`,
  gitlab: `glpat-${letters(20)}`,
  grafana: `glsa_${letters(32)}_${letters(8, 'abc012')}`,
  groq: `gsk_${letters(52)}`,
  'hashicorp-vault': `hvs.${letters(95)}`,
  huggingface: `hf_${letters(34, 'abcDEF')}`,
  linear: `lin_api_${letters(40)}`,
  notion: `ntn_${letters(11, '123')}${letters(35)}`,
  npm: `npm_${letters(36)}`,
  openai: `sk-${letters(20)}T3BlbkFJ${letters(20)}`,
  privatekey: PEM,
  sendgrid: `SG.${letters(22)}.${letters(43)}`,
  shopify: `shpat_${letters(32)}`,
  slack: `xoxb-${letters(12, '123')}-${letters(24)}`,
  vercel: `vcp_${letters(24)}`,
};

/** What the preset lets by. */
const OWN: Readonly<Record<string, string>> = {
  'AWS access key id': `AKIA${letters(16, 'AB2CD3')}`,
  'temporary AWS access key id': `ASIA${letters(16, 'AB2CD3')}`,
  'private key': `key: -----BEGIN ${'PRIVATE'} KEY-----\\n${letters(40)}`,
  'indented private key': `    -----BEGIN EC ${'PRIVATE'} KEY-----\n    ${letters(40)}\n`,
  'encrypted private key': `-----BEGIN RSA ${'PRIVATE'} KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${letters(32)}\n\n${letters(64)}`,
  'long GitHub token': `ghs_${letters(60)}`,
  'GitLab runner token': `glrt-${letters(20)}`,
  'Gitea token': `GITEA_TOKEN=${letters(40, 'abc012')}`,
  'Gitea token in a header': `curl -H 'Authorization: token ${letters(40, 'abc012')}'`,
  password: 'PGPASSWORD=hunter2 psql',
  'quoted password': 'password = "correct horse 2"'.replaceAll(' h', 'h').replaceAll('e 2', 'e2'),
  'password in JSON': '{"password": "hunter-2!"}',
  'password in an address': `redis://:s3cr!t~${letters(4)}@cache:6379`,
};

const HARMLESS = [
  'commit 4f1c2a9be0d37c5518a4b1f60c9d2e3f7a8b6c5d',
  `sha256:${letters(64, 'abcdef0123456789')} and ${letters(128, 'abcdef0123456789')}`,
  'token 4f1c2a9be0d37c5518a4b1f60c9d2e3f7a8b6c5d was the commit',
  `password=<yours> PASSWORD=$PASSWORD token=\${TOKEN} token=%TOKEN% token={{ token }} token=$(cat token)`,
  'password=changeme password=example1 password=your-password-1 password=******** password=xxxxxxxx9',
  'token=./token.txt password=/run/secrets/db1 password=@file1 token=env:TOKEN1 token=secrets.DEPLOY_1',
  'max_token=100000 tokens=123456 token=refresh password=required Password: must have 8 characters',
  'AKIAIOSFODNN7EXAMPLE, AIDA is a user, ASIA and EUROPE',
  `begins with -----BEGIN RSA ${'PRIVATE'} KEY----- and ends`,
  `-----BEGIN ${'PUBLIC'} KEY-----\n${letters(64)}\n`,
  'https://git.acme.io/@ada ssh://git@git.acme.io git@git.acme.io:a/b http://localhost:8080/a@b https://user:pass@host.io',
  'postgresql://ada:[password]@db.acme.io/app postgres://ada:{password}@db.acme.io/app',
  `//registry/:_authToken=<token> //registry/:_authToken=\${NPM_TOKEN}`,
  'npm_config_cache sk-learn hf_hub glpat- ghp_short dapi ops_team',
  'uuid 123e4567-e89b-12d3-a456-426614174000',
];

async function find(text: string): Promise<string[]> {
  const source = decodeSource(new TextEncoder().encode(text));
  if (!isSource(source)) throw new Error('no text');
  const secrets = await findSecrets(source);
  return secrets.map(
    ({ kind, span }) => `${kind}: ${new TextDecoder().decode(source.bytes.subarray(span.start, span.end))}`,
  );
}

describe("each rule of secretlint's preset", () => {
  const names = rules.map(({ meta }) => meta.id.replace('@secretlint/secretlint-rule-', ''));

  test('is known here', () => {
    const known = [...Object.keys(PRESET), '1password', 'filter-comments', 'gcp'];
    expect([...names].sort()).toEqual(known.sort());
  });

  test.each(Object.entries(PRESET))(
    '%s finds its secret, and what is loaded first lets it through',
    async (_name, secret) => {
      const text = `- Status: seen ${secret} there\n`;
      expect(await lintSecrets(text)).toHaveLength(1);
      expect(mayHoldSecret(text)).toBe(true);
      expect(await find(text)).toHaveLength(1);
    },
  );

  test('1password tokens are looked at', () => {
    expect(mayHoldSecret(ONE_PASSWORD)).toBe(true);
  });

  test('a comment of its own does not switch it off', async () => {
    expect(await find(`<!-- secretlint-disable -->\n${PRESET['github']}\n`)).toHaveLength(1);
  });
});

test.each(Object.entries(OWN))('a secret that the preset lets by is found: %s', async (_name, text) => {
  expect(await lintSecrets(text)).toEqual([]);
  expect(await find(`é 😀 ${text}\n`)).toHaveLength(1);
});

test.each(HARMLESS)('no secret: %s', async (text) => {
  expect(await find(text)).toEqual([]);
});

test('one secret is found once, at its bytes, whatever stands before', async () => {
  const token = PRESET['github'] ?? '';
  expect(await find(`\u{feff}é 😀 GITHUB_TOKEN=${token}, PASSWORD=hunter2\n`)).toEqual([
    `GitHub token: ${token}`,
    'password: hunter2',
  ]);
});

test.each([
  ['many beginnings of a private key', `-----BEGIN ${'PRIVATE'} KEY-----\n`],
  ['many beginnings of an address', 'https://a:b'],
  ['one long word', 'a'],
  ['many passwords without an end', 'password="'],
  ['many tokens', 'token=token='],
  ['many dashes and digits', 'xoxb-1-'],
])('a hostile text takes no time that grows with its square: %s', async (_name, piece) => {
  const measure = async (size: number): Promise<number> => {
    const text = piece.repeat(size / piece.length);
    const start = performance.now();
    await find(`${text} xoxb-1 PRIVATE KEY-----`);
    return performance.now() - start;
  };
  await measure(10_000);
  const [small, large] = [await measure(100_000), await measure(400_000)];
  expect(large).toBeLessThan(10 * small + 200);
});

describe('what is hidden', () => {
  test('is the secret, and a part of it, and nothing else', () => {
    const hide = makeHider([PRESET['npm'] ?? '', 'hunter2', 'token "x']) ?? ((text) => text);
    expect(hide(`a ${PRESET['npm']} b ${PRESET['npm']?.slice(5, 20)}… c hunter2d hunter`)).toBe(
      'a [secret] b [secret]… c [secret]d hunter',
    );
    expect(hide((PRESET['npm'] ?? '').toLowerCase())).toBe('[secret]');
    expect(hide('plain text with a token 😀')).toBe('plain text with a token 😀');
  });

  test('is nothing where there is no secret', () => {
    expect(makeHider([])).toBe(null);
  });
});
