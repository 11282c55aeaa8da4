import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolder } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import { type Run, runRoadmap } from '../support/run-roadmap.ts';

const PLAIN =
  '# Plan\n\n### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none (asked)\n  - Status: DONE. Ran `ask`\n';
const RICH = `${PLAIN}\n### P1 — Work\n\n- [ ] **P1.1** See [this](other.md)\n`;

const SPEC_KIT = '# Tasks\n\n## Phase 1: Setup\n\n- [x] T001 Ask\n- [ ] T002 Answer\n';

const root = makeRepository({
  'plain.md': PLAIN,
  'rich.md': RICH,
  'other.md': '# Other\n',
  'specs/mail/tasks.md': SPEC_KIT,
});

/** Runs a command with a cache of its own, and says which parts of the command were kept there. */
async function runWith(cache: string, args: readonly string[]): Promise<Run & { readonly parts: string[] }> {
  const run = await runRoadmap(root, args, { XDG_CACHE_HOME: cache });
  return { ...run, parts: listKept(cache).map((path) => path.split('/').at(-1) ?? '') };
}

function listKept(cache: string): string[] {
  const top = join(cache, 'roadmap-as-code');
  if (!existsSync(top)) return [];
  return readdirSync(top)
    .flatMap((build) => readdirSync(join(top, build)).map((part) => join(top, build, part)))
    .sort();
}

describe('what a command loads', () => {
  test.each([
    ['show', ['show', 'plain.md'], ['show.view']],
    ['next', ['next', 'plain.md'], ['next.view']],
    ['check of plain sections', ['check', 'plain.md'], ['check.main']],
    ['check of others', ['check', 'rich.md'], ['check.main', 'check.read-markdown']],
    [
      'check by the Markdown parser',
      ['check', 'plain.md', '--strict-parse'],
      ['check.main', 'check.read-markdown'],
    ],
    [
      'what changes a roadmap',
      ['start', 'P1.1', 'rich.md', '--dry-run'],
      ['start.change', 'start.main', 'start.read-markdown'],
    ],
    ['a hook', ['hook', 'run', 'pre-commit'], ['hook-run-pre-commit.change', 'hook-run-pre-commit.main']],
    ['--version', ['--version'], []],
    ['a wrong use', ['chekc'], []],
  ])('%s', async (_name, args, parts) => {
    expect((await runWith(makeFolder('cache'), args)).parts).toEqual(parts);
  });
});

/** In characters: each layer is longer, and none of its functions. */
const LAYER = 20_000;

/** The layers of our own code that a command runs, as V8 counted it. */
async function listRun(args: readonly string[]): Promise<string[]> {
  const counted = makeFolder('coverage');
  await runRoadmap(root, args, { NODE_V8_COVERAGE: counted, XDG_CACHE_HOME: makeFolder('cache') });
  const [file = ''] = readdirSync(counted);
  const { result } = JSON.parse(readFileSync(join(counted, file), 'utf8')) as {
    result: {
      url: string;
      functions: {
        functionName: string;
        ranges: { count: number; startOffset: number; endOffset: number }[];
      }[];
    }[];
  };
  const functions = result.filter(({ url }) => url.includes('/cli/dist/')).flatMap((file) => file.functions);
  return ['main', 'judge', 'seldom', 'change', 'transit', 'rest'].filter((part) =>
    // Functions within a layer have such names, too, and are short.
    functions.some(
      ({ functionName, ranges: [all] }) =>
        functionName === part &&
        all !== undefined &&
        all.count > 0 &&
        all.endOffset - all.startOffset > LAYER,
    ),
  );
}

describe('what of its own code a command runs', () => {
  test.each([
    ['show', ['show', 'plain.md'], ['main']],
    ['next', ['next', 'plain.md'], ['main']],
    ['check', ['check', 'plain.md'], ['main', 'judge']],
    ['check of another dialect', ['check', 'specs/mail/tasks.md'], ['main', 'judge', 'seldom']],
    ['a hook', ['hook', 'run', 'pre-commit'], ['main', 'judge', 'change']],
    ['a task', ['start', 'P1.1', 'rich.md', '--dry-run'], ['main', 'judge', 'change', 'transit']],
    ['all else', ['doctor'], ['main', 'judge', 'change', 'rest']],
  ])('%s', async (_name, args, parts) => {
    expect(await listRun(args)).toEqual(parts);
  });
});

