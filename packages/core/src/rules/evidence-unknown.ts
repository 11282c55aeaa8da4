import { findFact } from '../facts/facts.ts';
import { listTasks } from '../graph/tasks.ts';
import { isDue } from '../law/due.ts';
import { countOf, nameSome } from '../message/words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'evidence-unknown',
    family: 'evidence',
    severity: 'warning',
    description: 'Cited commits of which this clone cannot tell whether they exist.',
    details:
      'A shallow clone has the newest commits alone, so a commit that is not in it may well exist; and where several commits begin with the digits that are cited, nobody can tell which is meant. Unknown is neither good nor bad: where nothing worse is found, `roadmap check` exits with 3. Said once for a file, with what would tell.',
    examples: [
      {
        title: 'A clone that cannot tell',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        unknown: ['abc1234'],
        findings: [{ line: 4, says: 'abc1234' }],
      },
      {
        title: 'A commit that is there',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ graph, facts }) {
    const claims = listTasks(graph)
      .filter(isDue)
      .flatMap((task) => task.claims.filter((claim) => findFact(claim, facts)?.fact === 'unknown'));
    const first = claims[0];
    if (first === undefined) return [];
    const names = nameSome([...new Set(claims.map(({ text }) => text))], MOST_NAMED);
    const because = facts.blindSpot?.reason ?? 'several commits begin with the same digits';
    return [
      {
        message: `Whether ${countOf(claims.length, 'cited commit')} ${claims.length === 1 ? 'exists' : 'exist'} can't be told, since ${because}: ${names}`,
        help: facts.blindSpot?.help ?? 'Write more digits of the hash.',
        span: first.span,
        task: null,
      },
    ];
  },
};

const MOST_NAMED = 5;
