/** A plan that a test changes at random and writes out. */
export interface Plan {
  readonly prose: string[];
  readonly phases: { name: string; tasks: PlanTask[] }[];
  readonly entries: { name: string; value: string }[];
  readonly surprises: string[];
  readonly rows: string[];
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
}

interface Style {
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
    style: {
      end: dice.roll(4) === 0 ? '\r\n' : '\n',
      isLoose: dice.roll(3) === 0,
      hasLastEnd: dice.roll(3) > 0,
      bullet: '-*+'[dice.roll(3)] ?? '-',
    },
  };
}

function makeTask(id: string, dice: Dice): PlanTask {
  const mark = `#${dice.roll(1_000_000_000)}.`;
  const title = `The ${WORDS[dice.roll(WORDS.length)]} ${mark}`;
  return { mark, id, title, box: ' ', commit: '', status: '', owner: null };
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
    if (task !== undefined) task.title = `${task.title} of ${pick(WORDS, dice)}`;
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
];

/** The plan as a file. */
export function writePlan({ prose, phases, entries, surprises, rows, style }: Plan): string {
  const { bullet, end, isLoose, hasLastEnd } = style;
  const gap = isLoose ? [''] : [];
  const lines = [
    '# Boat — Execution Roadmap',
    '',
    ...prose.flatMap((line) => [line, '']),
    ...phases.flatMap(({ name, tasks }) => [
      `### ${name}`,
      '',
      ...tasks.flatMap((task) => [
        `${bullet} [${task.box}] **${task.id}** ${task.title}`,
        `  ${bullet} Commit:${task.commit === '' ? '' : ` ${task.commit}`}`,
        `  ${bullet} Status:${task.status === '' ? '' : ` ${task.status}`}`,
        ...(task.owner === null ? [] : [`  ${bullet} Owner: ${task.owner}`]),
        ...gap,
      ]),
      '',
    ]),
    '## Final report',
    '',
    '**Result:**',
    '',
    ...entries.map(({ name, value }) => `${bullet} ${name}: ${value}`),
    '',
    '**Surprises:**',
    '',
    ...surprises.map((text) => `${bullet} ${text}`),
    '',
    '## Change log',
    '',
    '| Date | Task | What | Commit |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
  return lines.join(end) + (hasLastEnd ? end : '');
}
