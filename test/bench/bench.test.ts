import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkout } from '../support/checkout.ts';
import { makeFolder } from '../support/make-folder.ts';

interface Row {
  readonly name: string;
  readonly error?: string;
  readonly ratio: unknown;
  readonly milliseconds: readonly unknown[];
  readonly megabytes?: unknown;
  readonly holds: boolean;
}
interface Report {
  readonly kind: string;
  readonly quick: boolean;
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

const folder = makeFolder('bench');
/** Nothing of the times themselves is expected: they are of a machine that does other work. */
const spread = { median: expect.any(Number), min: expect.any(Number), max: expect.any(Number) };

test('every row is measured on the smallest material', () => {
  const { code, stdout, stderr, report } = runBench('bench');
  const failed = report.rows.filter(({ error }) => error !== undefined);
  expect({ code, stderr, failed }).toEqual({ code: 0, stderr: '', failed: [] });
  expect(report).toMatchObject({ kind: 'bench', quick: true, versions: { node: process.version } });
  expect(report.rows.map(({ name }) => name)).toEqual([
    ...['check', 'check-one-rich', 'check-all-rich', 'show', 'next', 'version'],
    ...['hook-untouched', 'hook-tick', 'tick'],
    ...['large', 'large-rich', 'hashes', 'hashes-graph', 'audit', 'growth'],
  ]);
  for (const { name, ratio, milliseconds, megabytes, holds } of report.rows) {
    const sides = name === 'growth' ? 3 : 2;
    expect({ name, ratio, milliseconds }).toEqual({
      name,
      ratio: spread,
      milliseconds: Array(sides).fill(spread),
    });
    expect(megabytes).toEqual(name.startsWith('large') ? spread : null);
    expect(typeof holds).toBe('boolean');
    expect(stdout).toContain(`${name}\n`);
  }
}, 120_000);

test('a tool of others is installed and measured, and a page is made of both', () => {
  const { code, stderr, report } = runBench('peers', ['--only', 'markdownlint-cli2']);
  expect({ code, stderr, errors: report.rows.map(({ error }) => error) }).toEqual({
    code: 0,
    stderr: '',
    errors: [undefined],
  });
  expect(report.rows[0]).toMatchObject({ ratio: spread, milliseconds: [spread, spread, spread] });
  runBench('bench', ['--only', 'version']);
  const page = run('bench/render-page.js', [join(folder, 'bench.json'), join(folder, 'peers.json')]);
  expect({ code: page.code, stderr: page.stderr }).toEqual({ code: 0, stderr: '' });
  expect(page.stdout).toMatch(/^\| `--version` \| `node -e 0` \| 1 \| ≤ 1\.15 \| .*\d+ ms → \d+ ms \|$/m);
  expect(page.stdout).toMatch(/^\| `markdownlint-cli2 ROADMAP\.md` .* \| `roadmap check` \| ≥ 4 \| .* \|$/m);
  expect(page.stdout).toContain('these numbers say nothing of speed');
  // What was measured on one Node by itself goes to the others of it.
  renameSync(join(folder, 'bench.json'), join(folder, 'version.json'));
  runBench('bench', ['--only', 'next']);
  const files = ['version.json', 'bench.json', 'peers.json'].map((name) => join(folder, name));
  const joined = run('bench/render-page.js', files).stdout;
  expect(joined).toMatch(/^\| subject \| beside \| turns \| target \| Node [^|]+ \|$/m);
  expect(joined.match(/^\| (?:`--version`|next,) .*\d+ ms → \d+ ms \|$/gm)).toHaveLength(2);
}, 120_000);

test('a tool that npm can not bring is an error with its reason', () => {
  const nowhere = { npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: makeFolder('cache') };
  const { code, stdout, report } = runBench('peers', ['--only', 'remark-cli'], nowhere);
  expect(code).toBe(1);
  expect(report.rows[0]?.error).toContain('ECONNREFUSED');
  expect(stdout).toContain('not measured: ');
}, 120_000);

test('a row that is not there is refused, and those that are there are named', () => {
  const { code, stderr } = run('bench.js', ['--only', 'chekc']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('no row chekc; there are check, check-one-rich,');
});

function runBench(
  kind: 'bench' | 'peers',
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): ReturnType<typeof run> & { readonly report: Report } {
  const file = join(folder, `${kind}.json`);
  const script = kind === 'bench' ? 'bench.js' : 'bench-peers.js';
  const ran = run(script, ['--quick', '--json', file, ...args], env);
  return { ...ran, report: JSON.parse(readFileSync(file, 'utf8')) as Report };
}

function run(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(checkout, 'scripts', script), ...args],
    {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    },
  );
  return { code: status, stdout, stderr };
}
