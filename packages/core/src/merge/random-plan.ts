/** A plan that a test changes at random and writes out. */
export interface Plan {
  readonly prose: string[];
  readonly phases: { name: string; tasks: PlanTask[] }[];
  readonly entries: { name: string; value: string }[];
  readonly surprises: string[];
  readonly rows: string[];
  readonly reviews: { name: string; requirements: { text: string; box: string }[] }[];
  readonly signOff: { name: string; value: string }[];
  /** Of a table that is no change log. */
  readonly cells: string[];
  readonly style: Style;
}

export interface PlanTask {
  /** In every title that it has, and in no other. */
  readonly mark: string;
  id: string;
  title: string;
  box: string;
  commit: string;
  status: string;
  owner: string | null;
  /** Lines of a field, which go on below it. */
  notes: string[];
  /** How deep below other tasks. */
  depth: number;
}

interface Style {
  /** Whether tasks are known by their titles alone, as in the dialect `plan`. */
  readonly hasIds: boolean;
  readonly end: string;
  readonly isLoose: boolean;
  readonly hasLastEnd: boolean;
  readonly bullet: string;
}

/** A source of random numbers that gives the same for the same seed (mulberry32, T. Ettinger). */
export interface Dice {
  /** 0 up to, and not including, a number. */
  roll(below: number): number;
}

export function makeDice(seed: number): Dice {
  let state = seed | 0;
  return {
    roll: (below) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
    },
  };
}

const WORDS = ['keel', 'mast', 'sail', 'rope', 'plank', 'rudder', 'anchor', 'tar', 'oar', 'deck'];

export function makePlan(dice: Dice): Plan {
  const phases = Array.from({ length: 1 + dice.roll(3) }, (_, phase) => ({
    name: `P${phase} — ${WORDS[phase]}`,
    tasks: Array.from({ length: 1 + dice.roll(4) }, (_unused, at) => makeTask(`P${phase}.${at + 1}`, dice)),
  }));
  return {
    prose: ['A plan.', 'It has some text.', 'And some more.'].slice(0, 1 + dice.roll(3)),
    phases,
    entries: WORDS.slice(0, 1 + dice.roll(3)).map((name) => ({ name, value: `<${name}>` })),
    surprises: dice.roll(2) === 0 ? ['<what went otherwise>'] : ['The tree was hollow'],
    rows: dice.roll(2) === 0 ? [] : ['| 2026-01-01 08:00 | P0.1 | planned | — |'],
    reviews: WORDS.slice(0, dice.roll(3)).map((name) => ({
      name,
      requirements: WORDS.slice(2, 3 + dice.roll(3)).map((text) => ({
        text: `${name} by ${text}`,
        box: ' ',
      })),
    })),
    signOff: ['Ada', 'Bob'].slice(0, dice.roll(3)).map((name) => ({ name, value: '<date>' })),
    cells: WORDS.slice(0, dice.roll(4)),
    style: {
      hasIds: dice.roll(3) > 0,
      end: dice.roll(4) === 0 ? '\r\n' : '\n',
      isLoose: dice.roll(3) === 0,
      hasLastEnd: dice.roll(3) > 0,
      bullet: '-*+'[dice.roll(3)] ?? '-',
    },
  };
}

function makeTask(id: string, dice: Dice): PlanTask {
  const number = dice.roll(1_000_000_000);
  const mark = `#${number}.`;
  // Without ids, two titles are of one task just where they share most of their words.
  const title = `${WORDS[dice.roll(WORDS.length)]}${number} the${number} with${number} ${mark}`;
  return { mark, id, title, box: ' ', commit: '', status: '', owner: null, notes: [], depth: 0 };
}

/** Changes a copy of a plan, so many times. */
export function changePlan(plan: Plan, dice: Dice, times: number): Plan {
  const copy = structuredClone(plan);
  for (let count = 0; count < times; count += 1) CHANGES[dice.roll(CHANGES.length)]?.(copy, dice);
  return copy;
}

function pick<Item>(items: readonly Item[], dice: Dice): Item | undefined {
  return items[dice.roll(items.length)];
}

function tasksOf(plan: Plan): PlanTask[] {
  return plan.phases.flatMap(({ tasks }) => tasks);
}

function addRow(plan: Plan, dice: Dice, id: string, what: string): void {
  plan.rows.push(`| 2026-01-0${2 + dice.roll(3)} 1${dice.roll(9)}:0${dice.roll(9)} | ${id} | ${what} | — |`);
}

type ChangeOnce = (plan: Plan, dice: Dice) => void;

const tick: ChangeOnce = (plan, dice) => {
  const task = pick(tasksOf(plan), dice);
  if (task === undefined) return;
  Object.assign(task, {
    box: 'x',
    commit: `abc${1000 + dice.roll(9000)}`,
    status: `done, ${pick(WORDS, dice)}`,
  });
  addRow(plan, dice, task.id, 'complete');
};

const block: ChangeOnce = (plan, dice) => {
  const task = pick(tasksOf(plan), dice);
  if (task === undefined) return;
  Object.assign(task, { box: ' ', commit: '', status: `BLOCKED — no ${pick(WORDS, dice)}` });
  addRow(plan, dice, task.id, 'block');
};

