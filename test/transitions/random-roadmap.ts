import fc from 'fast-check';
import {
  GOALS,
  type Goal,
  type ModelTask,
  type ModelTransition,
  type Order,
  type Words,
} from './law-model.ts';

/** A task as it is drawn, before it has an id and a place. */
interface DrawnTask {
  readonly title: string;
  readonly state: Goal;
  /** Where it says the state: a box where there is one for it, else the Status or the title. */
  readonly sign: 'box' | 'status' | 'title';
  readonly plainStatus: string | null;
  readonly commit: string | null;
  readonly isGate: boolean;
  readonly dependsOn: readonly number[];
  readonly owner: string | null;
  readonly notes: readonly string[];
  readonly isNested: boolean;
}

export interface DrawnRoadmap {
  readonly dialect: 'execution' | 'plan';
  readonly order: Order;
  readonly phases: readonly { readonly isReview: boolean; readonly tasks: readonly DrawnTask[] }[];
  /** Number of the task that the config calls a gate. */
  readonly gate: number | null;
  readonly log: readonly string[] | null;
}

/** How an author writes. */
export interface Hand {
  readonly bullet: string;
  readonly indent: string;
  readonly end: string;
  readonly mark: string;
  readonly isBold: boolean;
  readonly isQuoted: boolean;
  readonly isLoose: boolean;
  readonly hasLastEnd: boolean;
  readonly isStatusFirst: boolean;
  readonly done: string;
}

const title = fc.constantFrom(
  'ask',
  'do `a | b`',
  'Übung 日本',
  'שלום',
  '👩‍👩‍👧 see',
  'the <host>',
  'say FAILED: no',
  'two \\| three',
);
const drawnTask: fc.Arbitrary<DrawnTask> = fc.record({
  title,
  state: fc.constantFrom(...GOALS, 'todo', 'todo', 'done', 'done', 'done'),
  sign: fc.constantFrom('box', 'status', 'title'),
  plainStatus: fc.constantFrom(null, null, '', '<one line>', 'TBD', 'looked at it'),
  commit: fc.constantFrom(null, '', '<hash>', 'pending', 'abc1234', 'none (asked)'),
  isGate: fc.nat(9).map((one) => one === 0),
  dependsOn: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(9), { minLength: 1, maxLength: 2 }) },
  ),
  owner: fc.option(fc.constantFrom('me', '山田')),
  notes: fc.array(fc.constantFrom('a note', 'see `x`'), { maxLength: 2 }),
  isNested: fc.nat(3).map((one) => one === 0),
});

