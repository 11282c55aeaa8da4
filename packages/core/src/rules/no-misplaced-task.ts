import { makeIdReader } from '../graph/task-id.ts';
import { headSpan } from '../graph/tasks.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-misplaced-task',
    family: 'structure',
    severity: 'error',
    description: 'A task whose id says another phase than the one that it stands under.',
    details:
      'The order of phases goes by where a task stands, and people go by its id. A task `P3.4` under `P2` is judged as part of P2, which is seldom what its author meant.',
    examples: [
      {
        title: 'P3.4 under P2',
        markdown: '### P2 — Smoke test\n\n- [ ] **P2.1** Push a job\n- [ ] **P3.4** Verify the publish\n',
        findings: [{ line: 4, says: 'P3.4 stands under P2' }],
      },
      {
        title: 'Tasks under their own phase',
        markdown:
          '### P2 — Smoke test\n\n- [ ] **P2.1** Push a job\n\n### P3 — Validation\n\n- [ ] **P3.1** Verify\n',
        findings: [],
      },
    ],
  },
  check({ graph, dialect }) {
    const readId = makeIdReader(dialect);
    return graph.phases
      .filter((phase) => !phase.derived)
      .flatMap((phase) =>
        phase.tasks
          .filter((task) => !task.derived && (readId(task.id)?.phase ?? phase.id) !== phase.id)
          .map((task) => ({
            message: `${task.id} stands under ${phase.id}`,
            help: `Move it under ${readId(task.id)?.phase ?? 'its phase'}, or give it an id of ${phase.id}.`,
            span: headSpan(task),
            task: task.id,
          })),
      );
  },
};
