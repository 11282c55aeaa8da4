import { nameSome } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-ambiguous',
    family: 'evidence',
    severity: 'error',
    description: 'A hash so short that several commits begin with it.',
    details:
      'Judged among commits: where one commit and a file begin with the same digits, the commit is meant (gitrevisions(7)). A history grows, so that digits which were enough once may be no longer; `git log --abbrev=12` prints more.',
    examples: [
      {
        title: 'Digits with which two commits begin',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        facts: { abc1234: { fact: 'ambiguous', candidates: ['abc12345', 'abc12346'] } },
        findings: [{ line: 4, says: 'Several commits begin with abc1234: abc12345 and abc12346' }],
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
      .filter(({ found }) => found.fact === 'ambiguous')
      .map(({ task, claim, found }): Finding => {
        const which = found.candidates.length > 0 ? `: ${nameSome(found.candidates, MOST_NAMED)}` : '';
        return {
          message: `Several commits begin with ${claim.text}${which}`,
          help: 'Write more digits of the hash.',
          span: claim.span,
          task: task.id,
        };
      });
  },
};

const MOST_NAMED = 5;
