import { compileForms } from '../dialects/forms.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import { code, list } from './markdown.ts';
import { readBehindTitle } from './read-page-example.ts';

/** Ways to write evidence behind a title; a dialect is asked which of them it reads. */
const HASHES = [
  '24bec6a',
  '`24bec6a`',
  '(24bec6a)',
  '[24bec6a]',
  '@ 24bec6a',
  'commit 24bec6a',
  '24bec6a..8b0c3aa',
];
const PULLS = ['(PR #12)', 'pr:#12'];
/** Ways to name in a task's own text what it waits for. */
const WAITS = [
  '(depends on 1.2, 1.3)',
  '(after 1.2)',
  '(blocked by 1.2)',
  'depends on 1.2',
  'blocked-by: 1.2',
  '_Depends: 1.2_',
];

/** What says that a task was done, and where a tick puts it. */
export function sayEvidence(dialect: Dialect): string[] {
  return [list(listEvidence(dialect)), `**Written:** ${sayPlace(dialect)}`];
}

function listEvidence(dialect: Dialect): string[] {
  const { evidence, fields } = dialect;
  const hashes = readOf(dialect, HASHES);
  const pulls = readOf(dialect, PULLS);
  return [
    `A line ${sayNames(fields.commit)} under the task: all that [evidence.md](../evidence.md#claims) says.`,
    ...(hashes.length === 0
      ? []
      : [
          `Hashes at the end of the task's own text: ${hashes.join(', ')}. Dates, digests and hashes within a sentence are none.`,
        ]),
    ...(evidence.heading === null ? [] : ['The commit in the heading of a phase.']),
    ...(evidence.columns.length === 0
      ? []
      : [`Hashes in these columns of a table: ${evidence.columns.map((name) => code(name)).join(', ')}.`]),
    ...(pulls.length === 0
      ? []
      : [
          `A pull request, such as ${pulls.join(' and ')}: it is noted, and whether it was merged is not looked up.`,
        ]),
    'The trailers of the commit that ticked the task (`Roadmap-Evidence`), where the file says nothing.',
  ];
}

function readOf(dialect: Dialect, samples: readonly string[]): string[] {
  return samples
    .filter((sample) => (readBehindTitle(dialect, sample)?.claims.length ?? 0) > 0)
    .map((sample) => code(sample));
}

/** Where a tick puts the commit. */
function sayPlace({ evidence: { place, columns }, task }: Dialect): string {
  const rows =
    task.rows === null || columns.length === 0
      ? ''
      : ' In a row, it goes into the column for it, else into the commit.';
  const file = task.frontMatter === null ? '' : ' For the file itself, it always is the commit.';
  const texts: Readonly<Record<typeof place, string>> = {
    field: 'in a `Commit:` line under the task.',
    text: "at the end of the task's own text, in the brackets or backticks that the others of the file have. `none` and commits of other repositories go into the commit that ticks it; where tasks of the file have `Commit:` lines, all of it goes there.",
    commit:
      'in the trailers of the commit that ticks the task, and the file gets the box alone. Where tasks of the file have `Commit:` lines, it goes there; where the task has a hash at its end, in its place.',
  };
  return `${texts[place]}${rows}${file}`;
}

/** What names the tasks that one waits for. */
export function sayDependencies(dialect: Dialect): string {
  const { dependencies, fields, task } = dialect;
  const patterns = compileForms(dialect).dependencies;
  const waits = WAITS.filter((sample) => patterns.some((pattern) => sample.match(pattern) !== null));
  return list([
    `A line ${sayNames(fields.dependsOn)} under the task.`,
    ...(waits.length === 0
      ? []
      : [`In the task's own text: ${waits.map((sample) => code(sample)).join(', ')}.`]),
    ...(dependencies.waves
      ? ['A JSON fence with `waves`: the tasks of a wave wait for those of the wave before.']
      : []),
    ...(dependencies.phases
      ? ["What a phase's section depends on: the task with the id of that phase waits for it."]
      : []),
    ...(task.frontMatter === null ? [] : [`${code(task.frontMatter.dependsOn)} in the front matter.`]),
    'What is named and stands in no task of the file holds nothing up.',
  ]);
}

function sayNames(names: readonly string[]): string {
  const all = names.map((name) => code(`${name}:`));
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all[all.length - 1] ?? ''}`;
}
