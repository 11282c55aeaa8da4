import { nameClaim } from './due-evidence.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-reverted',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that was reverted later.',
    details:
      'A later commit that landed says "This reverts commit …", as git-revert(1) writes it, and was not reverted itself. With a merge, all that it brought is reverted. What landed under another hash is reverted with the commit that carries it. Of a range it is enough that one of its commits was reverted by a commit outside of it.',
    examples: [
      {
        title: 'A commit, and a part of a range, that were reverted',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: abc1234..def5678\n  - Status: works\n',
        facts: {
          abc1234: { fact: 'landed', revertedBy: 'fade1234'.repeat(5) },
          'abc1234..def5678': { fact: 'landed', commits: 3, revertedBy: 'fade1234'.repeat(5) },
        },
        findings: [
          { line: 4, says: 'abc1234 was reverted by fade1234fade' },
          { line: 7, says: 'Of abc1234..def5678 a commit was reverted by fade1234fade' },
        ],
      },
      {
        title: 'A commit that landed, and stayed',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ listEvidence }) {
    return listEvidence().flatMap(({ task, claim, found }): Finding[] => {
      if (found.revertedBy === null) return [];
      const by = found.revertedBy.slice(0, SHORT);
      const name = nameClaim(claim);
      return [
        {
          message: `${claim.kind === 'range' ? `Of ${name} a commit` : name} was reverted by ${by}`,
          help: `Reopen ${task.id}, or cite the commit that did the work again.`,
          span: claim.span,
          task: task.id,
        },
      ];
    });
  },
};

/** Digits that are enough to find a commit by, for a person. */
const SHORT = 12;
