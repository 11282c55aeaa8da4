import { expect, test } from '@jest/globals';
import { readRoadmap } from '../load-roadmap.ts';
import { judgeMerge } from './judge-merge.ts';

const TODO = '- [ ] **P0.1** Do it\n  - Commit:\n  - Status:\n';
const DONE = '- [x] **P0.1** Do it\n  - Commit: me/mine@abc1234\n  - Status: works\n';
const MORE = '- [x] **P0.2** Do more\n  - Commit: abc1235\n  - Status: works\n';

/** `<rule> <task>` of what the law has against a merge, each version as the tasks of one phase. */
function judge(base: string, ours: string, theirs: string, merged: string): string[] {
  const read = (tasks: string): ReturnType<typeof readRoadmap> =>
    readRoadmap(Buffer.from(`### P0 — Work\n\n${tasks}`), 'ROADMAP.md', {
      version: 1,
      roadmaps: [{ path: 'ROADMAP.md', dialect: 'execution' }],
    });
  return judgeMerge(read(base), [read(ours), read(theirs)], read(merged)).map(
    ({ rule, task }) => `${rule} ${task}`,
  );
}

test.each<[string, [string, string, string, string], string[]]>([
  ['that keeps what both did', [TODO + MORE, DONE + MORE, TODO, DONE], []],
  ['that lost a tick', [TODO, DONE, TODO, TODO], ['no-silent-untick P0.1']],
  ['that lost a task that a side added', [TODO, TODO + MORE, DONE, DONE], ['no-task-lost null']],
  [
    'that lost evidence that both had',
    [DONE, DONE, DONE.replace('works', 'works well'), DONE.replace('abc1234', 'def5678')],
    ['no-evidence-rewrite P0.1'],
  ],
  [
    'that has evidence that a side wrote anew',
    [DONE, DONE + MORE, DONE.replace('abc', 'def'), DONE.replace('abc', 'def') + MORE],
    [],
  ],
  ['that opens again what a side opened again without a word', [DONE, DONE + MORE, TODO, TODO + MORE], []],
])('the law of a merge %s', (_name, [base, ours, theirs, merged], found) => {
  expect([...new Set(judge(base, ours, theirs, merged))]).toEqual(found);
});