describe('the anchors of headings', () => {
  // As github-slugger has them, whose pattern the build gives a short form.
  test.each([
    ['P0 — Setup & "more"', 'p0--setup--more'],
    ['A/B_c d-e', 'ab_c-d-e'],
    ['C++ (x) → y…', 'c-x--y'],
    ['a‿b⁀c', 'a‿b⁀c'],
    ['Élan vital — 山', 'élan-vital--山'],
    ['① ✅ done', '--done'],
  ])('%s', async (heading, anchor) => {
    const text = `# Plan\n\n### P0 — Setup\n\n- [ ] **P0.1** [There](#${anchor}) and [not there](#${anchor}-1)\n\n## ${heading}\n`;
    const linked = makeRepository({ 'plain.md': text });
    const { stdout } = await runRoadmap(linked, ['check', 'plain.md', '--json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { rule: string; message: string }[] };
    const broken = diagnostics.filter(({ rule }) => rule === 'no-broken-link');
    expect(broken.map(({ message }) => message)).toEqual([expect.stringContaining(`#${anchor}-1`)]);
  });
});

describe('what a roadmap.yaml takes', () => {
  const plain = 'version: 1\nroadmaps:\n  - path: plain.md\n';
  test.each([
    ['as `roadmap init` writes it', plain, ['show.view']],
    [
      'with more in it',
      `${plain}    order: strict\n`,
      ['show.main', 'show.validate-config', 'show.view', 'show.yaml'],
    ],
  ])('%s', async (_name, config, parts) => {
    const configured = makeRepository({ 'plain.md': PLAIN, 'roadmap.yaml': config });
    const cache = makeFolder('cache');
    const run = await runRoadmap(configured, ['show'], { XDG_CACHE_HOME: cache });
    expect(run.code).toBe(0);
    expect(listKept(cache).map((path) => path.split('/').at(-1))).toEqual(parts);
  });
});

describe('the cache of code', () => {
  test('changes nothing of what a command says, and is for the user alone', async () => {
    const cache = makeFolder('cache');
    const runs = [
      await runWith(cache, ['check', 'rich.md', '--json']),
      await runWith(cache, ['check', 'rich.md', '--json']),
      await runRoadmap(root, ['check', 'rich.md', '--json'], { NODE_DISABLE_COMPILE_CACHE: '1' }),
      await runRoadmap(root, ['check', 'rich.md', '--json'], {
        NODE_OPTIONS: '--max-http-header-size=16384',
      }),
    ];
    expect(new Set(runs.map(({ code, stdout, stderr }) => JSON.stringify([code, stdout, stderr]))).size).toBe(
      1,
    );
    for (const path of listKept(cache)) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(cache, 'roadmap-as-code')).mode & 0o777).toBe(0o700);
  });

  test('is made anew where it is damaged', async () => {
    const cache = makeFolder('cache');
    const first = await runWith(cache, ['show', 'plain.md']);
    const [path = ''] = listKept(cache);
    const kept = readFileSync(path);
    for (const damage of [
      (): void => truncateSync(path, 100),
      (): void => writeFileSync(path, 'x'),
      (): void => writeFileSync(path, ''),
    ]) {
      damage();
      const run = await runWith(cache, ['show', 'plain.md']);
      expect([run.code, run.stdout, run.stderr]).toEqual([0, first.stdout, '']);
      expect(statSync(path).size).toBeGreaterThan(kept.length / 2);
    }
  });

  test('is made anew after an hour, with what other runs needed', async () => {
    const cache = makeFolder('cache');
    await runWith(cache, ['show', 'plain.md']);
    const [path = ''] = listKept(cache);
    const first = statSync(path).size;
    await runWith(cache, ['show', 'rich.md', '--json']);
    const then = new Date(Date.now() - 2 * 3_600_000);
    for (const one of listKept(cache)) utimesSync(one, then, then);
    await runWith(cache, ['show', 'rich.md', '--json']);
    expect(statSync(path).mtimeMs).toBeGreaterThan(then.getTime());
    expect(statSync(path).size).toBeGreaterThan(first);
  });

  test('is neither read nor written where others could write', async () => {
    const open = makeFolder('cache');
    mkdirSync(join(open, 'roadmap-as-code'));
    chmodSync(join(open, 'roadmap-as-code'), 0o777);
    const linked = makeFolder('cache');
    symlinkSync(makeFolder('elsewhere'), join(linked, 'roadmap-as-code'));
    for (const cache of [open, linked]) {
      expect((await runWith(cache, ['show', 'plain.md'])).code).toBe(0);
      expect(listKept(cache)).toEqual([]);
    }
  });

  test('is not needed: a folder that is none, or that nothing can be written to', async () => {
    const file = join(makeFolder('cache'), 'file');
    writeFileSync(file, '');
    for (const cache of [file, '/dev/null/x', 'relative'])
      expect((await runRoadmap(root, ['show', 'plain.md'], { XDG_CACHE_HOME: cache })).code).toBe(0);
  });

  test('has nothing of a run that went wrong', async () => {
    const cache = makeFolder('cache');
    expect((await runWith(cache, ['show', 'missing.md'])).parts).toEqual([]);
  });
});

test('--strict-parse is known to every command, before its name and behind it', async () => {
  const plain = await runRoadmap(root, ['export', 'rich.md']);
  for (const args of [
    ['export', 'rich.md', '--strict-parse'],
    ['--strict-parse', 'export', 'rich.md'],
  ])
    expect(await runRoadmap(root, args)).toEqual(plain);
  expect((await runRoadmap(root, ['--help'])).stdout).toContain('--strict-parse');
});

test('every command is there when it alone is called', async () => {
  const help = await runRoadmap(root, ['--help']);
  const names = [...help.stdout.matchAll(/^ {2}(?<name>[a-z][a-z-]+)\b/gm)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  expect(names.length).toBeGreaterThan(25);
  for (const name of names.filter((one) => one !== 'help')) {
    const own = await runRoadmap(root, [name, '--help']);
    expect([own.code, own.stdout.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^Usage: roadmap ${name}\\b`)),
    ]);
  }
});
