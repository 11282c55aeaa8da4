import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import { runAndCompare } from '../support/run-roadmap.ts';

const ROADMAP = { 'ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** a\n' };
const root = makeRepository(ROADMAP);
const entry = (lines: string): string => `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    ${lines}\n`;

interface Case {
  readonly name: string;
  readonly yaml: string | Uint8Array;
  readonly says: string;
  readonly help: string;
}

const SEE = 'See docs/configuration.md for what may stand here.';

const cases: readonly Case[] = [
  {
    name: 'a key that is not known, nearly one that is',
    yaml: 'version: 1\nroadmap:\n  - path: ROADMAP.md\n',
    says: '2:1: roadmap is not known here',
    help: 'Write roadmaps, if that is meant.',
  },
  {
    name: 'such a key of a roadmap',
    yaml: entry('gate: [P0.1]'),
    says: '4:5: gate is not known here',
    help: 'Write gates, if that is meant.',
  },
  {
    name: 'a key that is like no other',
    yaml: entry('colour: red'),
    says: '4:5: colour is not known here',
    help: SEE,
  },
  {
    name: 'no version',
    yaml: 'roadmaps:\n  - path: ROADMAP.md\n',
    says: '1:1: version is missing',
    help: SEE,
  },
  { name: 'nothing at all', yaml: '', says: '1:1: version is missing', help: SEE },
  { name: 'another version', yaml: 'version: 2\n', says: '1:10: version: 2 is not 1', help: SEE },
  { name: 'a list', yaml: '- version: 1\n', says: '1:1: [{"version":1}] is not of type object', help: SEE },
  {
    name: 'no path',
    yaml: 'version: 1\nroadmaps:\n  - order: off\n',
    says: '3:5: path is missing',
    help: SEE,
  },
  {
    name: 'a dialect that is not there',
    yaml: entry('dialect: executoin'),
    says: '4:14: there is no dialect executoin',
    help: 'Write one of execution, backlog, conductor, gsd, kiro, superpowers, spec-kit, openspec, odd, plan.',
  },
  {
    name: 'an order that is not there',
    yaml: entry('order: phase'),
    says: '4:12: order: "phase" is not one of "phases", "strict" and "off"',
    help: SEE,
  },
  {
    name: 'a state that is not there',
    yaml: entry('states: {"?": bloked}'),
    says: '4:19: ?: "bloked" is not one of "todo", "doing", "done", "partial", "blocked", "failed", "dropped" and "unknown"',
    help: SEE,
  },
  {
    name: 'a gate that is a number',
    yaml: entry('gates: [P0.1, 3.6]'),
    says: '4:19: gates: 3.6 is not of type string',
    help: SEE,
  },
  {
    name: 'gates that are no list',
    yaml: entry('gates: P0.1'),
    says: '4:12: gates: "P0.1" is not of type array',
    help: SEE,
  },
  {
    name: 'a rule that is not there, nearly one that is',
    yaml: entry('rules:\n      commit-abscent: off'),
    says: '5:23: there is no rule commit-abscent',
    help: 'Write commit-absent, if that is meant.',
  },
  {
    name: 'a rule that is like no other',
    yaml: entry('rules: {zzz: off}'),
    says: '4:18: there is no rule zzz',
    help: '`roadmap explain` lists the rules.',
  },
  {
    name: 'a severity that is not there',
    yaml: entry('rules:\n      commit-absent: warn'),
    says: '5:22: commit-absent: "warn" is not one of "error", "warning", "info" and "off"',
    help: SEE,
  },
  {
    name: 'such a severity beside options',
    yaml: entry('rules:\n      no-placeholder: [warn, {words: [X]}]'),
    says: '5:24: no-placeholder: "warn" is not one of "error", "warning", "info" and "off"',
    help: SEE,
  },
  {
    name: 'an option that the rule does not have',
    yaml: entry('rules:\n      no-placeholder: [error, {wrods: [X]}]'),
    says: '5:23: no-placeholder has no option wrods',
    help: 'Write words, if that is meant.',
  },
  {
    name: 'an option of a rule that has none',
    yaml: entry('rules:\n      phase-order: [error, {words: [X]}]'),
    says: '5:20: phase-order has no option words',
    help: 'phase-order takes no options.',
  },
  {
    name: 'an option that is no list of words',
    yaml: entry('rules:\n      no-placeholder: [error, {words: 3}]'),
    says: '5:39: words: 3 is not of type array',
    help: SEE,
  },
  {
    name: 'a path that leads out',
    yaml: 'version: 1\nroadmaps:\n  - path: docs/../../x.md\n',
    says: '3:11: "docs/../../x.md" leads out of the repository',
    help: "Write a path from the repository's root, with forward slashes.",
  },
  {
    name: 'an absolute path',
    yaml: entry('schema: /etc/passwd'),
    says: '4:13: "/etc/passwd" leads out of the repository',
    help: "Write a path from the repository's root, with forward slashes.",
  },
  {
    name: 'a path with backslashes',
    yaml: 'version: 1\nroadmaps:\n  - path: docs\\plan.md\n',
    says: '3:11: "docs\\\\plan.md" leads out of the repository',
    help: "Write a path from the repository's root, with forward slashes.",
  },
  {
    name: 'a path that is named twice',
    yaml: 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n  - path: ./ROADMAP.md\n',
    says: '4:11: ./ROADMAP.md is named twice',
    help: 'Keep one of the two entries.',
  },
  {
    name: 'a list that does not end',
    yaml: 'version: 1\nroadmaps: [\n',
    says: '3:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
    help: 'Correct the YAML.',
  },
  {
    name: 'a key twice',
    yaml: 'version: 1\nversion: 1\n',
    says: '2:1: Map keys must be unique',
    help: 'Correct the YAML.',
  },
  {
    name: 'a tab',
    yaml: 'version: 1\n\troadmaps: []\n',
    says: '2:1: Tabs are not allowed as indentation',
    help: 'Correct the YAML.',
  },
  {
    name: 'an alias without its anchor',
    yaml: 'version: 1\nroadmaps: *here\n',
    says: '2:11: Unresolved alias (the anchor must be set before the alias): here',
    help: 'Correct the YAML.',
  },
  {
    name: 'bytes that are no UTF-8',
    yaml: Buffer.from('version: 1\n# caf\xe9\n', 'latin1'),
    says: '2:6: it is not valid UTF-8 here',
    help: 'Save it as UTF-8.',
  },
  {
    name: 'an escape sequence',
    yaml: entry('"\\e[31mred": 1'),
    says: '4:5: \\x1b[31mred is not known here',
    help: SEE,
  },
];

