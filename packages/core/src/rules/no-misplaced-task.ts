import type { Roadmap } from '../generated/roadmap.types.ts';
import { makeIdReader } from '../graph/task-id.ts';
import { headSpan } from '../graph/tasks.ts';
import { cutText, nameSome } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-misplaced-task',
    family: 'structure',
    severity: 'error',
    description:
      'A task whose id says another phase than the one that it stands under, or that stands under none.',
    details:
      'The order of phases goes by where a task stands, and people go by its id. A task `P3.4` under `P2` is judged as part of P2, which is seldom what its author meant, and under a heading that is none of a phase it is judged in no order at all.',
    examples: [
      {
        title: 'P3.4 under P2',
        markdown: '### P2 — Smoke test\n\n- [ ] **P2.1** Push a job\n- [ ] **P3.4** Verify the publish\n',
        findings: [{ line: 4, says: 'P3.4 stands under P2' }],
      },
      {
        title: 'A heading that is none of a phase',
        markdown:
          '### P2 — Smoke test\n\n- [ ] **P2.1** Push a job\n\n### Third phase (P3)\n\n- [ ] **P3.1** Verify\n- [ ] **P3.2** Publish\n- [ ] Rest\n',
        findings: [
          { line: 7, says: 'P3.1 and P3.2 stand under "Third phase (P3)", which is no heading of a phase' },
        ],
      },
      {
        title: 'Tasks under their own phase',
        markdown:
          '### P2 — Smoke test\n\n- [ ] **P2.1** Push a job\n\n### P3 — Validation\n\n- [ ] **P3.1** Verify\n',
        findings: [],
      },
    ],
  },
  scope: 'outline',
  check({ graph, dialect, policy }) {
    const readId = makeIdReader(dialect);
    const misplaced = graph.phases
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
    return [...misplaced, ...(dialect.phase === null || !policy.required ? [] : findOutside(graph))];
  },
};

/** Tasks that no phase holds: one finding for each heading, since correcting that places them all. */
function findOutside({ phases }: Roadmap): Finding[] {
  return phases
    .filter(({ kind }) => kind === 'list')
    .flatMap((phase): Finding[] => {
      const tasks = phase.tasks.filter(({ derived }) => !derived);
      const [first] = tasks;
      if (first === undefined) return [];
      const names = nameSome(
        tasks.map(({ id }) => id),
        MOST_NAMED,
      );
      const where =
        phase.depth === 0
          ? 'before the first heading'
          : `under "${cutText(phase.title, 60)}", which is no heading of a phase`;
      const message = `${names} ${tasks.length === 1 ? 'stands' : 'stand'} ${where}`;
      const help = 'Write the heading as `### P0 — Title`, or move what stands here under its phase.';
      return [{ message, help, span: headSpan(first), task: first.id }];
    });
}

const MOST_NAMED = 3;
