import { headSpan } from '../graph/tasks.ts';
import { isWorkDone } from '../law/due.ts';
import { countOf, nameSome } from '../message/words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'review-incomplete',
    family: 'upkeep',
    severity: 'warning',
    description: 'Review items that nobody has answered, although the work is done.',
    details:
      'Judged once every task of the work is done or dropped. One finding for the whole checklist, which names the open items.',
    examples: [
      {
        title: 'Work that is done and not reviewed',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Review checklist\n\n- [x] **R1** The answer is written down\n- [ ] **R2** It is the right one\n',
        findings: [{ line: 8, says: '1 of 2 review items is open: R2' }],
      },
      {
        title: 'A review that is not due, since the work goes on',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n## Review checklist\n\n- [ ] **R1** The answer is written down\n',
        findings: [],
      },
    ],
  },
  check({ graph }) {
    if (!isWorkDone(graph)) return [];
    const open = graph.review.filter(({ state }) => state !== 'done' && state !== 'dropped');
    const first = open[0];
    if (first === undefined) return [];
    const names = nameSome(
      open.map(({ id }) => id),
      MOST_NAMED,
    );
    return [
      {
        message: `${open.length} of ${countOf(graph.review.length, 'review item')} ${open.length === 1 ? 'is' : 'are'} open: ${names}`,
        help: 'Review what they ask for, now that the work is done.',
        span: headSpan(first),
        task: null,
      },
    ];
  },
};

const MOST_NAMED = 20;
