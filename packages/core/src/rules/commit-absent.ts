import { findFact } from '../facts/facts.ts';
import { listTasks } from '../graph/tasks.ts';
import { isDue } from '../law/due.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-absent',
    family: 'evidence',
    severity: 'error',
    description: 'A cited commit that git does not have.',
    details:
      'The hash was mistyped or made up, or it died: a squash or a rebase gave the work another hash, and the old one was never pushed. Where every hash of a file is absent, one more finding says that this may be the wrong repository. In a shallow clone an absent commit is `unknown` instead.',
    examples: [
      {
        title: 'A hash that git does not have',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n',
        absent: ['abc1234'],
        findings: [{ line: 4, says: 'abc1234' }],
      },
      {
        title: 'No hash of the file is there',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678..abc1234\n  - Status: works\n',
        absent: ['abc1234', 'def5678'],
        findings: [
          { line: 4, says: 'None of the 2 commits', severity: 'warning' },
          { line: 4, says: 'abc1234' },
          { line: 7, says: 'def5678..abc1234' },
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
    const { graph, facts } = context;
    const findings = listTasks(graph)
      .filter(isDue)
      .flatMap((task) =>
        task.claims
          .filter((claim) => findFact(claim, facts)?.fact === 'absent')
          .map(
            ({ text, span }): Finding => ({
              message: `git has no commit ${text}`,
              help: 'Correct the hash; if the branch was squashed or rebased, cite the commit that landed.',
              span,
              task: task.id,
            }),
          ),
      );
    const first = findings[0];
    return first === undefined ? [] : [...describeWrongRepository(context, first), ...findings];
  },
};

/** Said once, and only where there are several hashes: a single one is more likely mistyped. */
function describeWrongRepository({ graph, facts }: RuleContext, first: Finding): Finding[] {
  const claims = listTasks(graph).flatMap((task) => task.claims);
  const hashes = new Set(
    claims.filter(({ kind }) => kind === 'commit' || kind === 'range').flatMap((claim) => claim.hashes),
  );
  if (hashes.size < 2 || ![...hashes].every((hash) => facts.commits.get(hash)?.fact === 'absent')) return [];
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
