import { MOST_REFS } from '../facts/prospect.ts';
import { nameRefs } from '../message/name-ref.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-pending',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that is on some branch, and has not landed.',
    details:
      'What counts is the target: `target:` in `roadmap.yaml`, else HEAD. A commit on another branch, a remote branch or a tag alone may still be changed or thrown away. Where the target has its patch under another hash, or that of its whole branch in one commit, it landed. `this` names the commit that carries the tick: while the tick is not committed, that is a warning.',
    examples: [
      {
        title: 'A commit on a branch that was not merged, and a tick that is not committed',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: this\n  - Status: works\n',
        facts: {
          abc1234: { fact: 'pending', refs: ['refs/heads/fix', 'refs/remotes/origin/fix'] },
          this: { fact: 'pending' },
        },
        findings: [
          { line: 4, says: 'abc1234 is on fix and origin/fix, and not on HEAD', severity: 'error' },
          { line: 7, says: 'The tick that `this` stands under is not committed', severity: 'warning' },
        ],
      },
      {
        title: 'A commit that landed',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ facts, listEvidence }) {
    return listEvidence()
      .filter(({ found }) => found.fact === 'pending')
      .map(({ task, claim, found }): Finding => {
        const place = { span: claim.span, task: task.id };
        if (found.commit === null) {
          const message = `The tick that \`this\` stands under is not committed on ${facts.target}`;
          const help = 'Commit it together with the work that it is for.';
          return { message, help, severity: 'warning', ...place };
        }
        const refs = nameRefs(found.refs, MOST_REFS, MOST_NAMED);
        return {
          message: `${claim.text} is on ${refs}, and not on ${facts.target}`,
          help: 'Merge it, or cite the commit that landed in its stead.',
          ...place,
        };
      });
  },
};

const MOST_NAMED = 3;
