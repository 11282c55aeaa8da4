import { headSpan } from '../graph/tasks.ts';
import { countOf, nameSome } from '../message/words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'one-transition-per-commit',
    family: 'transition',
    severity: 'warning',
    description: 'A commit that takes several tasks from one state to another.',
    details:
      'A commit for each transition can be read, cited, reverted and merged by itself; `roadmap tick` makes it so. Merges, and the commit that a roadmap comes with, are exempt.',
    examples: [
      {
        title: 'Two ticks in one commit',
        before:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Commit:\n  - Status:\n- [ ] **P0.2** Do\n  - Commit:\n  - Status:\n',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n',
        findings: [{ line: 6, says: '2 transitions in one commit: P0.1 and P0.2' }],
      },
      {
        title: 'One tick',
        before: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Commit:\n  - Status:\n',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  scope: 'change',
  check({ change }) {
    if (change === null || change.isNew || !change.isCommit || change.parents.length > 1) return [];
    const tasks = change.transitions.filter(({ before }) => before !== null).map(({ task }) => task);
    const last = tasks.at(-1);
    if (tasks.length < 2 || last === undefined) return [];
    const names = nameSome(
      tasks.map(({ id }) => id),
      MOST_NAMED,
    );
    return [
      {
        message: `${countOf(tasks.length, 'transition')} in one commit: ${names}`,
        help: 'Commit them one after another; `roadmap tick` does.',
        span: headSpan(last),
        task: null,
      },
    ];
  },
};

const MOST_NAMED = 10;
