import { makeIdReader } from '../graph/task-id.ts';
import { headSpan } from '../graph/tasks.ts';
import { nameSome } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-id-gap',
    family: 'structure',
    severity: 'warning',
    description: 'A number that is left out between the tasks of a phase.',
    details:
      'A gap is what a task leaves behind that was deleted instead of dropped, or lost in a merge. A task that is not wanted any more stays in the file as `[-]` or `DROPPED` with its reason.',
    examples: [
      {
        title: 'P0.2 is gone',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n- [ ] **P0.3** Install the service\n',
        findings: [{ line: 4, says: 'P0.2 is missing' }],
      },
      {
        title: 'A phase that begins too late',
        markdown: '### P0 — Setup\n\n- [ ] **P0.3** Install the service\n',
        findings: [{ line: 3, says: 'P0.1 and P0.2 are missing' }],
      },
      {
        title: 'Numbers without a gap, from 0 or 1',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.0** Ask\n- [ ] **P0.1** Create the user\n- [ ] **P0.1a** And its home\n- [ ] **P0.2** Install\n',
        findings: [],
      },
      {
        title: 'A phase in two parts',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n\n### P0 — Setup, continued\n\n- [ ] **P0.2** Install the service\n',
        findings: [],
      },
    ],
  },
  scope: 'outline',
  check({ graph, dialect }) {
    const readId = makeIdReader(dialect);
    const next = new Map<string, number>();
    return graph.phases
      .filter((phase) => !phase.derived)
      .flatMap((phase) => {
        return phase.tasks.flatMap((task): Finding[] => {
          const id = task.derived ? null : readId(task.id);
          if (id === null || id.phase !== phase.id) return [];
          const from = next.get(phase.id) ?? 1;
          const missing = id.number - from;
          next.set(phase.id, Math.max(from, id.number + 1));
          if (missing <= 0) return [];
          const shown = Array.from(
            { length: Math.min(missing, MOST_SHOWN) },
            (_, index) => `${phase.id}.${from + index}`,
          );
          const names =
            missing > MOST_SHOWN ? `${nameSome(shown)} and ${missing - MOST_SHOWN} more` : nameSome(shown);
          const message = `${names} ${missing === 1 ? 'is' : 'are'} missing before ${task.id}`;
          const help =
            'Bring the task back, as dropped with its reason if it is not wanted any more, or close the gap.';
          return [{ message, help, span: headSpan(task), task: task.id }];
        });
      });
  },
};

const MOST_SHOWN = 5;
