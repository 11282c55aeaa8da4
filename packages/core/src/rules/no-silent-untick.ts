import { headSpan } from '../graph/tasks.ts';
import type { Finding, Rule } from './rule.ts';
import { saysWhy, wasReopened } from './says-why.ts';

export const rule: Rule = {
  meta: {
    id: 'no-silent-untick',
    family: 'transition',
    severity: 'error',
    description: 'A task that was done and is not any more, and nobody says why.',
    details:
      'Undoing is a transition too: `roadmap reopen` writes `REOPENED: why` into the Status. A box that is open again without a word may be a slip of an editor, a merge that threw a tick away, or a `git revert`. A reason is one that the Status gives and did not give before, or a field such as Reason; in a range, one that a commit in between gave.',
    examples: [
      {
        title: 'A box that was emptied, and one whose task is called blocked',
        before:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: abc1235\n  - Status: works\n',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [ ] **P0.2** Do\n  - Commit:\n  - Status: BLOCKED: the build was the wrong one\n',
        findings: [{ line: 3, says: 'P0.1 was done and is todo' }],
      },
      {
        title: 'A reason',
        before: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Commit:\n  - Status: REOPENED: the answer was about another host\n',
        findings: [],
      },
    ],
  },
  scope: 'change',
  check({ change, dialect }) {
    return (change?.transitions ?? []).flatMap(({ task, before, from }): Finding[] => {
      if (from !== 'done' || before === null || saysWhy(before, task, dialect)) return [];
      if (wasReopened(change?.between, before, task, dialect)) return [];
      return [
        {
          message: `${task.id} was done and is ${task.state}, and nobody says why`,
          help: `Tick it again, or say why: \`roadmap reopen ${task.id} --reason "…"\`.`,
          span: headSpan(task),
          task: task.id,
        },
      ];
    });
  },
};
