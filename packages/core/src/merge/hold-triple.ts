import { expect } from '@jest/globals';
import { changePlan, makeDice, makePlan, type Plan, type PlanTask, writePlan } from './random-plan.ts';
import { tryMerge } from './try-merge.ts';

/**
 * What must hold of each merge, of one random plan that two sides have changed at random.
 * @param most changes of each side
 */
export function holdTriple(seed: number, most: number): void {
  const dice = makeDice(seed);
  const plan = makePlan(dice);
  const ours = changePlan(plan, dice, dice.roll(most + 1));
  const theirs = changePlan(plan, dice, dice.roll(most + 1));
  const [base, own, other] = [plan, ours, theirs].map(writePlan) as [string, string, string];
  expect(tryMerge(base, base, other).text).toBe(other);
  expect(tryMerge(base, own, base).text).toBe(own);
  expect(tryMerge(base, own, own).text).toBe(own);
  const merged = tryMerge(base, own, other);
  const mirrored = tryMerge(base, other, own);
  expect(mirrored.conflicts).toHaveLength(merged.conflicts.length);
  expect(swapSides(mirrored.text)).toBe(merged.text);
  for (const side of ['ours', 'theirs'] as const) {
    const chosen = choose(merged.text, side);
    holdSide(plan, side === 'ours' ? ours : theirs, chosen);
  }
  const known = new Set([base, own, other].flatMap((text) => text.split(/\r\n|\n/)));
  const mixed = choose(merged.text, 'ours')
    .split(/\r\n|\n/)
    .filter((line) => !known.has(line));
  // Only a line that both have changed in two places is new: the line of a box, whose title the other has changed.
  expect(mixed.filter((line) => !/^[-*+] \[[x ]\] /.test(line))).toEqual([]);
}

/** Each change of one side is there, if that side is taken in the conflicts. */
function holdSide(plan: Plan, side: Plan, text: string): void {
  const before = new Map(tasksOf(plan).map((task) => [task.mark, task]));
  for (const task of tasksOf(side)) {
    const was = before.get(task.mark);
    const found = text.split(task.mark).length - 1;
    const isChanged = JSON.stringify(was) !== JSON.stringify(task);
    expect([task.title, Math.min(found, 1)]).toEqual([task.title, found]);
    if (isChanged) expect([task.title, found]).toEqual([task.title, 1]);
    if (was === undefined || was.commit !== task.commit)
      expect(text).toContain(`Commit:${spaced(task.commit)}`);
    if (was === undefined || was.status !== task.status)
      expect(text).toContain(`Status:${spaced(task.status)}`);
    if (was !== undefined && was.box !== task.box) expect(text).toContain(`[${task.box}] **${task.id}** `);
  }
  for (const row of side.rows.filter((one) => !plan.rows.includes(one))) expect(text).toContain(row);
  for (const item of side.surprises.filter((one) => !plan.surprises.includes(one)))
    expect(text).toContain(item);
}

function spaced(value: string): string {
  return value === '' ? '' : ` ${value}`;
}

function tasksOf({ phases }: Plan): PlanTask[] {
  return phases.flatMap(({ tasks }) => tasks);
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
