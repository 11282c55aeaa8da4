import type { Task } from '../generated/roadmap.types.ts';
import { headSpan } from '../graph/tasks.ts';
import type { Passed } from '../law/order.ts';
import { readOverride } from '../law/override.ts';
import { countOf, nameSome } from '../message/words.ts';
import { listReportedPasses } from './gate-explanation.ts';
import { judgeOrderOfChange } from './order-of-change.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'phase-order',
    family: 'order',
    severity: 'error',
    description: 'A task that is still open although later ones were begun or done.',
    details:
      'Under the policy `phases` every task of a phase is done or dropped before one of a later phase is begun; under `strict` the tasks of a phase go one after another, too; under `off` dependencies and gates alone bind. Review and handoff phases are not bound by it. A task whose Status ends with `(override: why)`, as `--override` writes it, went past with a reason: that is a warning. There is one finding for each open task, which names those that went past it; what an open gate explains is not said again.',
    examples: [
      {
        title: 'P1 was begun before P0 was closed',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n### P1 — Work\n\n- [x] **P1.1** Do\n  - Commit: none\n  - Status: done by hand\n',
        findings: [{ line: 3, says: 'P0.1 is todo, and 1 task of a later phase went past it: P1.1' }],
      },
      {
        title: 'A dependency that is not done',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n- [x] **P0.2** Do\n  - Commit: none\n  - Status: done by hand\n  - Depends on: P0.1\n',
        findings: [{ line: 3, says: 'P0.1 is todo, and 1 task that depends on it was not held up: P0.2' }],
      },
      {
        title: 'Order within a phase under `strict`',
        config: { order: 'strict' },
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n- [/] **P0.2** Do\n',
        findings: [{ line: 3, says: 'P0.1 is todo, and 1 later task went past it: P0.2' }],
      },
      {
        title: 'What a gate would explain, where its finding is silenced',
        config: { gates: ['P0.1'] },
        markdown:
          '### P0 — Proof\n\n<!-- roadmap-disable-next-line gate-passed -- agreed with the owner -->\n- [ ] **P0.1** Compare\n- [ ] **P0.2** Clean up\n\n### P1 — Release\n\n- [/] **P1.1** Publish\n',
        findings: [{ line: 5, says: 'P0.2 is todo, and 1 task of a later phase went past it: P1.1' }],
      },
      {
        title: 'An order that was lifted for a reason, which stays a warning',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n### P1 — Work\n\n- [x] **P1.1** Do\n  - Commit: none\n  - Status: done by hand (override: P0.1 needs a person)\n- [x] **P1.2** Check\n  - Commit: none\n  - Status: equal\n',
        findings: [
          { line: 3, says: '1 task of a later phase went past it: P1.2', severity: 'error' },
          { line: 3, says: '1 task of a later phase went past it: P1.1 (overridden)', severity: 'warning' },
        ],
      },
      {
        title: 'A dropped task holds nothing up, and a review phase is not held up',
        markdown:
          '### P0 — Setup\n\n- [-] **P0.1** Ask\n  - Status: DROPPED: nobody to ask\n- [ ] **P0.2** Do\n\n### P1 — Review\n\n- [x] **P1.1** Report\n  - Commit: none\n  - Status: filled in\n',
        findings: [],
      },
    ],
  },
  check(context) {
    const { change, dialect } = context;
    if (change !== null) return judgeOrderOfChange(context, change, (clause) => clause !== 'gate');
    const isLifted = (task: Task): boolean => readOverride(task, dialect) !== null;
    return [
      ...describePasses(listReportedPasses(context, (task) => !isLifted(task))),
      ...describePasses(listReportedPasses(context, isLifted)).map(
        (finding): Finding => ({
          ...finding,
          message: `${finding.message} (overridden)`,
          severity: 'warning',
        }),
      ),
    ];
  },
};

/** One finding for each open task and clause. */
function describePasses(passes: readonly Passed[]): Finding[] {
  return passes
    .filter(({ clause }) => clause !== 'gate')
    .map(({ open, clause, tasks, count }): Finding => {
      const names = nameSome(
        tasks.map(({ id }) => id),
        MOST_NAMED,
        count,
      );
      const says = {
        phases: `${countOf(count, 'task')} of a later phase went past it`,
        strict: `${countOf(count, 'later task')} went past it`,
        dependency: `${countOf(count, 'task')} that ${count === 1 ? 'depends' : 'depend'} on it ${count === 1 ? 'was' : 'were'} not held up`,
      }[clause as Exclude<typeof clause, 'gate'>];
      return {
        message: `${open.id} is ${open.state}, and ${says}: ${names}`,
        help: `Close ${open.id} (done, or dropped with a reason), or reopen what went past it.`,
        span: headSpan(open),
        task: open.id,
      };
    });
}

const MOST_NAMED = 20;
