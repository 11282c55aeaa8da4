import { findFact, isAsked } from '../facts/facts.ts';
import { listClaims } from '../graph/tasks.ts';
import { nameSome } from '../message/words.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-absent',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that git does not have.',
    details:
      'The hash was mistyped or made up, or it died: a squash or a rebase gave the work another hash, and the old one never came here. Where a commit of this tool tells of the hash in its trailers, the work is found under the new one, and that is no finding. Where every hash of a file is absent, one more finding says that this may be the wrong repository. In a shallow clone an absent commit is `unknown` instead.',
    examples: [
      {
        title: 'A hash that git does not have',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n',
        facts: { abc1234: { fact: 'absent', missing: ['abc1234'] } },
        findings: [{ line: 4, says: 'abc1234' }],
      },
      {
        title: 'No hash of the file is there',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678..abc1234\n  - Status: works\n',
        facts: {
          abc1234: { fact: 'absent', missing: ['abc1234'] },
          'def5678..abc1234': { fact: 'absent', missing: ['def5678', 'abc1234'] },
        },
        findings: [
          { line: 4, says: 'None of the 2 commits', severity: 'warning' },
          { line: 4, says: 'abc1234' },
          { line: 7, says: 'git has no commit def5678 and abc1234, an end of def5678..abc1234' },
        ],
      },
      {
        title: 'Commits that are there, and one of another repository',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234, other/repo@def5678\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check(context) {
    const findings = context
      .listEvidence()
      .filter(({ found }) => found.fact === 'absent')
      .map(
        ({ task, claim, found }): Finding => ({
          message: `git has no commit ${claim.kind === 'range' ? `${nameSome(found.missing)}, an end of ${claim.text}` : claim.text}`,
          help: 'Correct the hash; if its branch was squashed or rebased, cite what landed, or fetch the old commits, which forges keep (`git fetch origin "+refs/pull/*/head:refs/remotes/pull/*"`), and check again.',
          span: claim.span,
          task: task.id,
        }),
      );
    const first = findings[0];
    return first === undefined ? [] : [...describeWrongRepository(context, first), ...findings];
  },
};

/** Said once, and only where there are several hashes: a single one is more likely mistyped. */
function describeWrongRepository({ graph, facts }: RuleContext, first: Finding): Finding[] {
  const asked = listClaims(graph).filter(isAsked);
  const hashes = new Set(asked.flatMap((claim) => claim.hashes));
  const missing = new Set(asked.flatMap((claim) => findFact(claim, facts)?.missing ?? []));
  if (hashes.size < 2 || missing.size < hashes.size) return [];
  return [
    {
      message: `None of the ${hashes.size} commits that the file cites is here: this may be the wrong repository`,
      help: 'Run the check in the repository that did the work, or fetch its history.',
      span: first.span,
      task: null,
      severity: 'warning',
    },
  ];
}
