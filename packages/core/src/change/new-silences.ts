import type { Roadmap, Silence, Task } from '../generated/roadmap.types.ts';
import { keyTasks } from '../graph/key-tasks.ts';

/** The comments that silence rules in a roadmap, and did not silence the same in any version before. */
export function listNewSilences(after: Roadmap, before: readonly Roadmap[]): Silence[] {
  const old = new Set(before.flatMap((graph) => graph.silences.map(makeNamer(graph))));
  const name = makeNamer(after);
  return after.silences.filter((silence) => !old.has(name(silence)));
}

/** Names a comment by what it silences, wherever that stands. */
function makeNamer(graph: Roadmap): (silence: Silence) => string {
  const tasks = [...keyTasks(graph)];
  return ({ rules, reason, silencedLine }) => {
    const place = tasks.flatMap(([key, task]) => {
      const name = nameLine(task, silencedLine);
      return name === null ? [] : [[key, name]];
    });
    return JSON.stringify([[...rules].sort(), reason, place[0] ?? null]);
  };
}

function nameLine(task: Task, wanted: number): string | null {
  if (task.line === wanted) return '';
  return task.fields.find(({ line }) => line === wanted)?.name ?? null;
}
