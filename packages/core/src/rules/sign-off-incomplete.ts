import { isReviewDone } from '../law/due.ts';
import { nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'sign-off-incomplete',
    family: 'upkeep',
    severity: 'warning',
    description: 'A sign-off that is not filled in, although work and review are done.',
    details:
      'Judged once every task of the work and every review item is done or dropped. One finding for the whole sign-off.',
    examples: [
      {
        title: 'Everything is done, and nobody signed',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Review checklist\n\n- [x] **R1** Answered\n\n**Sign-off:**\n\n- Reviewed by: <name>\n- Date:\n- Approved: yes\n',
        findings: [{ line: 11, says: 'The sign-off is not filled in: Reviewed by and Date' }],
      },
      {
        title: 'A review that goes on',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Review checklist\n\n- [ ] **R1** Answered\n\n**Sign-off:**\n\n- Reviewed by: <name>\n',
        findings: [],
      },
      {
        title: 'A template of a sign-off, which is filled in elsewhere',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Sign-off template\n\nUse this in the release notes:\n\n- Reviewed by:\n- Date:\n',
        findings: [],
      },
    ],
  },
  check({ graph }) {
    const open = isReviewDone(graph)
      ? (graph.signOff?.entries ?? []).filter(({ value }) => isPlaceholder(value))
      : [];
    const first = open[0];
    if (first === undefined) return [];
    const names = nameSome(open.map(({ name }) => name));
    return [
      {
        message: `The sign-off is not filled in: ${names}`,
        help: 'Have the reviewer sign off.',
        span: first.span,
        task: null,
      },
    ];
  },
};
