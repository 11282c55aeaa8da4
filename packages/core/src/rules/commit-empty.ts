import { nameClaim } from './due-evidence.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-empty',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that changes nothing, or a range without a commit.',
    details:
      'Judged once the commit landed; under another hash, by the commit that carries it. A merge is compared with its first parent, a root with nothing; a range is compared as a whole, its end with where it forked from its start. A changed file mode is a change, and so is a submodule that moved.',
    examples: [
      {
        title: 'An empty commit, and ranges with nothing in them',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: abc1234..def5678\n  - Status: works\n- [x] **P0.3** Check\n  - Commit: def5678..abc1234\n  - Status: works\n',
        facts: {
          abc1234: { fact: 'landed', changes: 'nothing' },
          'abc1234..def5678': { fact: 'landed', changes: 'nothing', commits: 2 },
          'def5678..abc1234': { fact: 'landed', changes: 'nothing', commits: 0 },
        },
        findings: [
          { line: 4, says: 'abc1234 changes nothing' },
          { line: 7, says: 'abc1234..def5678 changes nothing' },
          { line: 10, says: 'def5678..abc1234 has no commit' },
        ],
      },
      {
        title: 'A commit that changes something',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ listEvidence }) {
    return listEvidence()
      .filter(({ found }) => found.changes === 'nothing')
      .map(({ task, claim, found }): Finding => {
        const isReversed = found.commits === 0;
        return {
          message: `${nameClaim(claim)} ${isReversed ? 'has no commit' : 'changes nothing'}`,
          help: isReversed
            ? 'Write the older end first; what it names is not in the range, so it must be the commit before the work.'
            : 'Cite the commit that did the work, or `none (why)` where git has nothing to show.',
          span: claim.span,
          task: task.id,
        };
      });
  },
};
