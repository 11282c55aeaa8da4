import { expect, test } from '@jest/globals';
import { type ChangeSet, type FileChange, foldFiles } from './fold-files.ts';

const change = (path: string, kind: FileChange['change'], from: string | null = null): FileChange => ({
  path,
  from,
  change: kind,
  added: 2,
  removed: 1,
});
const by = (task: string, ...files: FileChange[]): ChangeSet => ({ files, tasks: [task] });
const say = (files: ReturnType<typeof foldFiles>): string[] =>
  files.map(
    ({ path, from, change: kind, added, removed, tasks }) =>
      `${path} ${kind}${from === null ? '' : ` from ${from}`} +${added} -${removed} ${tasks.join()}`,
  );

test('a file stands under the name that it has at the end, with all that was done to it', () => {
  const files = foldFiles(
    [
      by('P0.1', change('b', 'changed'), change('a', 'added')),
      by('P0.2', change('c', 'renamed', 'b')),
      by('P0.3', change('d', 'renamed', 'c'), change('a', 'changed')),
    ],
    null,
  );
  expect(say(files)).toEqual(['a added +4 -2 P0.1,P0.3', 'd renamed from b +6 -3 P0.1,P0.2,P0.3']);
});

test('a file that went back to its old name is not renamed, and one that is gone is deleted', () => {
  const files = foldFiles(
    [
      by('P0.1', change('b', 'renamed', 'a'), change('x', 'added')),
      by('P0.2', change('a', 'renamed', 'b'), change('x', 'deleted')),
      by('P0.3', change('y', 'deleted')),
      by('P0.4', change('y', 'added')),
    ],
    null,
  );
  expect(say(files)).toEqual([
    'a changed +4 -2 P0.1,P0.2',
    'x deleted +4 -2 P0.1,P0.2',
    'y changed +4 -2 P0.3,P0.4',
  ]);
});

test('a range says how its files changed, and commits who touched them', () => {
  const files = foldFiles(
    [by('P0.1', change('a', 'changed'), change('b', 'changed'))],
    [change('c', 'renamed', 'a'), { ...change('d', 'added'), added: null, removed: null }],
  );
  expect(say(files)).toEqual(['b changed +2 -1 P0.1', 'c renamed from a +2 -1 P0.1', 'd added +null -null ']);
});
