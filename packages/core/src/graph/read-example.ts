import { dialects } from '../dialects/dialects.ts';
import type { RoadmapConfig } from '../generated/config.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { makePolicy, type Policy } from '../law/policy.ts';
import { parseRoadmap } from '../parse/index.ts';
import { listTasks } from './tasks.ts';

/** A roadmap that a test writes out, as everything behind the parser gets it. */
export interface Example {
  readonly graph: Roadmap;
  readonly policy: Policy;
  readonly dialect: Dialect;
  readonly why: readonly string[];
  readonly bytes: Uint8Array;
  /** The task of that id. */
  task(id: string): Task;
}

/** Reads an example for a test. */
export function readExample(markdown: string, config: Omit<RoadmapConfig, 'path'> = {}): Example {
  const bytes = new TextEncoder().encode(markdown);
  const { graph, dialect, why } = parseRoadmap(bytes, {
    path: 'ROADMAP.md',
    dialect: dialects.find(({ name }) => name === config.dialect),
    gates: config.gates,
    states: config.states,
  });
  return {
    graph,
    dialect,
    why,
    bytes,
    policy: makePolicy(dialect, config),
    task: (id) => {
      const task = listTasks(graph).find((one) => one.id === id);
      if (task === undefined) throw new Error(`the example has no task ${id}`);
      return task;
    },
  };
}
