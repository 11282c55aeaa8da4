import { listTasks } from '../graph/tasks.ts';
import type { Policy } from '../law/policy.ts';
import { type Mark, stateOf } from '../law/state-of.ts';
import { isBlank } from '../parse/read-box.ts';
import type { ReadFile } from './read-file.ts';
import type { Goal } from './transition.ts';

/**
 * The box as it is where it means the state already; else the mark that the file uses most for it, or that of the dialect.
 * Where none means it, an open one: the Status says the rest. In a cell or in front matter, the words for it; null where
 * the dialect has none.
 */
export function chooseBox(file: ReadFile, policy: Policy, task: Mark, to: Goal): string | null {
  if (task.form === 'box') return chooseMark(file, policy, task.box, to);
  return stateOf(task, policy) === to ? task.box : chooseWords(file, policy, task, to);
}

/** The same for what stands between brackets, where there always is a mark. */
export function chooseMark({ graph, dialect }: ReadFile, policy: Policy, now: string, to: Goal): string {
  if (stateOf({ box: now, form: 'box' }, policy) === to) return now;
  const open = isBlank(now) ? now : ' ';
  if (to === 'todo') return open;
  const mark = dialect.states.marks[to];
  const known = [...(mark === undefined ? [] : [mark]), ...(to === 'done' ? policy.boxes.keys() : [])];
  return (
    findMostUsed(listMarks(graph, 'box'), policy, to) ??
    known.find((box) => stateOf({ box, form: 'box' }, policy) === to) ??
    open
  );
}

/** The words for a state where neither file nor dialect have others. */
const WORDS: Readonly<Record<Goal, string>> = {
  todo: 'Open',
  doing: 'In progress',
  done: 'Done',
  partial: 'Partial',
  blocked: 'Blocked',
  failed: 'Failed',
  dropped: 'Dropped',
};
/** In characters; a longer cell tells of one task alone. */
const LONGEST_WORDS = 24;

function chooseWords({ graph, dialect }: ReadFile, policy: Policy, { form }: Mark, to: Goal): string | null {
  const marks = listMarks(graph, form);
  const used = findMostUsed(
    marks.filter(({ box }) => box.length <= LONGEST_WORDS),
    policy,
    to,
  );
  if (used !== undefined) return used;
  if (form === 'file') return dialect.task.frontMatter?.words[to] ?? null;
  const known = marks.map(({ box }) => box).filter((box) => /\p{L}/u.test(box));
  if (known.length > 0 && known.every((box) => box === box.toUpperCase())) return WORDS[to].toUpperCase();
  if (known.length > 0 && known.every((box) => box === box.toLowerCase())) return WORDS[to].toLowerCase();
  return WORDS[to];
}

function listMarks(graph: ReadFile['graph'], form: Mark['form']): Mark[] {
  return listTasks(graph).filter((task) => task.form === form);
}

function findMostUsed(marks: readonly Mark[], policy: Policy, to: Goal): string | undefined {
  const counts = new Map<string, number>();
  for (const mark of marks)
    if (stateOf(mark, policy) === to) counts.set(mark.box, (counts.get(mark.box) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
