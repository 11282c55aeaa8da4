import { countOf, nameSome } from '../message/words.ts';
import { listReviewed } from '../review-edit/reviewed.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'review-stale',
    family: 'upkeep',
    severity: 'warning',
    description: 'Review items or a sign-off that hold for a commit after which more work was done.',
    details:
      '`roadmap review --tick` and `roadmap sign-off` write which commit was reviewed. Commits that change nothing but roadmaps and `roadmap.yaml` make no review stale. One finding for the whole review, which names what has to be looked at again. A commit that this clone does not have, or that is not in the history of HEAD, is no ground to say anything.',
    examples: [
      {
        title: 'Work that came after the review',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Review checklist\n\n- [x] **R1** Answered\n  - Reviewed: Ada, 2026-03-01, at 1a2b3c4\n- [x] **R2** Written down\n  - Reviewed: Ada, 2026-03-02, at 5d6e7f8\n',
        workSince: { '1a2b3c4': 2, '5d6e7f8': 0 },
        findings: [{ line: 8, says: 'R1 was reviewed at 1a2b3c4, and 2 commits of work came after it' }],
      },
      {
        title: 'A review that nothing came after',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Review checklist\n\n- [x] **R1** Answered\n  - Reviewed: Ada, 2026-03-01, at 1a2b3c4\n',
        workSince: { '1a2b3c4': 0 },
        findings: [],
      },
      {
        title: 'A review that was taken back',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Review checklist\n\n- [ ] **R1** Answered\n  - Reviewed: Ada, 2026-03-01, at 1a2b3c4\n',
        workSince: { '1a2b3c4': 2 },
        findings: [],
      },
    ],
  },
  check({ graph, facts }) {
    const stale = listReviewed(graph).flatMap((part) => {
      const work = facts.workSince.get(part.commit) ?? 0;
      return work === 0 ? [] : [{ ...part, work }];
    });
    const [first] = stale;
    if (first === undefined) return [];
    const names = nameSome(
      stale.map(({ name }) => name),
      MOST_NAMED,
    );
    const most = Math.max(...stale.map(({ work }) => work));
    return [
      {
        message: `${names} ${stale.length === 1 ? 'was' : 'were'} reviewed at ${first.commit}, and ${countOf(most, 'commit')} of work came after it`,
        help: 'Look at it again: untick what is not sure any more, run `roadmap review`, and sign off anew.',
        span: first.field.span,
        task: null,
      },
    ];
  },
};

const MOST_NAMED = 10;
