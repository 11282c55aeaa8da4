import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { readClaims } from '../parse/read-claims.ts';

/** One transition of a task, as the message of a commit tells of it in trailers (git-interpret-trailers(1)). */
export interface ToldTransition {
  /** Path of the roadmap when it was committed. */
  readonly file: string;
  /** Id of the task. */
  readonly task: string;
  /** Its title, where the id is a handle that counts the boxes before it; null for any other. */
  readonly title: string | null;
  readonly state: string;
  /** Full hashes; of a range, `from..to`; `owner/repo@hash` and `none (reason)` as they were written. */
  readonly evidence: readonly string[];
}

const TRAILER = /^[ \t]*Roadmap-(?<key>Task|State|File|Title|Evidence): (?<value>.*\S)[ \t]*\r?$/u;
const EVIDENCE = /^(?:[0-9a-f]{64}|[0-9a-f]{40})(?:\.\.(?:[0-9a-f]{64}|[0-9a-f]{40}))?$/;

/**
 * What a message tells of tasks whose file has no place for it, the newest first; a squash tells of several.
 * @param commit full hash of the commit, which is what `this` means
 */
export function readToldTransitions(message: string, commit: string): ToldTransition[] {
  if (!message.includes('Roadmap-File: ')) return [];
  const told: { file: string; task: string; title: string | null; state: string; evidence: string[] }[] = [];
  for (const line of message.split('\n')) {
    const { key, value = '' } = TRAILER.exec(line)?.groups ?? {};
    const last = told.at(-1);
    if (key === 'Task') told.push({ file: '', task: value, title: null, state: '', evidence: [] });
    else if (last === undefined) continue;
    else if (key === 'State') last.state = value;
    else if (key === 'File') last.file = value;
    else if (key === 'Title') last.title = value;
    else if (key === 'Evidence' && isEvidence(value)) last.evidence.push(value === 'this' ? commit : value);
  }
  const whole = told.filter(({ file }) => file !== '');
  // `git merge --squash` lists the newest commit first; `git rebase` and forges, the oldest.
  return NEWEST_FIRST.test(message) ? whole : whole.reverse();
}

const NEWEST_FIRST = /^Squashed commit of the following:/m;

function isEvidence(value: string): boolean {
  if (EVIDENCE.test(value)) return true;
  const claims = readClaims(value);
  return claims.length === 1 && claims.every(({ kind }) => WRITTEN.has(kind));
}

/** Claims that git is not asked for: the message has them as they were given. */
const WRITTEN: ReadonlySet<string> = new Set(['this', 'none', 'foreign']);

/** Whether commits may tell what did a task: it is done, and nothing in the file says what did it. */
export function isUntold({ state, claims }: Task): boolean {
  return state === 'done' && claims.length === 0;
}

/**
 * The one task that a commit tells of; undefined where none is, or where several might be. A handle names another task
 * once a box comes in before it; its title does not, and where several are called so, the phase and the handle tell.
 */
export function findTold<T extends Pick<Task, 'id' | 'title'>>(
  tasks: readonly T[],
  { task, title }: Pick<ToldTransition, 'task' | 'title'>,
): T | undefined {
  const phase = task.slice(0, task.lastIndexOf(':') + 1);
  const called = title === null ? tasks : tasks.filter((one) => one.title === title);
  const choices = [
    ...(title === null ? [] : [called, called.filter(({ id }) => id.startsWith(phase))]),
    called.filter(({ id }) => id === task),
  ];
  return choices.find((choice) => choice.length === 1)?.[0];
}

/**
 * The graph with the claims that commits make for tasks whose file has no place for them. The newest commit that tells of
 * a task counts, and only if it says that it is done.
 * @param told the newest first
 */
export function addToldClaims(graph: Roadmap, told: readonly ToldTransition[]): Roadmap {
  const tasks = listTasks(graph);
  const derived = tasks.filter((task) => task.derived);
  const named = tasks.filter((task) => !task.derived);
  const newest = new Map<Task, ToldTransition>();
  for (const one of told) {
    const task = one.file === graph.path ? findTold(one.title === null ? named : derived, one) : undefined;
    if (task !== undefined && !newest.has(task)) newest.set(task, one);
  }
  if (newest.size === 0) return graph;
  return changeTasks(graph, (task) => {
    const found = newest.get(task);
    if (found?.state !== 'done' || !isUntold(task)) return task;
    return { ...task, claims: found.evidence.map((evidence) => makeClaim(evidence, task)) };
  });
}

/** The graph with some tasks that also claim what the message of the commit is to say. */
export function addClaims(graph: Roadmap, claims: ReadonlyMap<string, readonly Claim[]>): Roadmap {
  return changeTasks(graph, (task) => {
    const own = claims.get(task.id);
    return own === undefined ? task : { ...task, claims: [...task.claims, ...own] };
  });
}

function changeTasks(graph: Roadmap, change: (task: Task) => Task): Roadmap {
  return { ...graph, phases: graph.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(change) })) };
}

function makeClaim(evidence: string, { line, boxSpan }: Task): Claim {
  const place = { source: 'commit', line, span: boxSpan } as const;
  const [read] = EVIDENCE.test(evidence) ? [] : readClaims(evidence);
  if (read !== undefined) {
    const { kind, hashes, repository } = read;
    return { kind, ...place, text: evidence, hashes: [...hashes], repository };
  }
  const hashes = evidence.split('..');
  return {
    kind: hashes.length === 1 ? 'commit' : 'range',
    ...place,
    text: hashes.map((hash) => hash.slice(0, SHOWN_DIGITS)).join('..'),
    hashes,
    repository: null,
  };
}

const SHOWN_DIGITS = 10;
