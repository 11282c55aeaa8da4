import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';

/** One transition of a task, as the message of a commit tells of it in trailers (git-interpret-trailers(1)). */
export interface ToldTransition {
  /** Path of the roadmap when it was committed. */
  readonly file: string;
  /** Id of the task. */
  readonly task: string;
  /** Its title, where the id is a handle that counts the boxes before it; null for any other. */
  readonly title: string | null;
  readonly state: string;
  /** Full hashes; of a range, `from..to`. */
  readonly evidence: readonly string[];
}

const TRAILER = /^[ \t]*Roadmap-(?<key>Task|State|File|Title|Evidence): (?<value>.*\S)[ \t]*\r?$/u;
const EVIDENCE = /^(?:[0-9a-f]{64}|[0-9a-f]{40})(?:\.\.(?:[0-9a-f]{64}|[0-9a-f]{40}))?$/;

/** What a message tells of tasks whose file has no place for it; a squash tells of several. */
export function readToldTransitions(message: string): ToldTransition[] {
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
    else if (key === 'Evidence' && EVIDENCE.test(value)) last.evidence.push(value);
  }
  return told.filter(({ file }) => file !== '');
}

/** Whether commits may tell what did a task: it is done, and nothing in the file says what did it. */
export function isUntold({ state, claims }: Task): boolean {
  return state === 'done' && claims.length === 0;
}

/**
 * The graph with the claims that commits make for tasks whose file has no place for them. The newest commit that tells of
 * a task counts, and only if it says that it is done.
 * @param told the newest first
 */
export function addToldClaims(graph: Roadmap, told: readonly ToldTransition[]): Roadmap {
  const newest = new Map<string, ToldTransition>();
  for (const one of told) {
    const key = keyOf(one.task, one.title);
    if (one.file === graph.path && !newest.has(key)) newest.set(key, one);
  }
  if (newest.size === 0) return graph;
  return changeTasks(graph, (task) => {
    if (!isUntold(task)) return task;
    const found = newest.get(keyOf(task.id, task.derived ? task.title : null));
    if (found?.state !== 'done') return task;
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

/** A handle names another task once a box comes in before it; its title does not. */
function keyOf(task: string, title: string | null): string {
  return title === null ? `id ${task}` : `title ${title}`;
}

function makeClaim(evidence: string, { line, boxSpan }: Task): Claim {
  const hashes = evidence.split('..');
  return {
    kind: hashes.length === 1 ? 'commit' : 'range',
    source: 'commit',
    text: hashes.map((hash) => hash.slice(0, SHOWN_DIGITS)).join('..'),
    hashes,
    repository: null,
    line,
    span: boxSpan,
  };
}

const SHOWN_DIGITS = 10;
