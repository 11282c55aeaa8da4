import { nameSome } from '../message/words.ts';
import { findReviewer } from '../review-edit/reviewed.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'reviewer-is-author',
    family: 'upkeep',
    severity: 'error',
    description: 'A sign-off by somebody who ticked the work.',
    details:
      'Whoever reviews is not to be who did it. Names are compared with those of the commits that took tasks to done; upper and lower case count alike. A name in a file is what somebody has written there: it proves nothing unless the commits are signed. `roadmap sign-off` refuses such a name, unless this rule is a warning.',
    examples: [
      {
        title: 'The same name twice',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n**Sign-off:**\n\n- Reviewed by: ada example\n- Date: 2026-03-01\n- Approved: yes\n',
        tickers: ['Ada Example'],
        findings: [{ line: 7, says: 'Ada Example signed off, who ticked the work, too' }],
      },
      {
        title: 'Two people',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n**Sign-off:**\n\n- Reviewed by: Eve\n- Date: 2026-03-01\n- Approved: yes\n',
        tickers: ['Ada Example'],
        findings: [],
      },
    ],
  },
  check({ graph, facts }) {
    const entry = findReviewer(graph);
    if (entry === null) return [];
    const names = entry.value
      .toLowerCase()
      .split(/[,;&]|\band\b|[<>()]/)
      .map((one) => one.trim());
    const same = facts.tickers.filter((ticker) => names.includes(ticker.toLowerCase()));
    if (same.length === 0) return [];
    return [
      {
        message: `${nameSome(same)} signed off, who ticked the work, too`,
        help: 'Have somebody else review it; where that can’t be: `rules: {reviewer-is-author: warning}`.',
        span: entry.valueSpan,
        task: null,
      },
    ];
  },
};
