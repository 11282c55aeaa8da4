import { isWorkDone } from '../law/due.ts';
import { countOf, nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'report-incomplete',
    family: 'upkeep',
    severity: 'warning',
    description: 'A final report with entries that are empty or placeholders, although the work is done.',
    details:
      'Judged once every task of the work is done or dropped. One finding for the whole report, which names the entries.',
    examples: [
      {
        title: 'An empty entry and a placeholder',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Final report\n\n**Runner:**\n\n- Name:\n- Version: <version>\n- Status: active\n',
        findings: [{ line: 9, says: '2 entries of the report are not filled in: Name and Version' }],
      },
      {
        title: 'A report that is not due, since the work goes on',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n## Final report\n\n**Runner:**\n\n- Name:\n',
        findings: [],
      },
      {
        title: 'A report that is filled in',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n\n## Final report\n\n**Runner:**\n\n- Name: runner-1\n',
        findings: [],
      },
    ],
  },
  check({ graph }) {
    const { report } = graph;
    if (report === null || !isWorkDone(graph)) return [];
    const entries = [...report.entries, ...report.groups.flatMap((group) => group.entries)];
    const items = report.lists.flatMap((list) =>
      list.items.map(({ text, span }) => ({ name: list.name, value: text, span })),
    );
    const open = [...entries, ...items].filter(({ value }) => isPlaceholder(value));
    const first = open[0];
    if (first === undefined) return [];
    const names = nameSome(
      open.map(({ name }) => name),
      MOST_NAMED,
    );
    const verb = open.length === 1 ? 'is' : 'are';
    return [
      {
        message: `${countOf(open.length, 'entry', 'entries')} of the report ${verb} not filled in: ${names}`,
        help: 'Fill in the report, now that the work is done.',
        span: first.span,
        task: null,
      },
    ];
  },
};

const MOST_NAMED = 10;
