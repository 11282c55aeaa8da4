import type { Diagnostic } from '../generated/check.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { makeOrderLaw } from '../law/order.ts';
import type { Policy } from '../law/policy.ts';
import { goesOn } from '../rules/order-of-change.ts';
import type { Rule } from '../rules/rule.ts';
import { type Case, runRules } from '../rules/run-rules.ts';
import type { Change } from './change.ts';
import { judgeChange } from './judge-change.ts';

/** A version, and that of it which differs somewhere among the versions of a change. */
export interface NearSide {
  /** Lines and spans are any. */
  readonly whole: Case;
  /** The tasks that differ, in their phases; all else that is no task is left out. */
  readonly part: Case;
}

/** A change between versions that are the same but for some tasks and what the graph has nothing of. */
export interface NearChange {
  readonly after: NearSide;
  readonly parents: readonly NearSide[];
  /** What of each merge base differs. */
  readonly bases: readonly Roadmap[];
  readonly policyAfter: Policy;
  readonly isCommit: boolean;
}

/**
 * Judges a change by what it touched, where that is enough to be sure that judgeChange finds nothing: the change then,
 * made of the parts alone. Null where it may find something.
 */
export function judgeNear(near: NearChange, rules: readonly Rule[]): Change | null {
  const { after, parents, bases, policyAfter, isCommit } = near;
  const sides = [after, ...parents];
  const graphs = [...sides.map(({ part }) => part.graph), ...bases];
  if (!graphs.every((graph) => hasSameOutline(graph, after.part.graph, after.part.dialect))) return null;
  const { ofPart, ofTasks, ofTask } = groupRules(rules);
  const hasSilences = sides.some(({ whole }) => whole.graph.silences.length > 0);
  const change = {
    policyAfter,
    bases,
    isCommit,
    after: after.part,
    parents: parents.map(({ part }) => part),
  };
  const verdict = judgeChange(change, ofPart);
  if (verdict.diagnostics.length > 0) return null;
  // A comment may silence a finding in one place, and not in another.
  const ofEach = hasSilences ? [...ofTasks, ...ofTask] : ofTasks;
  if (sides.some(({ part }) => runRules(part, ofEach).length > 0)) return null;
  return !hasTwins(after, verdict.change) &&
    isInOrder(after.whole, verdict.change) &&
    !bringsMore(near, verdict.change, rules, hasSilences)
    ? verdict.change
    : null;
}

/** Rules by what has to be judged by them. */
interface RuleGroups {
  readonly ofTask: readonly Rule[];
  readonly ofTasks: readonly Rule[];
  /** Those two, and the rules of changes. */
  readonly ofPart: readonly Rule[];
  /** What they find of anything but single tasks; the order is asked for by itself. */
  readonly ofWhole: readonly Rule[];
}

const grouped = new WeakMap<readonly Rule[], RuleGroups>();

function groupRules(rules: readonly Rule[]): RuleGroups {
  const known = grouped.get(rules);
  if (known !== undefined) return known;
  const ofTask = rules.filter(({ scope }) => scope === 'task');
  const ofTasks = rules.filter(({ scope }) => scope === 'tasks');
  const ofWhole = rules.flatMap((rule): Rule[] => {
    const { meta, scope, checkRest } = rule;
    if (meta.family === 'order' || meta.family === 'upkeep') return [];
    if (checkRest !== undefined) return [{ ...rule, check: checkRest }];
    return scope === undefined ? [rule] : [];
  });
  const ofPart = [...ofTask, ...ofTasks, ...rules.filter(({ scope }) => scope === 'change')];
  const groups = { ofTask, ofTasks, ofPart, ofWhole };
  grouped.set(rules, groups);
  return groups;
}

/** Whether the tasks are called the same, and wait for the same, one by one. */
function hasSameOutline(one: Roadmap, other: Roadmap, dialect: Dialect): boolean {
  const others = listTasks(other);
  const tasks = listTasks(one);
  // One task alone is the same under another title; of several, titles tell which is which.
  const isOne = tasks.length === 1;
  return (
    tasks.length === others.length &&
    tasks.every((task, at) => {
      const now = others[at];
      if (now === undefined || task.derived || now.derived) return false;
      return task === now || ((isOne || task.title === now.title) && isAlike(task, now, dialect));
    })
  );
}

function isAlike(one: Task, other: Task, dialect: Dialect): boolean {
  const waits = (task: Task): string =>
    JSON.stringify([task.dependsOn, findFields(task.fields, 'dependsOn', dialect).map(({ value }) => value)]);
  return (
    one.id === other.id &&
    one.parent === other.parent &&
    one.gate === other.gate &&
    one.optional === other.optional &&
    one.form === other.form &&
    waits(one) === waits(other)
  );
}

/** Findings are known by ids: another task with that of one that changed its state would be taken for it. */
function hasTwins({ whole, part }: NearSide, { transitions }: Change): boolean {
  const moved = [...new Set(transitions.map(({ task }) => task.id))];
  return moved.some((id) => count(whole.graph, id) !== count(part.graph, id));
}

function count({ phases }: Roadmap, wanted: string): number {
  let found = 0;
  for (const { tasks } of phases) for (const { id } of tasks) if (id === wanted) found += 1;
  return found;
}

/** Nothing holds up what goes on; nothing did before, either, since nothing else waits or is waited for. */
function isInOrder({ graph, policy }: Case, { transitions }: Change): boolean {
  const going = transitions.filter(goesOn);
  if (going.every(({ task }) => isFree(graph, task))) return true;
  const law = makeOrderLaw(graph, policy);
  return going.every(({ task }) => law.blockersOf(task, 1).length === 0);
}

/** Whether a task waits for nothing, and all before it is done: by no clause can anything keep it from going on then. */
function isFree({ phases }: Roadmap, wanted: Task): boolean {
  if (wanted.dependsOn.length > 0) return false;
  for (const { tasks } of phases)
    for (const task of tasks) {
      if (task === wanted) return true;
      if (task.state !== 'done') return false;
    }
  return false;
}

/** Whether a rule that speaks of the whole may find something that no parent has. */
function bringsMore(
  { after, parents }: NearChange,
  { transitions }: Change,
  rules: readonly Rule[],
  hasSilences: boolean,
): boolean {
  const { ofWhole } = groupRules(rules);
  const find = ({ whole }: NearSide): Diagnostic[] =>
    runRules({ ...whole, graph: { ...whole.graph, silences: [] } }, ofWhole);
  const found = find(after);
  if (found.length === 0) return false;
  // Of a task that changed its state a finding counts that was there before, too.
  if (hasSilences || (transitions.length > 0 && found.some(({ task }) => task !== null))) return true;
  const nameOf = ({ rule, task, message }: Diagnostic): string => JSON.stringify([rule, task, message]);
  const known = new Set(parents.flatMap(find).map(nameOf));
  return found.some((one) => !known.has(nameOf(one)));
}
