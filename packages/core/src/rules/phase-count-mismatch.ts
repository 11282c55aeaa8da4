import { countOf } from '../message/words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'phase-count-mismatch',
    family: 'structure',
    severity: 'warning',
    description: 'The text says another number of phases than the file has.',
    details:
      'Review and handoff phases are extra, and may be counted or not: a text that says "6 phases" is right beside six phases and a review, and so is one that says "7 phases".',
    examples: [
      {
        title: 'Three are promised, two are there',
        markdown:
          'Total phases: 3\n\n### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n### P1 — Work\n\n- [ ] **P1.1** Do\n',
        findings: [{ line: 1, says: 'says 3 phases, and the file has 2' }],
      },
      {
        title: 'A review phase is extra',
        markdown:
          'Total phases: 1 (P0) + Review handoff (P1)\n\n### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n### P1 — Review handoff\n\n- [ ] **P1.1** Read\n',
        findings: [],
      },
    ],
  },
  scope: 'outline',
  check({ graph }) {
    const claimed = graph.phaseCount;
    if (claimed === null) return [];
    const phases = graph.phases.filter(({ derived }) => !derived);
    const work = phases.filter(({ kind }) => kind === 'work').length;
    if (claimed.count >= work && claimed.count <= phases.length) return [];
    const extra = phases.length - work;
    const beside = extra === 0 ? '' : `, beside ${countOf(extra, 'review phase')}`;
    return [
      {
        message: `The text says ${countOf(claimed.count, 'phase')}, and the file has ${work}${beside}`,
        help: 'Correct the number, or bring the missing phase back.',
        span: claimed.span,
        task: null,
      },
    ];
  },
};
