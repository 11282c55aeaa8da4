import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-dangling',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that no branch and no tag reaches.',
    details:
      'It was amended or thrown away, or its branch was deleted; and the target does not have its patch under another hash, as after a rebase or a squash. It is in this clone alone, and git will collect it in time (git-gc(1)).',
    examples: [
      {
        title: 'A commit that was amended away',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        facts: { abc1234: { fact: 'dangling' } },
        findings: [{ line: 4, says: 'No branch and no tag reaches abc1234' }],
      },
      {
        title: 'A commit that landed',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ listEvidence }) {
    return listEvidence()
      .filter(({ found }) => found.fact === 'dangling')
      .map(
        ({ task, claim, found }): Finding => ({
          message: `No branch and no tag reaches ${claim.text}`,
          help: `Cite the commit that landed in its stead; \`git branch rescued ${found.commit ?? claim.text}\` keeps this one.`,
          span: claim.span,
          task: task.id,
        }),
      );
  },
};
