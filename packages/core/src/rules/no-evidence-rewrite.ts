import { findFact, isGood, unknownReasonOf } from '../facts/facts.ts';
import type { Claim, Task } from '../generated/roadmap.types.ts';
import { nameSome } from '../message/words.ts';
import { nameClaim } from './due-evidence.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { wasReopened } from './says-why.ts';

export const rule: Rule = {
  meta: {
    id: 'no-evidence-rewrite',
    family: 'transition',
    severity: 'error',
    description: 'A task that is done as before, and whose evidence was put in the place of other evidence.',
    details:
      'What a tick was given for is a record. Another hash in the place of one that is good says that the first tick was wrong: reopen the task, say why, and tick it again; in a range, that one of its commits did so is enough. A hash that carries the same patch under another name is fine (`roadmap rebind` writes it), and so is evidence beside what was there. In the place of a hash that was no good, it is a warning: somebody should look whether it is the same work.',
    examples: [
      {
        title: 'Good evidence that was replaced, and evidence that was no good',
        before:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: dead123\n  - Status: works\n',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: def5678\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: fade123\n  - Status: works\n',
        facts: { dead123: { fact: 'absent' } },
        findings: [
          { line: 4, says: 'P0.1 is done as before, and its evidence is not: abc1234', severity: 'error' },
          { line: 7, says: 'P0.2 is done as before, and its evidence is not: dead123', severity: 'warning' },
        ],
      },
      {
        title: 'Evidence beside what was there, more digits of it, and a hash that carries the same patch',
        before:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: fade123\n  - Status: works\n',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc12340, def5678\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: beef123\n  - Status: works\n',
        facts: {
          fade123: { fact: 'landed', changes: 'work', commit: 'beef123000000000000000000000000000000000' },
        },
        findings: [],
      },
    ],
  },
  scope: 'change',
  check(context) {
    return (context.change?.kept ?? []).flatMap(({ before, after, parent }): Finding[] => {
      if (before.state !== 'done' || after.state !== 'done') return [];
      if (wasReopened(context.change?.between, before, after, context.dialect)) return [];
      const gone = before.claims.filter(
        (claim) => isEvidence(claim) && !isKept(claim, after, parent, context),
      );
      if (gone.length === 0) return [];
      const facts = gone.map((claim) => findFact(claim, parent.facts));
      const wasGood = facts.some((fact) => fact === null || (isGood(fact) && unknownReasonOf(fact) === null));
      return [
        {
          message: `${after.id} is done as before, and its evidence is not: ${nameSome(gone.map(nameClaim), MOST_NAMED)} is gone`,
          help: `Put it back, or reopen the task and tick it again: \`roadmap reopen ${after.id} --reason "…"\`.`,
          span: (after.claims[0] ?? { span: after.titleSpan }).span,
          task: after.id,
          ...(wasGood ? {} : { severity: 'warning' as const }),
        },
      ];
    });
  },
};

const MOST_NAMED = 5;

function isEvidence({ kind }: Claim): boolean {
  return kind === 'commit' || kind === 'range' || kind === 'this' || kind === 'foreign';
}

/** Whether something under the task after says the same: as written, by other digits, or the commit that carries it. */
function isKept(
  claim: Claim,
  after: Task,
  parent: NonNullable<RuleContext['change']>['kept'][number]['parent'],
  { facts }: RuleContext,
): boolean {
  const carrier = findFact(claim, parent.facts)?.commit ?? null;
  return after.claims.some((other) => {
    if (other.kind === claim.kind && other.text === claim.text) return true;
    const commit = findFact(other, facts)?.commit ?? null;
    if (carrier !== null && commit === carrier) return true;
    const [hash = '', ...rest] = other.hashes;
    return carrier !== null && rest.length === 0 && hash !== '' && carrier.startsWith(hash.toLowerCase());
  });
}
