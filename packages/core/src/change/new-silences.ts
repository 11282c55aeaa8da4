import type { Roadmap, Silence, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';

interface OldVersion {
  readonly graph: Roadmap;
  /** What its tasks are after the change. */
  readonly nowOf: ReadonlyMap<Task, Task>;
}

/** The comments that silence rules in a roadmap, and did not silence the same in any version before. */
export function listNewSilences(after: Roadmap, before: readonly OldVersion[]): Silence[] {
  if (after.silences.length === 0) return [];
  const keys = new Map([...keyTasks(after)].map(([key, task]) => [task, key]));
  const old = new Set(
    before.flatMap(({ graph, nowOf }) =>
      graph.silences.map((silence) =>
        nameSilence(graph, silence, (task) => keys.get(nowOf.get(task) ?? task) ?? ''),
      ),
    ),
  );
  return after.silences.filter(
    (silence) => !old.has(nameSilence(after, silence, (task) => keys.get(task) ?? '')),
  );
}

/** Names a comment by what it silences, wherever that stands. */
function nameSilence(
  { phases }: Roadmap,
  { rules, reason, silencedLine }: Silence,
  keyOf: (task: Task) => string,
): string {
  const [place] = phases
    .flatMap(({ tasks }) => tasks)
    .flatMap((task) => {
      const name = nameLine(task, silencedLine);
      return name === null ? [] : [[keyOf(task), name]];
    });
  return JSON.stringify([[...rules].sort(), reason, place ?? null]);
}

function nameLine(task: Task, wanted: number): string | null {
  if (task.line === wanted) return '';
  return task.fields.find(({ line }) => line === wanted)?.name ?? null;
}
