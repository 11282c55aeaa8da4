import type { Phase, Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';

/** What chooses ids that stand nowhere in a text. */
export interface IdChoice {
  readonly graph: Roadmap;
  readonly text: string;
  /** Whether the dialect reads it back. */
  isReadable(id: string): boolean;
}

/** What may be an id, or have one at its head: `T012`, `A-1.2`. */
const WORD = /[\p{L}\p{N}]+(?:[-._][\p{L}\p{N}]+)*/gu;
/** In characters; an id is shorter. */
const LONGEST = 100;
/** Letters before a number. */
const CODE = /^(?<letters>\p{L}+)[-._]?\d/u;

/**
 * Ids for tasks that have none: letters of the phase's heading and a number, `SW-1`; of a task within another, that one's
 * id and a number. A phase that has such ids goes on counting them. None stands anywhere else in the text.
 */
export function chooseIds(choice: IdChoice, isWanted: (task: Task) => boolean): Map<Task, string> {
  const { graph, isReadable } = choice;
  const { taken, codes } = readCodes(choice.text);
  const chosen = new Map<Task, string>();
  const names = new Map(
    listTasks(graph)
      .filter(({ derived }) => !derived)
      .map(({ id }) => [id, id]),
  );
  const counters = new Map<string, number>();
  const next = (head: string): string | null => {
    for (let number = (counters.get(head) ?? 0) + 1; ; number += 1) {
      counters.set(head, number);
      const id = `${head}${number}`;
      if (!isReadable(id)) return null;
      if (!taken.has(id.toLowerCase())) return id;
    }
  };
  for (const phase of graph.phases) {
    const wanted = phase.tasks.filter((task) => task.derived && isWanted(task));
    if (wanted.length === 0) continue;
    const prefix = findOwnPrefix(phase) ?? choosePrefix(phase, codes, isReadable);
    codes.add(prefix.toLowerCase());
    for (const task of wanted) {
      const parent = names.get(task.parent ?? '');
      const id = (parent === undefined ? null : next(`${parent}.`)) ?? next(`${prefix}-`);
      if (id === null) continue;
      taken.add(id.toLowerCase());
      names.set(task.id, id);
      chosen.set(task, id);
    }
  }
  return chosen;
}

/** The words of a text that have a digit, each with all that it begins with; and the letters that numbers stand behind. */
function readCodes(text: string): { readonly taken: Set<string>; readonly codes: Set<string> } {
  const taken = new Set<string>();
  const codes = new Set<string>();
  for (const [word] of text.matchAll(WORD)) {
    if (!/\d/.test(word)) continue;
    const small = word.slice(0, LONGEST).toLowerCase();
    for (const { index } of small.matchAll(/[-._]|$/gu)) taken.add(small.slice(0, index));
    const letters = CODE.exec(small)?.groups?.['letters'];
    if (letters !== undefined) codes.add(letters);
  }
  return { taken, codes };
}

/** The letters of most ids `SW-1` that a phase has already. */
function findOwnPrefix({ tasks }: Phase): string | null {
  const counts = new Map<string, number>();
  for (const { id, derived } of tasks) {
    const letters = derived ? undefined : /^(?<letters>\p{Lu}{1,8})-\d+$/u.exec(id)?.groups?.['letters'];
    if (letters !== undefined) counts.set(letters, (counts.get(letters) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}

/** Words of a heading that say nothing of what it is about. */
const EMPTY_WORD =
  /^(?:phase|step|milestone|sprint|week|day|part|stage|section|task|tasks|wave|the|a|an|of|and|for|to|in|on|at|with|by|or)$/;
/** What numbers stand behind that are none of ours. */
const STRANGE: ReadonlySet<string> = new Set(['pr', 'cve', 'rfc', 'iso', 'utf', 'sha', 'us', 'id', 'v']);
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Letters that no number stands behind in the text: initials of the heading, more of its first word, or any. */
function choosePrefix(phase: Phase, codes: ReadonlySet<string>, isReadable: IdChoice['isReadable']): string {
  const words = (
    phase.title
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[A-Za-z]+/g) ?? []
  )
    .map((word) => word.toLowerCase())
    .filter((word) => !EMPTY_WORD.test(word));
  const [first = ''] = words;
  const initials = words.map((word) => word.slice(0, 1)).join('');
  const candidates = [
    initials.slice(0, 3),
    ...[2, 3, 4].map((length) => first.slice(0, length)),
    't',
    ...LETTERS.map((letter) => `t${letter}`),
    ...LETTERS.flatMap((one) => LETTERS.map((other) => `t${one}${other}`)),
  ].map((one) => one.toUpperCase());
  const free = candidates.find((one) => {
    const small = one.toLowerCase();
    return one !== '' && !codes.has(small) && !STRANGE.has(small) && isReadable(`${one}-1`);
  });
  return free ?? 'T';
}
