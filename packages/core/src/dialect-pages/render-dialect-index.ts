import type { Dialect } from '../generated/dialect.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { code, page, table } from './markdown.ts';
import { readPageExample } from './read-page-example.ts';
import { listParts } from './render-dialect-page.ts';
import { GOALS, namesOf } from './say-states.ts';

/** The list of all dialects, and what works where. */
export function renderDialectIndex(dialects: readonly Dialect[]): string {
  return page([
    '# Dialects',
    'A dialect says how a family of files writes phases, tasks, states and evidence, and what such a file is held to. It is data: one file each, from which these pages are made, too. Nothing is converted, and no file is reflowed: a transition changes the few bytes that it must, in the hand of the file.',
    '`roadmap show --why` says in which dialect a file is read, and why. `dialect:` in [`roadmap.yaml`](../configuration.md) overrules it. A file that fits none is a [plan](plan.md), and never refused. For a family of your own: [own.md](own.md).',
    '## How they are written',
    table(['dialect', 'files', 'ids', 'states beyond `[ ]` and `[x]`', 'order'], dialects.map(sayWriting)),
    '## What works where',
    table(
      [
        'dialect',
        'evidence is read in',
        'a tick puts it',
        'it puts the status',
        'waits are named in',
        'beside the phases',
      ],
      dialects.map(sayWorks),
    ),
    'A tick puts evidence and status where the table says, unless the file has its own `Commit:` or `Status:` lines under tasks: then it goes there. What is in the commit stands in its message, the evidence as trailers, and `check` reads it from the commits that ticked the file.',
    '`check`, `show`, `next`, `tick` and its kin, the hooks, `audit`, `push`, the merge driver and `handoff` work in every dialect. `review`, `report` and `sign-off` work on the parts that the last column names. The law is the same for all; the order of phases binds where `order` says so.',
  ]);
}

function sayWriting(dialect: Dialect): string[] {
  const example = readPageExample(dialect);
  const tasks = example === null ? [] : listTasks(example.graph);
  const ids = tasks.filter(({ derived }) => !derived);
  const shown = ids.filter((task, at) => ids.findIndex(({ form }) => form === task.form) === at);
  const handle = tasks.find(({ derived }) => derived)?.id;
  return [
    nameOf(dialect),
    dialect.page.example === null ? '' : code(dialect.page.example.path),
    shown.length === 0
      ? `none; ${code(handle ?? '')} is a handle`
      : shown.map(({ id }) => code(id)).join(', '),
    sayMarks(dialect),
    dialect.policy.order,
  ];
}

/** One mark for each state: the one that is written, else one that is read. */
function sayMarks({ states, task: { frontMatter } }: Dialect): string {
  const marks = GOALS.filter((state) => state !== 'todo' && state !== 'done').flatMap((state) => {
    const box = states.marks[state] ?? namesOf(states.boxes, state)[0];
    return box === undefined ? [] : [`${code(`[${box}]`)} ${state}`];
  });
  const words = Object.values(frontMatter?.words ?? {}).map((word) => code(word));
  return [...marks, ...(words.length === 0 ? [] : [`in the front matter ${words.join(', ')}`])].join(', ');
}

function sayWorks(dialect: Dialect): string[] {
  const { evidence, dependencies, states, task } = dialect;
  const rows = task.rows === null || evidence.columns.length === 0 ? [] : ['a column of its table'];
  const file = task.frontMatter === null ? [] : ['front matter'];
  return [
    nameOf(dialect),
    [
      'a field',
      ...(evidence.text ? ["the task's text"] : []),
      ...(evidence.heading === null ? [] : ["the phase's heading"]),
      ...rows,
      ...(evidence.pullRequests ? ['pull requests'] : []),
    ].join(', '),
    [PLACES[evidence.place], ...rows].join(', '),
    states.status === 'field' ? 'in a field' : 'in the commit',
    [
      'a field',
      ...(dependencies.text.length === 0 ? [] : ["the task's text"]),
      ...(dependencies.waves ? ['waves'] : []),
      ...(dependencies.phases ? ["the phase's section"] : []),
      ...file,
    ].join(', '),
    listParts(dialect)
      .has.map((part) => part.replace(/^an? /, ''))
      .join(', '),
  ];
}

/** Unless the file has such fields: then all of it goes there. */
const PLACES: Readonly<Record<Dialect['evidence']['place'], string>> = {
  field: 'in a field',
  text: "at the end of the task's text",
  commit: 'in the commit',
};

function nameOf({ name, title }: Dialect): string {
  return `[${title}](${name}.md)`;
}
