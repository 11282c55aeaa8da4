import type { Dialect } from '../generated/dialect.types.ts';
import type { Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { block, code, list, page, table } from './markdown.ts';
import { PAGE_COMMIT, PAGE_SUBJECT, type PageExample, readPageExample } from './read-page-example.ts';
import { sayDetection } from './say-detection.ts';
import { sayDependencies, sayEvidence } from './say-evidence.ts';
import { lineOf, sayForms } from './say-forms.ts';
import { sayJudgement } from './say-judgement.ts';
import { sayStates } from './say-states.ts';

/** The page of one dialect in docs/dialects, made from its data and from what the tool reads of its example. */
export function renderDialectPage(dialect: Dialect): string {
  const example = readPageExample(dialect);
  return page([
    `# ${dialect.title}`,
    dialect.page.about,
    `${dialect.description} In \`roadmap.yaml\`: \`dialect: ${dialect.name}\`.`,
    list(dialect.page.notes),
    ...(example === null ? [] : sayExample(example)),
    '## How a file is known',
    ...sayDetection(dialect),
    '## Phases, tasks and ids',
    ...sayForms(dialect, example),
    '## States',
    ...sayStates(dialect),
    '## Evidence',
    ...sayEvidence(dialect),
    '## Dependencies',
    sayDependencies(dialect),
    '## Fields',
    sayFields(dialect),
    '## Parts beside the phases',
    sayParts(dialect),
    '## What is judged',
    ...sayJudgement(dialect),
    'A family of files that differs from this in a few things can have [a dialect of its own](own.md) that extends it.',
  ]);
}

/** A file with, beside each line that is a task, what is read of it; and what a tick changes. */
function sayExample(example: PageExample): string[] {
  const { path, markdown, graph, tick } = example;
  const checkpoints = graph.phases.flatMap((phase) =>
    phase.claims.map(({ text }) => `The heading of ${code(phase.id)} says that ${code(text)} closed it.`),
  );
  const cited = tick.diff.some((line) => line.includes(PAGE_SUBJECT))
    ? `, a commit with the subject “${PAGE_SUBJECT}”,`
    : '';
  const place = tick.isTold
    ? 'changes the state alone, and the message of the commit that carries it has the hash, as `Roadmap-Evidence`:'
    : 'changes these lines:';
  return [
    '## An example',
    `${code(path)}:`,
    block(markdown, 'markdown'),
    'What is read of it:',
    table(
      ['line', 'id', 'state', 'evidence', 'waits for'],
      listTasks(graph).map((task) => [code(lineOf(task, example)), ...sayTask(task)]),
    ),
    ...checkpoints,
    `\`roadmap tick ${tick.id} --commit ${PAGE_COMMIT}\`${cited} ${place}`,
    block(tick.diff.join('\n'), 'diff'),
  ];
}

function sayTask({ id, state, optional, claims, dependsOn }: Task): string[] {
  const evidence = claims.filter(({ kind }) => kind !== 'placeholder');
  return [
    code(id),
    optional ? `${state}, may be left out` : state,
    evidence.map(({ text }) => code(text)).join(', '),
    dependsOn.map((one) => code(one)).join(', '),
  ];
}

const MEANINGS: readonly (readonly [keyof Dialect['fields'], string])[] = [
  ['commit', 'what did it'],
  ['status', 'its state, and what was seen'],
  ['reason', 'why it is blocked, failed, partial or dropped'],
  ['dependsOn', 'what it waits for'],
  ['gate', '`yes`: nothing after it passes until it is done'],
  ['detail', 'where to read on'],
  ['verify', 'the checks that are run before it is ticked'],
  ['reviewed', 'who answered a review item'],
  ['other', 'nothing to the law'],
];

function sayFields({ fields }: Dialect): string {
  const rows = MEANINGS.filter(([meaning]) => fields[meaning].length > 0).map(([meaning, says]) => [
    fields[meaning].map((name) => code(`${name}:`)).join(', '),
    says,
  ]);
  return `Lines \`Name: value\` under a task, bold or not, in any case:\n\n${table(['name', 'says'], rows)}`;
}

const PARTS: readonly (readonly [keyof Dialect['sections'], string])[] = [
  ['outcome', 'an outcome'],
  ['report', 'a final report'],
  ['review', 'a review checklist'],
  ['signOff', 'a sign-off'],
  ['changeLog', 'a change log'],
];

/** The parts beside the phases that files of a dialect may have. */
export function listParts({ sections }: Dialect): { readonly has: string[]; readonly lacks: string[] } {
  const has = PARTS.filter(([part]) => sections[part] !== null).map(([, name]) => name);
  return { has, lacks: PARTS.map(([, name]) => name).filter((name) => !has.includes(name)) };
}

function sayParts(dialect: Dialect): string {
  const { has, lacks } = listParts(dialect);
  const read = has.length === 0 ? 'None is read.' : `Where a file has ${sayAny(has)}, it is read.`;
  return lacks.length === 0
    ? `${read} \`roadmap review\`, \`report\` and \`sign-off\` write there.`
    : `${read} There is no form for ${sayAny(lacks)}; [a dialect of your own](own.md) can give them one.`;
}

/** "an outcome, a report or a sign-off". */
function sayAny(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1] ?? ''}`;
}
