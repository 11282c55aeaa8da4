import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare } from '../support/run-roadmap.ts';

/** C0, C1 and DEL but for the line feed, line and paragraph separators, and what reorders text (UAX #9). */
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const PATH = 'do\u001b[2Jcs/\u202eROADMAP.md';
const ROADMAP = `# Title \u001b]0;owned\u0007

### P0 — Phase \u001b[2J

**Detail:** see \u001b[8mhidden

- [ ] **P0.1** do \u001b[31mred\u001b[0m \u202etxt.exe \u2066isolated\u2069
  - Commit: -abc1234
  - Status: BLOCKED: \u001b[1A\u001b[2K\u009b31m why \u0085 \u2028 there
  - Owner\u001b[5m: Ada
  - a note \u001b[7m
- [ ] **P0.2** go \rback \u0008\u0008
  - Depends on: P9.9\u001b[0m
- [x] **P0.3** done
  - Commit: --output=/tmp/x
  - Status: \u202e<name>
- [\u001b] **P0.4** a box of its own
`;

const root = makeRepository({
  [PATH]: ROADMAP,
  'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ${JSON.stringify(PATH)}\n    gates: ["P0.1", "P7\\e[31m"]\n`,
});

beforeAll(() => {
  runGit(root, 'checkout', '--quiet', '-b', 'br\u202eanch');
});

describe('control characters and overrides of a file, a path and a config', () => {
  test.each([
    ['check', ['check']],
    ['show', ['show']],
    ['show of one task', ['show', 'P0.1']],
    ['next', ['next']],
  ])('%s shows them escaped', async (_name, args) => {
    const { stdout, stderr, changed } = await runAndCompare(root, args);
    expect([stderr, changed]).toEqual(['', []]);
    expect(stdout).not.toMatch(HARMFUL);
    expect(stdout).toMatch(/\\x1b\[/);
  });

  test.each([['check'], ['show'], ['next'], ['export']])(
    '%s --json has them as they are, spelt out',
    async (command) => {
      const run = await runAndCompare(root, [command, '--json']);
      expect(run.stdout).not.toMatch(HARMFUL);
      const name = command === 'export' ? 'roadmap' : (command as 'check' | 'show' | 'next');
      expect(JSON.stringify(readOutput(name, run))).toContain(JSON.stringify(PATH).slice(1, -1));
    },
  );

  test('every one of them is named, none left out', async () => {
    const { stdout } = await runAndCompare(root, ['show', 'P0.1']);
    expect(stdout).toContain('do \\x1b[31mred\\x1b[0m \\u202etxt.exe \\u2066isolated\\u2069\n');
    expect(stdout).toContain('\\x1b[1A\\x1b[2K\\x9b31m why \\x85 \\u2028 there\n');
    expect(stdout).toContain('do\\x1b[2Jcs/\\u202eROADMAP.md:7\n');
  });

  test('colour comes from the tool alone', async () => {
    const { stdout } = await runAndCompare(root, ['show'], { FORCE_COLOR: '1' });
    const plain = stdout.replace(/\u001b\[\d+m/g, '');
    expect(plain).not.toBe(stdout);
    expect(plain).toBe((await runAndCompare(root, ['show'])).stdout);
  });
});

describe('values that look like options', () => {
  test('are reported as hashes that name no commit', async () => {
    const report = readOutput('check', await runAndCompare(root, ['check', '--json']));
    const found = report.diagnostics.filter(({ rule }) => rule === 'commit-unreadable');
    expect(found.map(({ message }) => message)).toEqual([
      '"-abc1234" names no commit',
      '"--output=/tmp/x" names no commit',
    ]);
  });

  test('are files behind --, and options before it', async () => {
    expect(await expectRefusal(root, ['check', '--', '--upload-pack=x'])).toBe(
      'roadmap: --upload-pack=x: there is no such file\n  → Check the path.\n',
    );
    expect(await expectRefusal(root, ['check', '--upload-pack=x'])).toMatch(/^roadmap: unknown option/);
  });
});

describe('names on the command line', () => {
  test.each([
    ['a file', ['check', 'a\u001b[31m\u202eb.md']],
    ['a task', ['show', 'P0\u001b[31m']],
    ['a phase', ['show', '--phase', '\u009b31m']],
    ['a state', ['show', '--state', '\u202edone']],
    ['a rule', ['explain', '\u001b]0;x\u0007']],
    ['a command', ['\u001b[31m']],
    ['an option', ['check', '--\u001b[31m']],
  ])('%s is shown escaped in the message', async (_name, args) => {
    const stderr = await expectRefusal(root, args);
    expect(stderr).not.toMatch(HARMFUL);
    expect(stderr).toMatch(/\\x1b|\\x9b|\\u202e/);
  });
});
