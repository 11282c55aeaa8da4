import { headSpan, listTasks } from '../graph/tasks.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-duplicate-task-id',
    family: 'structure',
    severity: 'error',
    description: 'An id that two tasks, or two review items, carry.',
    details:
      'Every command, commit message and dependency names a task by its id. Where two tasks have one id, nobody can tell which of them was ticked. Merges and copied blocks are the usual cause.',
    examples: [
      {
        title: 'One id on two tasks',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n- [ ] **P0.1** Install the service\n',
        findings: [{ line: 4, says: 'P0.1 is already the id of the task on line 3' }],
      },
      {
        title: 'An id on each task',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n- [ ] **P0.2** Install the service\n',
        findings: [],
      },
    ],
  },
  check({ graph }) {
    const tasks = listTasks(graph).filter(({ derived }) => !derived);
    const items = graph.review.filter(({ derived }) => !derived);
    return [tasks, items].flatMap((nodes) => {
      const firstLine = new Map<string, number>();
      return nodes.flatMap((node): Finding[] => {
        const line = firstLine.get(node.id);
        if (line === undefined) {
          firstLine.set(node.id, node.line);
          return [];
        }
        const kind = nodes === items ? 'review item' : 'task';
        const message = `${node.id} is already the id of the ${kind} on line ${line}`;
        return [{ message, help: 'Give one of the two a new id.', span: headSpan(node), task: node.id }];
      });
    });
  },
};