export const drawnRoadmap: fc.Arbitrary<DrawnRoadmap> = fc.record({
  dialect: fc.constantFrom('execution', 'plan'),
  order: fc.constantFrom('phases', 'strict', 'off'),
  phases: fc.array(
    fc.record({
      isReview: fc.nat(4).map((one) => one === 0),
      tasks: fc.array(drawnTask, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  gate: fc.option(fc.nat(9), { freq: 4 }),
  log: fc.option(
    fc.constantFrom([], ['<YYYY-MM-DD HH:MM>'], ['2026-01-02 03:04'], ['2026-02-02', '2026-01-02']),
  ),
});

export const hand: fc.Arbitrary<Hand> = fc.record({
  bullet: fc.constantFrom('-', '*', '+'),
  indent: fc.constantFrom('  ', '    ', '\t'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  mark: fc.constantFrom('', '\ufeff'),
  isBold: fc.boolean(),
  isQuoted: fc.boolean(),
  isLoose: fc.boolean(),
  hasLastEnd: fc.boolean(),
  isStatusFirst: fc.boolean(),
  done: fc.constantFrom('x', 'X', '✅'),
});

const SIGNS: Readonly<Record<Goal, { box: string | null; word: string }>> = {
  todo: { box: ' ', word: 'REOPENED: wrong build' },
  doing: { box: '/', word: 'IN PROGRESS: half' },
  done: { box: 'x', word: 'DONE: seen' },
  partial: { box: '~', word: 'PARTIAL one of two' },
  blocked: { box: '!', word: 'BLOCKED: no access' },
  failed: { box: '❌', word: 'FAILED — no' },
  dropped: { box: '-', word: 'Skipped: not needed' },
};

/** What a task says of its state, in each of the three places. */
function signsOf(task: DrawnTask, { done }: Hand): { box: string; status: string | null; word: string } {
  const { box, word } = SIGNS[task.state];
  const marks = { box: task.state === 'done' ? done : (box ?? ' '), status: task.plainStatus, word: '' };
  // A tick is a box, and what was never begun has nothing to say.
  if (task.sign === 'box' || task.state === 'todo' || task.state === 'done')
    return task.sign === 'status' ? { ...marks, status: word } : marks;
  if (task.sign === 'status') return { ...marks, box: ' ', status: word };
  return { ...marks, box: ' ', word: `**${task.state === 'doing' ? 'WIP' : task.state.toUpperCase()}:** ` };
}

/** The tasks of a drawn roadmap as the law sees them. */
export function listModel(roadmap: DrawnRoadmap, author: Hand): ModelTask[] {
  const placed = roadmap.phases.flatMap(({ tasks, isReview }, phase) => {
    let [top, nested] = [0, 0];
    return tasks.map((task, index) => {
      const isNested = task.isNested && index > 0;
      if (isNested) nested += 1;
      else [top, nested] = [top + 1, 0];
      const parent = roadmap.dialect === 'execution' ? `P${phase}.${top}` : `part-${phase}:${top}`;
      return {
        task,
        phase,
        isReview,
        id: isNested ? `${parent}.${nested}` : parent,
        parent: isNested ? parent : null,
      };
    });
  });
  const idOf = (number: number): string | undefined => placed[number % (placed.length + 1)]?.id;
  return placed.map(({ task, phase, isReview, id, parent }) => ({
    id,
    phase,
    isBound: !(isReview && roadmap.dialect === 'execution'),
    parent,
    isGate: task.isGate || (roadmap.gate !== null && id === idOf(roadmap.gate)),
    dependsOn: roadmap.dialect === 'plan' ? [] : task.dependsOn.map((number) => idOf(number) ?? 'P9.9'),
    state: task.state,
    status: signsOf(task, author).status,
    commit: task.commit,
  }));
}

/** The ids that the config of a drawn roadmap names as gates. */
export function listGates({ gate }: DrawnRoadmap, model: readonly ModelTask[]): string[] {
  const id = gate === null ? undefined : model[gate % (model.length + 1)]?.id;
  return id === undefined ? [] : [id];
}

export function printRoadmap(roadmap: DrawnRoadmap, author: Hand): Uint8Array {
  const model = listModel(roadmap, author);
  const isExecution = roadmap.dialect === 'execution';
  const lines = ['# A plan', '', 'Text.', ''];
  let at = 0;
  roadmap.phases.forEach(({ tasks, isReview }, phase) => {
    const name = isReview ? 'Review' : 'Work';
    lines.push(isExecution ? `### P${phase} — ${name}` : `## Part ${phase}`, '');
    for (const task of tasks) {
      const placed = model[at];
      if (placed !== undefined) lines.push(...printTask(task, placed, author, isExecution));
      if (author.isLoose) lines.push('');
      at += 1;
    }
    lines.push('');
  });
  lines.push('## Final report', '', '- Host: <name>', '');
  if (roadmap.log !== null)
    lines.push(
      '## Change log',
      '',
      '| Date | Phase | Action | Commit |',
      '|---|---|---|---|',
      ...roadmap.log.map((date) => `| ${date} | P0 | begun | none |`),
    );
  const text = lines.join('\n').trimEnd() + (author.hasLastEnd ? '\n' : '');
  return new TextEncoder().encode(author.mark + text.replaceAll('\n', author.end));
}

function printTask(task: DrawnTask, placed: ModelTask, author: Hand, isExecution: boolean): string[] {
  const { bullet, indent, isBold, isQuoted, isStatusFirst } = author;
  const outer = placed.parent === null ? '' : indent;
  const inner = outer + indent;
  const { box, status, word } = signsOf(task, author);
  const field = (name: string, value: string): string =>
    `${inner}${bullet} ${isBold ? `**${name}:**` : `${name}:`}${value === '' ? '' : ` ${value}`}`;
  const commit =
    task.commit === null
      ? []
      : [field('Commit', isQuoted ? task.commit.replace(/abc1234/, '`$&`') : task.commit)];
  const own = [...commit, ...(status === null ? [] : [field('Status', status)])];
  return [
    `${outer}${bullet} [${box}] ${isExecution ? `**${placed.id}** ` : ''}${word}${task.title}`,
    ...(isStatusFirst ? own.toReversed() : own),
    ...(task.isGate ? [field('Gate', 'yes')] : []),
    ...(placed.dependsOn.length > 0 ? [field('Depends on', placed.dependsOn.join(', '))] : []),
    ...(task.owner === null ? [] : [field('Owner', task.owner)]),
    ...task.notes.map((note) => `${inner}${bullet} ${note}`),
  ];
}

const words = (text: string, more: Partial<Words> = {}): Words => ({
  text,
  lead: { open: null, ticked: null },
  saysMore: true,
  isGood: true,
  ...more,
});
const led = (text: string, state: Goal, saysMore = true): Words =>
  words(text, { lead: { open: state, ticked: state }, saysMore });
const bad = (text: string): Words => words(text, { isGood: false });

const STATUSES: readonly Words[] = [
  words('works'),
  led('DONE: seen', 'done'),
  led('BLOCKED: no access', 'blocked'),
  led('FAILED', 'failed', false),
  led('PARTIAL: TBD', 'partial', false),
  led('SKIPPED — no use', 'dropped'),
  led('WIP, half', 'doing'),
  led('REOPENED: wrong build', 'todo'),
  led('NOT STARTED', 'todo', false),
  words('Failed runs were repeated', { lead: { open: 'failed', ticked: null } }),
];
const REASONS: readonly Words[] = [words('no access'), led('FAILED logins', 'failed')];
const COMMITS: readonly Words[] = ['abc1234', 'a1b2c3d..f6e5d4c, o/r@abc1234', 'none (asked)', 'this'].map(
  (text) => words(text),
);
const BAD: readonly Words[] = ['TBD', '<why>', '', 'two\nlines', 'two\u2028lines'].map(bad);

/** Mostly what is good, so that most sequences get somewhere. */
const option = (good: readonly Words[]): fc.Arbitrary<Words | null> =>
  fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom(...good) },
    { weight: 16, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...BAD) },
  );

/** Mostly of the state that the task is to come to. */
const statusFor = (to: Goal): fc.Arbitrary<Words | null> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: option(
        STATUSES.filter(({ lead }) => [null, to].includes(to === 'done' ? lead.ticked : lead.open)),
      ),
    },
    { weight: 1, arbitrary: option(STATUSES) },
  );

export const drawnTransition: fc.Arbitrary<ModelTransition & { readonly task: number }> = fc
  .constantFrom(...GOALS, 'done' as const, 'done' as const, 'done' as const, 'doing' as const)
  .chain((to) =>
    fc.record({
      task: fc.nat(15),
      to: fc.constant(to),
      commit: option(COMMITS),
      status: statusFor(to),
      reason: option(REASONS),
      override: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 2, arbitrary: option([words('the owner asked')]) },
      ),
      subject: fc.constantFrom(null, 'Do the work (#3)'),
    }),
  );