test.each(cases)('$name', async ({ yaml, says, help }) => {
  writeFiles(root, { 'roadmap.yaml': yaml });
  expect(await runAndCompare(root, ['check', '--json'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `roadmap: roadmap.yaml:${says}\n  → ${help}\n`,
    changed: [],
  });
});

test('an alias that grows without end is refused', async () => {
  const lines = Array.from({ length: 12 }, (_, index) => {
    const many = Array.from({ length: 10 }, () => (index === 0 ? 'x' : `*a${index - 1}`)).join(', ');
    return `a${index}: &a${index} [${many}]\n`;
  });
  writeFiles(root, { 'roadmap.yaml': `version: 1\n${lines.join('')}` });
  const run = await runAndCompare(root, ['check']);
  expect([run.code, run.stdout, run.changed]).toEqual([2, '', []]);
  expect(run.stderr).toMatch(/^roadmap: roadmap\.yaml:\d+:\d+: Excessive alias count/);
});

describe('a roadmap.yaml that is no file of the repository', () => {
  const outside = makeFolder();
  writeFiles(outside, { 'roadmap.yaml': 'version: 1\n' });

  test.each([
    ['a directory', (path: string): void => mkdirSync(path), /it is a directory/],
    ['a link to nothing', (path: string): void => symlinkSync('gone.yaml', path), /there is no such file/],
    [
      'a link to itself',
      (path: string): void => symlinkSync('roadmap.yaml', path),
      /its links lead in a circle/,
    ],
    [
      'a link that leads out',
      (path: string): void => symlinkSync(`${outside}/roadmap.yaml`, path),
      /it lies outside of the repository/,
    ],
    [
      'a huge file',
      (path: string): void => {
        writeFiles(path.replace(/\/[^/]*$/, ''), { 'roadmap.yaml': '' });
        truncateSync(path, 200 * 1024 * 1024);
      },
      /it is 200 MiB long/,
    ],
  ])('%s is refused, and not taken for none', async (_name, make, says) => {
    const folder = makeRepository(ROADMAP);
    make(`${folder}/roadmap.yaml`);
    const run = await runAndCompare(folder, ['check']);
    expect([run.code, run.stdout, run.changed]).toEqual([2, '', []]);
    expect(run.stderr).toMatch(/^roadmap: roadmap\.yaml: /);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/\n {2}→ \S.*\n$/);
  });
});
