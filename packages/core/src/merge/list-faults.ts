import { changePlan, makeDice, makePlan, type Plan, type PlanTask, writePlan } from './random-plan.ts';
import { tryMerge } from './try-merge.ts';

/**
 * What does not hold, of what must hold of each merge, of one random plan that two sides have changed at random.
 * @param most changes of each side
 */
export function listFaults(seed: number, most: number): string[] {
  const dice = makeDice(seed);
  const plan = makePlan(dice);
  const ours = changePlan(plan, dice, dice.roll(most + 1));
  const theirs = changePlan(plan, dice, dice.roll(most + 1));
  const [base, own, other] = [plan, ours, theirs].map(writePlan) as [string, string, string];
  const dialect = plan.style.hasIds ? 'execution' : 'plan';
  const merge = (was: string, one: string, two: string): ReturnType<typeof tryMerge> =>
    tryMerge(was, one, two, { dialect });
  const merged = merge(base, own, other);
  const mirrored = merge(base, other, own);
  const laws: Readonly<Record<string, boolean>> = {
    'what theirs alone has changed is as theirs has it': merge(base, base, other).text === other,
    'what ours alone has changed is as ours has it': merge(base, own, base).text === own,
    'what both have changed alike is so': merge(base, own, own).text === own,
    'the sides can be swapped': swapSides(mirrored.text) === merged.text,
    'as many conflicts': mirrored.conflicts.length === merged.conflicts.length,
    'no line is there that no version has': isKnown(choose(merged.text, 'ours'), [base, own, other]),
  };
  return [
    ...Object.keys(laws).filter((law) => !laws[law]),
    ...listLost(plan, ours, choose(merged.text, 'ours')),
    ...listLost(plan, theirs, choose(merged.text, 'theirs')),
  ];
}

/** But for the depth of a line, and the line of a box, of which one side can have changed the box and the other the title. */
function isKnown(text: string, versions: readonly string[]): boolean {
  const known = new Set(
    versions.flatMap((version) => version.split(LINE_END)).map((line) => line.trimStart()),
  );
  return text
    .split(LINE_END)
    .map((line) => line.trimStart())
    .every((line) => known.has(line) || /^[-*+] \[[x ]\] /.test(line));
}

const LINE_END = /\r\n|\n/;

/** What one side has changed and a text does not have, where that side is taken in the conflicts. */
function listLost(plan: Plan, side: Plan, text: string): string[] {
  const before = new Map(tasksOf(plan).map((task) => [task.mark, task]));
  const tasks = tasksOf(side).flatMap((task) => {
    const was = before.get(task.mark);
    const found = text.split(task.mark).length - 1;
    const isChanged = JSON.stringify(was) !== JSON.stringify(task);
    const count = found > 1 || (isChanged && found === 0) ? [`${task.mark} ${found} times`] : [];
    return [
      ...count,
      ...(was?.commit === task.commit ? [] : [`Commit:${spaced(task.commit)}`]).filter(isMissing),
      ...(was?.status === task.status ? [] : [`Status:${spaced(task.status)}`]).filter(isMissing),
      ...(was === undefined || was.box === task.box || isBoxed(task) ? [] : [`[${task.box}] ${task.title}`]),
      ...task.notes.filter((note) => was?.notes.includes(note) !== true).filter(isMissing),
    ];
  });
  function isMissing(part: string): boolean {
    return !text.includes(part);
  }
  function isBoxed({ mark, box }: PlanTask): boolean {
    return text.split(LINE_END).some((line) => line.includes(mark) && line.includes(`[${box}]`));
  }
  const rows = side.rows.filter((row) => !plan.rows.includes(row));
  const items = side.surprises.filter((item) => !plan.surprises.includes(item));
  const parts = [listParts(plan), listParts(side)];
  const own = (parts[1] ?? []).filter((part) => parts[0]?.includes(part) !== true);
  return [...tasks, ...[...rows, ...items, ...own].filter(isMissing)];
}

/** Lines of the review, the sign-off and the other table. */
function listParts({ reviews, signOff, cells }: Plan): string[] {
  return [
    ...reviews.flatMap(({ requirements }) => requirements.map(({ box, text }) => `[${box}] ${text}`)),
    ...signOff.map(({ name, value }) => `${name}: ${value}`),
    ...cells.map((cell) => `| ${cell} | 1 |`),
  ];
}

function spaced(value: string): string {
  return value === '' ? '' : ` ${value}`;
}

/** As the file says them: nothing can be nested in what is not there. */
function tasksOf({ phases }: Plan): PlanTask[] {
  return phases.flatMap(({ tasks }) => tasks.map((task, at) => (at === 0 ? { ...task, depth: 0 } : task)));
}

const CONFLICT = /<{7} ours\r?\n(?<ours>[\s\S]*?)={7}\r?\n(?<theirs>[\s\S]*?)>{7} theirs(?:\r?\n|$)/g;

function choose(text: string, side: 'ours' | 'theirs'): string {
  return text.replace(CONFLICT, (...found) => (found.at(-1) as Record<string, string>)[side] ?? '');
}

/** The same result as if the sides had been named the other way round. */
function swapSides(text: string): string {
  return text.replace(CONFLICT, (whole, ours: string, theirs: string) => {
    const [start = '', middle = '', end = ''] =
      whole.match(/(?:<{7} ours|={7}|>{7} theirs)(?:\r?\n|$)/g) ?? [];
    return `${start}${theirs}${middle}${ours}${end}`;
  });
}
