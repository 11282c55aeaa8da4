import type { Roadmap } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Block } from '../markdown/blocks.ts';

/** A longer fence is no list of waves. */
const LONGEST = 256 * 1024;

/**
 * Makes the tasks of each wave of a JSON fence (`{"waves": [{"id": 0, "tasks": ["1.1"]}]}`) wait for those of the wave
 * before. What need not be done holds nothing up.
 */
export function addWaves(blocks: readonly Block[], graph: Roadmap): void {
  const tasks = new Map(listTasks(graph).flatMap((task) => (task.derived ? [] : [[task.id, task] as const])));
  for (const node of blocks) {
    if (node.type !== 'code' || node.value.length > LONGEST || !node.value.includes('"waves"')) continue;
    const waves = readWaves(node.value);
    for (const [at, wave] of waves.entries()) {
      const before = (waves[at - 1] ?? []).filter((id) => tasks.get(id)?.optional === false);
      for (const id of wave) {
        const task = tasks.get(id);
        if (task !== undefined)
          task.dependsOn = [...new Set([...task.dependsOn, ...before.filter((one) => one !== id)])];
      }
    }
  }
}

/** The ids of each wave; none where the text is no such JSON. */
function readWaves(json: string): string[][] {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return [];
  }
  const waves = isObject(data) ? data['waves'] : null;
  if (!Array.isArray(waves)) return [];
  return waves.map((wave: unknown) => {
    const ids = isObject(wave) ? wave['tasks'] : wave;
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
