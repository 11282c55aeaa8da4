import type { Dialect } from '../generated/dialect.types.ts';
import type { Phase, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { block, code, list } from './markdown.ts';
import type { PageExample } from './read-page-example.ts';

/** How phases, tasks and ids are written, by what the example has of each. */
export function sayForms(dialect: Dialect, example: PageExample | null): string[] {
  return [
    list([
      ...sayPhases(dialect, example),
      ...sayBoxes(example),
      ...sayRows(dialect, example),
      ...sayFileTask(dialect, example),
      sayRepeats(dialect),
    ]),
    ...sayPatterns(dialect),
  ];
}

function sayPhases({ phase }: Dialect, example: PageExample | null): string[] {
  const shown = example?.graph.phases.find(
    ({ kind, derived, depth }) => kind === 'work' && depth > 0 && derived === (phase === null),
  );
  const rule =
    phase === null
      ? 'A heading that holds tasks is a phase, at any depth'
      : 'A heading of the form of a phase is one, at any depth; another heading over boxes is a list, which no order binds';
  return [`${rule}${sayPhase(shown, example)}.`];
}

function sayPhase(phase: Phase | undefined, example: PageExample | null): string {
  if (phase === undefined) return '';
  return `: ${code(lineOf(phase, example))} is ${code(phase.id)}`;
}

function sayBoxes(example: PageExample | null): string[] {
  const boxes = example === null ? [] : listTasks(example.graph).filter(({ form }) => form === 'box');
  const own = boxes.find(({ derived }) => !derived);
  const nested = boxes.find(({ parent }) => parent !== null);
  const derived = boxes.find((task) => task.derived && task.parent === null);
  return [
    ...(own === undefined
      ? ['A list item with a box is a task']
      : [`A list item with a box is a task: ${code(lineOf(own, example))} is ${code(own.id)}`]),
    ...(derived === undefined
      ? ['One without an id gets a handle of its phase and its place there, such as `beds:2`']
      : [
          `One without an id gets a handle of its phase and its place there: ${code(lineOf(derived, example))} is ${code(derived.id)}`,
        ]),
    ...(nested === undefined
      ? []
      : [`What is nested in a task is part of it: ${code(nested.id)} is of ${code(nested.parent ?? '')}`]),
  ].map((text) => `${text}.`);
}

function sayRows({ task: { rows } }: Dialect, example: PageExample | null): string[] {
  if (rows === null) return [];
  const row = example === null ? undefined : listTasks(example.graph).find(({ form }) => form === 'row');
  const names = (columns: readonly string[]): string => columns.map((name) => code(name)).join(', ');
  return [
    `A row of a table is a task where one column says the state and another what is to be done${row === undefined ? '' : `: ${code(lineOf(row, example))} is ${code(row.id)}`}. Columns for the state: ${names(rows.states)}. For what is to be done: ${names(rows.titles)}. For the id: ${names(rows.ids)}.`,
  ];
}

function sayFileTask({ task: { frontMatter } }: Dialect, example: PageExample | null): string[] {
  if (frontMatter === null) return [];
  const file = example === null ? undefined : listTasks(example.graph).find(({ form }) => form === 'file');
  return [
    `The file itself is a task, by its front matter: ${code(frontMatter.id)} is its id, ${code(frontMatter.title)} its title, ${code(frontMatter.status)} its state, ${code(frontMatter.dependsOn)} what it waits for${file === undefined ? '' : `. The example is ${code(file.id)}`}.`,
  ];
}

const REPEATS: Readonly<Record<Dialect['task']['repeats'], string>> = {
  all: 'An id that stands twice is a finding: [no-duplicate-task-id](../rules/no-duplicate-task-id.md).',
  first: 'Of several tasks with one id, the first has it, and the others get handles.',
  none: 'Where several tasks have one id, none of them has it, and all get handles.',
};

function sayRepeats({ task: { id, repeats } }: Dialect): string {
  return id === null
    ? 'There are no ids: a task is named by its handle, which changes when tasks come before it.'
    : REPEATS[repeats];
}

/** The patterns by which all of that is read. */
function sayPatterns({ phase, task, evidence }: Dialect): string[] {
  const named: [string, string | null][] = [
    ...(phase?.headings ?? []).map(({ pattern }): [string, string] => ['phase', pattern]),
    ['id', task.id],
    ['before an id', task.before],
    ['behind an id', task.behind],
    ['id at the end', task.atEnd],
    ['id with nothing around it, where most tasks have one', task.plain],
    ['lead of a title without an id', task.lead],
    ['commit in a heading', evidence.heading],
  ];
  const lines = named.flatMap(([name, pattern]) => (pattern === null ? [] : [`${name}: ${pattern}`]));
  return lines.length === 0
    ? []
    : ['The patterns, as ECMAScript regular expressions:', block(lines.join('\n'), 'text')];
}

export function lineOf({ line }: Pick<Task, 'line'>, example: PageExample | null): string {
  return (example?.lines[line - 1] ?? '').trim();
}
