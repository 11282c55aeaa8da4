import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeRepository } from '../support/make-repository.ts';
import { runAndCompare } from '../support/run-roadmap.ts';

const ROADMAP = '### P0 — A\n\n- [x] **P0.1** a\n  - Commit: none (x)\n  - Status: seen\n- [ ] **P0.2** b\n';

describe('usage', () => {
  const root = makeRepository({ 'ROADMAP.md': ROADMAP });

  test.each([
    ['a command that is not there', ['chekc'], "unknown command 'chekc'\n(Did you mean check?)"],
    ['an option that is not there', ['check', '--jsno'], "unknown option '--jsno'\n(Did you mean --json?)"],
    ['an option without its value', ['show', '--state'], "option '--state <state>' argument missing"],
    [
      'a file too many',
      ['export', 'a.md', 'b.md'],
      "too many arguments for 'export'. Expected 1 argument but got 2.",
    ],
    ['an escape sequence', ['\u001b[31mcheck'], "unknown command '\\x1b[31mcheck'"],
  ])('%s', async (_name, args, says) => {
    expect(await expectRefusal(root, args)).toBe(`roadmap: ${says}\n(roadmap --help says what there is)\n`);
  });

  test.each([
    [
      'a rule',
      ['explain', 'no-placehloder'],
      'there is no rule no-placehloder\n  → Is no-placeholder meant?',
    ],
    ['a rule like no other', ['explain', 'zzz'], 'there is no rule zzz\n  → `roadmap explain` lists them.'],
    [
      'a state',
      ['show', '--state', 'blokced'],
      '--state blokced: there is no such state\n  → Name one of todo, doing, done, partial, blocked, failed, dropped and unknown.',
    ],
    ['a phase', ['show', '--phase', 'p0'], '--phase p0: there is no such phase\n  → Is P0 meant?'],
    [
      'a phase like no other',
      ['show', '--phase', 'Omega'],
      '--phase Omega: there is no such phase\n  → `roadmap show` lists them.',
    ],
    ['a task', ['show', 'P0.22'], 'P0.22: there is no such file, and no task of that id\n  → Is P0.2 meant?'],
  ])('%s that is not there', async (_name, args, says) => {
    expect(await expectRefusal(root, args)).toBe(`roadmap: ${says}\n`);
  });

  test('no command at all prints the help', async () => {
    const { code, stdout, stderr } = await runAndCompare(root, []);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: roadmap /);
  });

  test('help and version are no errors', async () => {
    const help = await runAndCompare(root, ['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/^Usage: roadmap /);
    const version = await runAndCompare(root, ['--version']);
    expect(version).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
