import { type Facts, unknownReasonOf } from '../facts/facts.ts';
import type { UnknownReason } from '../generated/check.types.ts';
import { countOf, nameSome } from '../message/words.ts';
import { type DueEvidence, nameClaim } from './due-evidence.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'evidence-unknown',
    family: 'evidence',
    severity: 'warning',
    description: 'Cited commits of which this clone cannot tell whether they are good.',
    details:
      'A shallow clone has the newest commits alone; a partial one lacks objects, and nothing is fetched unasked; a broken one can not be read; the target that `roadmap.yaml` names may not have been fetched; and a commit that landed may have been made of a cited one and changed on its way, by a conflict or by hand, so that only a person can see whether the work is still in it. Unknown is neither good nor bad: where nothing worse is found, `roadmap check` exits with 3. Said once for each reason, with what would tell.',
    examples: [
      {
        title: 'A clone that cannot tell',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n- [x] **P0.3** Check\n  - Commit: fade123\n  - Status: works\n- [x] **P0.4** Try\n  - Commit: fade456\n  - Status: works\n',
        facts: {
          abc1234: { fact: 'unknown', reason: 'shallow' },
          def5678: { fact: 'landed', changes: 'unknown', reason: 'shallow' },
          fade123: { fact: 'landed', changes: 'unknown', reason: 'partial' },
          fade456: { fact: 'unknown', reason: 'rewritten', candidates: ['facade12'.repeat(5)] },
        },
        findings: [
          {
            line: 4,
            says: "this clone is shallow, so 2 claims can't be told to be good or bad: abc1234 and def5678",
          },
          { line: 10, says: 'this clone is partial' },
          { line: 13, says: 'changed on its way, so 1 claim' },
        ],
      },
      {
        title: 'A commit that landed',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ facts, change, listEvidence }) {
    const byReason = new Map<UnknownReason, DueEvidence[]>();
    for (const evidence of listEvidence()) {
      const reason = unknownReasonOf(evidence.found);
      // Of a change nobody asks what this clone can't tell of the rest.
      const touched: ReadonlySet<unknown> | undefined = change?.touched;
      if (reason === null || touched?.has(evidence.task) === false) continue;
      const same = byReason.get(reason);
      if (same === undefined) byReason.set(reason, [evidence]);
      else same.push(evidence);
    }
    return [...byReason].flatMap(([reason, [first, ...others]]): Finding[] => {
      if (first === undefined) return [];
      const { because, help } = explain(reason, facts, [first, ...others]);
      const claims = [first, ...others].map(({ claim }) => nameClaim(claim));
      const names = nameSome([...new Set(claims)], MOST_NAMED);
      const message = `${because}, so ${countOf(claims.length, 'claim')} can't be told to be good or bad: ${names}`;
      return [{ message, help, span: first.claim.span, task: null }];
    });
  },
};

const MOST_NAMED = 5;
/** Digits that are enough to find a commit by, for a person. */
const SHORT = 12;

/** Why it can't be told of some claims, as a clause, and what would tell. */
function explain(
  reason: UnknownReason,
  { target, targetProblem, trouble }: Facts,
  evidence: readonly DueEvidence[],
): { because: string; help: string } {
  switch (reason) {
    case 'shallow':
      return {
        because: 'this clone is shallow',
        help: 'Run `git fetch --unshallow`, and check again.',
      };
    case 'partial': {
      // What a commit changes is in trees alone; for `this` older versions of the roadmap are read.
      const filter = evidence.every(({ found }) => found.fact === 'landed')
        ? '--filter=blob:none'
        : '--no-filter';
      return {
        because: 'this clone is partial and lacks what tells',
        help: `Run \`git fetch --refetch ${filter}\`, and check again.`,
      };
    }
    case 'rewritten': {
      const by = [...new Set(evidence.flatMap(({ found }) => found.candidates))].map((id) =>
        id.slice(0, SHORT),
      );
      return {
        because: 'what was made of the cited commits was changed on its way',
        help: `See what landed, and cite it if the work is there: ${nameSome(by, MOST_NAMED)}.`,
      };
    }
    case 'no-target':
      return explainTarget(target, targetProblem);
    case 'broken':
      return {
        because: `git can't read the history${trouble === null ? '' : ` (${trouble})`}`,
        help: 'See what `git fsck` says.',
      };
  }
}

function explainTarget(target: string, problem: Facts['targetProblem']): { because: string; help: string } {
  if (problem === 'several-refs') {
    return {
      because: `several refs are named ${target}, which is the target`,
      help: 'Write in full which is meant, such as refs/remotes/origin/main.',
    };
  }
  if (problem === 'no-commit')
    return { because: `the target ${target} names no commit`, help: 'Correct `target:` in roadmap.yaml.' };
  return {
    because: `the target ${target} is not here`,
    help: 'Fetch it, or correct `target:` in roadmap.yaml.',
  };
}
