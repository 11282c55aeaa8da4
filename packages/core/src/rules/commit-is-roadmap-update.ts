import { nameClaim } from './due-evidence.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-is-roadmap-update',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that changes nothing but roadmaps.',
    details:
      'A tick is no evidence of itself. Roadmaps are those that are checked, those that `roadmap.yaml` names (every ROADMAP.md where it names none), and `roadmap.yaml` itself. Where the work was to write the roadmap, say `none (why)`.',
    examples: [
      {
        title: 'The commit that ticked the box',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        facts: { abc1234: { fact: 'landed', changes: 'roadmap' } },
        findings: [{ line: 4, says: 'abc1234 changes nothing but the roadmap' }],
      },
      {
        title: 'A commit that changes something else, too',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ listEvidence }) {
    return listEvidence()
      .filter(({ found }) => found.changes === 'roadmap')
      .map(
        ({ task, claim }): Finding => ({
          message: `${nameClaim(claim)} changes nothing but the roadmap`,
          help: 'Cite the commit that did the work, or `none (why)` where git has nothing to show.',
          span: claim.span,
          task: task.id,
        }),
      );
  },
};
