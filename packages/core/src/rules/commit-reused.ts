import type { CommitFact } from '../facts/facts.ts';
import { nameSome } from '../message/words.ts';
import type { DueEvidence } from './due-evidence.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-reused',
    family: 'evidence',
    severity: 'warning',
    description: 'A commit that is cited for several tasks.',
    details:
      'One commit can do the work of several tasks, and a hash that is at hand can be written under every task. A person should look. Only commits that landed are counted, a commit by however many digits it is cited, and under another hash by the one that carries it; but several commits that landed in one squash are several. Ranges are not counted. Said once for a commit, at the second task that cites it.',
    examples: [
      {
        title: 'One commit for two tasks',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: abc12340\n  - Status: works\n',
        findings: [{ line: 7, says: 'abc12340 is cited for 2 tasks: P0.1 and P0.2' }],
      },
      {
        title: 'Two commits that were squashed into one',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n',
        facts: {
          abc1234: {
            fact: 'landed',
            how: 'squash',
            commit: 'fade1234'.repeat(5),
            cited: 'abc12340'.repeat(5),
          },
          def5678: {
            fact: 'landed',
            how: 'squash',
            commit: 'fade1234'.repeat(5),
            cited: 'def56780'.repeat(5),
          },
        },
        findings: [],
      },
      {
        title: 'One commit for each task, and one that a task cites twice',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234, abc12340\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: def5678\n  - Status: works\n',
        findings: [],
      },
    ],
  },
  check({ listEvidence }) {
    const citations = new Map<string, DueEvidence[]>();
    for (const evidence of listEvidence()) {
      const { claim, found } = evidence;
      if (claim.kind === 'range' || found.fact !== 'landed' || found.commit === null) continue;
      const commit = isOneOfSeveral(found) ? (found.cited ?? found.commit) : found.commit;
      const cited = citations.get(commit);
      if (cited === undefined) citations.set(commit, [evidence]);
      else if (cited.at(-1)?.task !== evidence.task) cited.push(evidence);
    }
    return [...citations.values()].flatMap((cited): Finding[] => {
      const second = cited[1];
      if (second === undefined) return [];
      const commit =
        second.claim.kind === 'this' ? (second.found.commit ?? '').slice(0, 12) : second.claim.text;
      const tasks = nameSome(
        cited.map(({ task }) => task.id),
        MOST_NAMED,
      );
      return [
        {
          message: `${commit} is cited for ${cited.length} tasks: ${tasks}`,
          help: 'See that it did the work of each; else cite for each task the commit that did it.',
          span: second.claim.span,
          task: second.task.id,
        },
      ];
    });
  },
};

/** Whether the commit that carries it may carry others, too. */
function isOneOfSeveral({ how }: CommitFact): boolean {
  return how === 'squash' || how === 'trailer';
}

const MOST_NAMED = 10;
