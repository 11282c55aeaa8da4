import { suggestName } from '../message/suggest-name.ts';
import { nameSome } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'silence-without-reason',
    family: 'upkeep',
    severity: 'warning',
    description: 'A comment that would silence a rule and does not say why, or names no rule.',
    details:
      'A finding is silenced on one line by `<!-- roadmap-disable-next-line rule -- reason -->` on the line before it. Without the reason, or with a placeholder for one, it silences nothing.',
    examples: [
      {
        title: 'No reason, and a rule that there is not',
        markdown:
          '### P0 — Setup\n\n<!-- roadmap-disable-next-line commit-missing -->\n- [ ] **P0.1** Ask\n\n<!-- roadmap-disable-next-line comit-missing -- asked by phone -->\n- [ ] **P0.2** Do\n',
        findings: [
          { line: 3, says: 'gives no reason' },
          { line: 6, says: 'there is no rule comit-missing' },
        ],
      },
      {
        title: 'A placeholder for a reason, and one rule of two that there is not',
        markdown:
          '### P0 — Setup\n\n<!-- roadmap-disable-next-line commit-missing -- TODO -->\n- [ ] **P0.1** Ask\n\n<!-- roadmap-disable-next-line commit-missing, status-mising -- asked by phone -->\n- [ ] **P0.2** Do\n',
        findings: [
          { line: 3, says: 'silences nothing: it gives no reason' },
          { line: 6, says: 'silences its other rules alone: there is no rule status-mising' },
        ],
      },
      {
        title: 'A reason',
        markdown:
          '### P0 — Setup\n\n<!-- roadmap-disable-next-line commit-missing -- asked by phone -->\n- [ ] **P0.1** Ask\n',
        findings: [],
      },
    ],
  },
  check({ graph, severities }) {
    return graph.silences.flatMap(({ rules, reason, span }): Finding[] => {
      const strange = rules.filter((id) => !severities.has(id));
      if (rules.length === 0 || strange.length > 0) {
        const near = suggestName(strange[0] ?? '', [...severities.keys()]);
        const says = rules.length === 0 ? 'it names no rule' : `there is no rule ${nameSome(strange)}`;
        const help =
          near === null ? 'Name a rule: `roadmap explain` lists them.' : `Write ${near}, if that is meant.`;
        const someWork = reason !== null && strange.length < rules.length;
        const message = someWork
          ? `This comment silences its other rules alone: ${says}`
          : `This comment silences nothing: ${says}`;
        return [{ message, help, span, task: null }];
      }
      if (reason !== null) return [];
      const help = `Write why: \`<!-- roadmap-disable-next-line ${rules.join(' ')} -- reason -->\`.`;
      return [{ message: 'This comment silences nothing: it gives no reason', help, span, task: null }];
    });
  },
};
