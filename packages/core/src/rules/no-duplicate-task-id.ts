import type { ReviewItem, Task } from '../generated/roadmap.types.ts';
import { headSpan, listTasks } from '../graph/tasks.ts';
import { countOf, nameSome } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-duplicate-task-id',
    family: 'structure',
    severity: 'error',
    description: 'An id that two tasks, or two review items, carry.',
    details:
      'Every command, commit message and dependency names a task by its id. Where two tasks have one id, nobody can tell which of them was ticked. Merges and copied blocks are the usual cause. Where most ids of a file are carried twice, that is said once: it is one merge that went wrong, or a habit, and not a slip in each.',
    examples: [
      {
        title: 'One id on two tasks',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n- [ ] **P0.1** Install the service\n',
        findings: [{ line: 4, says: 'P0.1 is already the id of the task on line 3' }],
      },
      {
        title: 'A file in which each task and its last step have one id',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n- [ ] **P0.1** Commit\n- [ ] **P0.2** Install the service\n- [ ] **P0.2** Commit\n- [ ] **P0.3** Start it\n- [ ] **P0.3** Commit\n',
        findings: [{ line: 4, says: '3 of 3 ids are carried by more than one task: P0.1, P0.2 and P0.3' }],
      },
      {
        title: 'An id on each task, and one that only begins like another',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n- [ ] **P0.1-T** Test that it is there\n- [ ] **P0.2** Install the service\n',
        findings: [],
      },
    ],
  },
  scope: 'outline',
  check({ graph }) {
    return [...checkNodes(listTasks(graph), 'task'), ...checkNodes(graph.review, 'review item')];
  },
};

/** From so many ids on, carried twice and more than half of all, there is one cause for all of them. */
const HABIT = 3;
const MOST_NAMED = 10;

function checkNodes(nodes: readonly (Task | ReviewItem)[], kind: string): Finding[] {
  const firstLine = new Map<string, number>();
  const repeated: (Task | ReviewItem)[] = [];
  for (const node of nodes) {
    if (node.derived) continue;
    if (firstLine.has(node.id)) repeated.push(node);
    else firstLine.set(node.id, node.line);
  }
  const ids = [...new Set(repeated.map(({ id }) => id))];
  const first = repeated[0];
  if (first !== undefined && ids.length >= HABIT && ids.length * 2 > firstLine.size) {
    return [
      {
        message: `${ids.length} of ${countOf(firstLine.size, 'id')} are carried by more than one ${kind}: ${nameSome(ids, MOST_NAMED)}`,
        help: `Give each ${kind} an id of its own; a step of a task can be a box nested under it, without an id.`,
        span: headSpan(first),
        task: null,
      },
    ];
  }
  return repeated.map((node) => ({
    message: `${node.id} is already the id of the ${kind} on line ${firstLine.get(node.id)}`,
    help: 'Give one of the two a new id.',
    span: headSpan(node),
    task: node.id,
  }));
}
