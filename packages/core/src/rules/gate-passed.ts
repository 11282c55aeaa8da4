import { headSpan } from '../graph/tasks.ts';
import { countOf, nameSome } from '../message/words.ts';
import { listReportedPasses } from './gate-explanation.ts';
import { judgeOrderOfChange } from './order-of-change.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'gate-passed',
    family: 'order',
    severity: 'error',
    description: 'A gate that is not done although tasks after it were begun or done.',
    details:
      'A gate is a task that nothing after it may pass until it is done: the load-bearing invariant. `gates:` in `roadmap.yaml` names it, or a field `Gate: yes` under the task. It binds whatever the order policy is, and a dropped gate is not done. The finding names every task that went past, and absorbs what it explains: the gates and open tasks behind it that only those same tasks went past.',
    examples: [
      {
        title: 'Work went on past a blocked gate',
        config: { gates: ['P0.1'] },
        markdown:
          '### P0 — Proof\n\n- [ ] **P0.1** Compare the checksums\n  - Status: BLOCKED: no access to the second registry\n- [x] **P0.2** Clean up\n  - Commit: none\n  - Status: done by hand\n',
        findings: [{ line: 3, says: 'Gate P0.1 is blocked, and 1 task was begun or done past it: P0.2' }],
      },
      {
        title: 'A gate named by a field',
        markdown:
          '### P0 — Proof\n\n- [ ] **P0.1** Compare the checksums\n  - Gate: yes\n\n### P1 — Release\n\n- [ ] **P1.1** Decide\n- [/] **P1.2** Publish\n\n### P2 — Announce\n\n- [/] **P2.1** Write\n',
        findings: [{ line: 3, says: '2 tasks were begun or done past it: P1.2 and P2.1' }],
      },
      {
        title: 'A gate that a task before it depends on, too',
        config: { gates: ['P1.1'], rules: { 'phase-order': 'off' } },
        markdown:
          '### P0 — Proof\n\n- [x] **P0.1** Prepare\n  - Depends on: P1.1\n\n### P1 — Release\n\n- [ ] **P1.1** Compare\n- [x] **P1.2** Publish\n',
        findings: [{ line: 8, says: '1 task was begun or done past it: P1.2' }],
      },
      {
        title: 'A gate that is done, and a gate at the end of what was done',
        config: { gates: ['P0.1', 'P0.2'] },
        markdown:
          '### P0 — Proof\n\n- [x] **P0.1** Compare\n  - Commit: none\n  - Status: equal\n- [ ] **P0.2** Compare again\n- [ ] **P0.3** Clean up\n',
        findings: [],
      },
    ],
  },
  check(context) {
    if (context.change !== null)
      return judgeOrderOfChange(context, context.change, (clause) => clause === 'gate');
    return listReportedPasses(context)
      .filter(({ clause }) => clause === 'gate')
      .map(({ open, tasks, count }): Finding => {
        const names = nameSome(
          tasks.map(({ id }) => id),
          MOST_NAMED,
          count,
        );
        return {
          message: `Gate ${open.id} is ${open.state}, and ${countOf(count, 'task')} ${count === 1 ? 'was' : 'were'} begun or done past it: ${names}`,
          help: `Do what ${open.id} asks for and tick it, or reopen what went past it.`,
          span: headSpan(open),
          task: open.id,
        };
      });
  },
};

/** A reader wants to see each tick that has to be looked at again. */
const MOST_NAMED = 50;
