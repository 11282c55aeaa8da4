import type { Dialect } from '../generated/dialect.types.ts';
import type { Goal } from '../transition/index.ts';
import { code, list, table } from './markdown.ts';
import { writeMark } from './read-page-example.ts';

export const GOALS: readonly Goal[] = ['todo', 'doing', 'done', 'partial', 'blocked', 'failed', 'dropped'];

/** What each box means, and what a transition writes for each state. */
export function sayStates(dialect: Dialect): string[] {
  const { states, task } = dialect;
  const words = task.frontMatter === null ? [] : [task.frontMatter.status];
  return [
    table(
      ['state', 'boxes', 'words', 'written'],
      GOALS.map((state) => [
        state,
        namesOf(states.boxes, state)
          .map((box) => code(`[${box}]`))
          .join(' '),
        namesOf(states.words, state)
          .map((word) => code(word))
          .join(', '),
        sayWritten(dialect, state),
      ]),
    ),
    list([
      'A word counts in capitals: at the head of a title, between the brackets, or at the head of a `Status`. The `Status` comes before the box. [format.md](../format.md) says it in full.',
      'Any other mark is `unknown`, unless the file explains its marks itself (`` `[~]` in progress · `[>]` deferred ``), which overrules this table; `states:` in [`roadmap.yaml`](../configuration.md) overrules both.',
      'Of several marks for a state, the one that the file uses most is written.',
      ...(task.rows === null
        ? []
        : [
            'In a row, the state is what leads the cell: these words in any case, an emoji, a box, or a phrase such as `in review` or `not started`; a transition writes the words that the table has.',
          ]),
      ...words.map(
        (key) =>
          `In the front matter, ${code(key)} is a word in any case, or a phrase such as \`in review\`. Written are ${sayWords(dialect)}, or what the file's \`states:\` in \`roadmap.yaml\` says; any other state can't be written there.`,
      ),
      states.status === 'field'
        ? 'What was seen stands in a `Status:` line under the task.'
        : 'What was seen stands in the message of the commit, unless other tasks of the file have a `Status:` line. A state that no box says, and a reason, always stand in one.',
    ]),
  ];
}

export function namesOf(names: Readonly<Record<string, string>>, state: string): string[] {
  return Object.entries(names).flatMap(([name, meaning]) => (meaning === state ? [name] : []));
}

/** By what the command writes into a line without one. */
function sayWritten(dialect: Dialect, state: Goal): string {
  const { box, status } = writeMark(dialect, state);
  return [
    code(`[${box}]`),
    ...(status === null || status === '' || state === 'done' ? [] : [code(`Status: ${status}`)]),
  ].join(' ');
}

function sayWords({ task: { frontMatter } }: Dialect): string {
  return Object.values(frontMatter?.words ?? {})
    .map((word) => code(word))
    .join(', ');
}