const CHANGES: readonly ChangeOnce[] = [
  tick,
  tick,
  tick,
  block,
  (plan, dice) => {
    const task = pick(tasksOf(plan), dice);
    if (task !== undefined) task.owner = pick(WORDS, dice) ?? null;
  },
  (plan, dice) => {
    const task = pick(tasksOf(plan), dice);
    if (task !== undefined) task.title = `${task.title.replace(/ of .*/, '')} of ${pick(WORDS, dice)}`;
  },
  (plan, dice) => {
    const phase = pick(plan.phases, dice);
    const at = plan.phases.findIndex(({ name }) => name === phase?.name);
    phase?.tasks.splice(dice.roll(phase.tasks.length + 1), 0, makeTask(`P${at}.${20 + dice.roll(60)}`, dice));
  },
  (plan, dice) => {
    const from = pick(plan.phases, dice);
    const [task] = from?.tasks.splice(dice.roll(from.tasks.length), 1) ?? [];
    const to = pick(plan.phases, dice);
    if (task !== undefined) to?.tasks.splice(dice.roll(to.tasks.length + 1), 0, task);
  },
  (plan, dice) => {
    const from = pick(plan.phases, dice);
    if (dice.roll(3) === 0) from?.tasks.splice(dice.roll(from.tasks.length), 1);
  },
  (plan, dice) => {
    plan.prose.splice(
      dice.roll(plan.prose.length + 1),
      dice.roll(2),
      `A line about ${pick(WORDS, dice)} ${dice.roll(99)}.`,
    );
  },
  (plan, dice) => {
    const entry = pick(plan.entries, dice);
    if (entry !== undefined) entry.value = `${dice.roll(100)} of ${pick(WORDS, dice)}`;
  },
  (plan, dice) => {
    const text = `The ${pick(WORDS, dice)} broke ${dice.roll(100)}`;
    if (plan.surprises[0]?.startsWith('<')) plan.surprises[0] = text;
    else plan.surprises.push(text);
  },
  (plan, dice) => {
    const task = pick(tasksOf(plan), dice);
    task?.notes.splice(
      dice.roll(task.notes.length + 1),
      dice.roll(2),
      `on ${pick(WORDS, dice)} ${dice.roll(99)}`,
    );
  },
  (plan, dice) => {
    const tasks = pick(plan.phases, dice)?.tasks ?? [];
    const at = 1 + dice.roll(Math.max(1, tasks.length - 1));
    const task = tasks[at];
    if (task !== undefined) task.depth = dice.roll(2) + Math.min(tasks[at - 1]?.depth ?? 0, 1);
  },
  (plan, dice) => {
    const requirement = pick(pick(plan.reviews, dice)?.requirements ?? [], dice);
    if (requirement !== undefined) requirement.box = 'x';
  },
  (plan, dice) => {
    const entry = pick(plan.signOff, dice);
    if (entry !== undefined) entry.value = `2026-01-0${1 + dice.roll(9)}`;
  },
  (plan, dice) => {
    plan.cells.splice(
      dice.roll(plan.cells.length + 1),
      dice.roll(2),
      `${pick(WORDS, dice)} ${dice.roll(999)}`,
    );
  },
];

/** The plan as a file. */
export function writePlan(plan: Plan): string {
  const { bullet, end, hasLastEnd } = plan.style;
  const lines = [
    '# Boat — Execution Roadmap',
    '',
    ...plan.prose.flatMap((line) => [line, '']),
    ...['| Part | Size |', '| --- | --- |', ...plan.cells.map((cell) => `| ${cell} | 1 |`), ''],
    ...plan.phases.flatMap(({ name, tasks }) => [
      `### ${name}`,
      '',
      ...tasks.flatMap((task, at) => writeTask(task, at === 0 ? 0 : task.depth, plan.style)),
      '',
    ]),
    ...writeReviews(plan),
    '## Final report',
    '',
    '**Result:**',
    '',
    ...plan.entries.map(({ name, value }) => `${bullet} ${name}: ${value}`),
    '',
    '**Surprises:**',
    '',
    ...plan.surprises.map((text) => `${bullet} ${text}`),
    '',
    '## Sign-off',
    '',
    ...plan.signOff.map(({ name, value }) => `${bullet} ${name}: ${value}`),
    '',
    '## Change log',
    '',
    '| Date | Task | What | Commit |',
    '| --- | --- | --- | --- |',
    ...plan.rows,
  ];
  return lines.join(end) + (hasLastEnd ? end : '');
}

function writeTask(task: PlanTask, depth: number, { bullet, hasIds, isLoose }: Style): string[] {
  const indent = '  '.repeat(depth);
  return [
    `${indent}${bullet} [${task.box}] ${hasIds ? `**${task.id}** ` : ''}${task.title}`,
    `${indent}  ${bullet} Commit:${task.commit === '' ? '' : ` ${task.commit}`}`,
    `${indent}  ${bullet} Status:${task.status === '' ? '' : ` ${task.status}`}`,
    ...(task.owner === null ? [] : [`${indent}  ${bullet} Owner: ${task.owner}`]),
    ...(task.notes.length === 0 ? [] : [`${indent}  ${bullet} Notes: many`]),
    ...task.notes.map((note) => `${indent}    ${note}`),
    ...(isLoose ? [''] : []),
  ];
}

function writeReviews({ reviews, style: { bullet } }: Plan): string[] {
  if (reviews.length === 0) return [];
  return [
    '## Review',
    '',
    ...reviews.flatMap(({ name, requirements }, at) => [
      `${bullet} [ ] **R${at + 1}** See the ${name}`,
      ...requirements.map(({ box, text }) => `  ${bullet} [${box}] ${text}`),
    ]),
    '',
  ];
}
