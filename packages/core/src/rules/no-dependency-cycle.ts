import type { Task } from '../generated/roadmap.types.ts';
import { findFields, headSpan, listTasks } from '../graph/tasks.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-dependency-cycle',
    family: 'structure',
    severity: 'error',
    description: 'Tasks that wait for each other.',
    details: 'None of them can ever be begun. Each cycle is reported once, at its first task in the file.',
    examples: [
      {
        title: 'Two tasks that wait for each other',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Depends on: P0.2\n- [ ] **P0.2** Do\n  - Depends on: P0.1\n',
        findings: [{ line: 4, says: 'P0.1 → P0.2 → P0.1' }],
      },
      {
        title: 'A task that waits for itself',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Depends on: P0.1\n',
        findings: [{ line: 4, says: 'P0.1 → P0.1' }],
      },
      {
        title: 'A chain',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n- [ ] **P0.2** Do\n  - Depends on: P0.1\n',
        findings: [],
      },
    ],
  },
  scope: 'outline',
  check({ graph, dialect }) {
    return findCycles(listTasks(graph)).map((cycle): Finding => {
      const first = cycle[0] as Task;
      const path = [...cycle, first].map(({ id }) => id).join(' → ');
      const span = findFields(first.fields, 'dependsOn', dialect)[0]?.valueSpan ?? headSpan(first);
      return {
        message: `These tasks wait for each other: ${path}`,
        help: 'Take one of the dependencies out.',
        span,
        task: first.id,
      };
    });
  },
};

/** One cycle for each task from which a walk along dependencies comes back to a task that it is still in. */
function findCycles(tasks: readonly Task[]): Task[][] {
  const waiting = tasks.filter(({ dependsOn }) => dependsOn.length > 0);
  if (waiting.length === 0) return [];
  const byId = new Map([...tasks].reverse().map((task) => [task.id, task]));
  const finished = new Set<Task>();
  const cycles: Task[][] = [];
  for (const root of waiting) {
    const path: { task: Task; next: number }[] = [];
    const onPath = new Set<Task>();
    const enter = (task: Task): void => {
      path.push({ task, next: 0 });
      onPath.add(task);
    };
    if (!finished.has(root)) enter(root);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const id = step.task.dependsOn[step.next];
      step.next += 1;
      const next = id === undefined ? undefined : byId.get(id);
      if (id === undefined) {
        finished.add(step.task);
        onPath.delete(step.task);
        path.pop();
      } else if (next !== undefined && onPath.has(next)) {
        cycles.push(path.slice(path.findIndex(({ task }) => task === next)).map(({ task }) => task));
      } else if (next !== undefined && !finished.has(next)) enter(next);
    }
  }
  return cycles;
}
