import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, states } from './common.ts';

/** The roadmap that an agent executes: `### P0 — Title`, `- [x] **P0.1** title`, `Commit:` and `Status:` under each task. */
export const execution: Dialect = {
  name: 'execution',
  title: 'Execution roadmap',
  description:
    'Phases `### P0 — Title`, tasks `- [x] **P0.1** title` with `Commit:` and `Status:` under each, a final report, a review checklist, a sign-off and a change log.',
  page: {
    about:
      'A roadmap that agents execute and people review, mostly `ROADMAP.md` at the root of a repository: the format that `roadmap init` writes. [The format](../format.md) says all of it.',
    notes: [
      'Phases are in order: a task may be started or ticked once every task of every phase before it is done or dropped.',
      'A task that is done has a `Commit:` and a `Status:` line.',
    ],
    example: {
      path: 'ROADMAP.md',
      markdown:
        '# Mail room\n\n### P0 — Setup\n\n- [x] **P0.1** Create the queue\n  - Commit: `c27f9e1`\n  - Status: the queue takes mail\n- [ ] **P0.2** Add a worker\n  - Commit:\n  - Status:\n',
      tick: 'P0.2',
    },
  },
  detect: [{ phases: 1, tasks: 1 }],
  phase: {
    headings: [
      { pattern: '^(?<id>P\\d+)(?![\\p{L}\\p{N}]|\\.\\d)\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$' },
      {
        pattern: '^Phase\\s+P?(?<id>\\d+)(?![\\p{L}\\p{N}]|\\.\\d)\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$',
        idPrefix: 'P',
      },
    ],
  },
  task: { ...boxes, id: '(?<phase>P\\d+)\\.(?<number>\\d+)(?:\\.\\d+)*[a-z]?' },
  states: { ...states, marks: { done: 'x' }, status: 'field' },
  evidence: { ...evidence, text: false, pullRequests: false, place: 'field' },
  dependencies: { ...dependencies, text: [] },
  fields,
  sections: {
    outcome: '^outcome\\b',
    report: '^final report\\b',
    review: '^(?:human )?review checklist\\b|^checklist for the (?:human|reviewer)\\b',
    signOff: '\\bsign-?off\\b(?!\\s+template\\b)',
    changeLog: '^change ?log\\b',
    reviewPhase: '\\breview\\b|\\bhand-?off\\b',
    reportList:
      '^(?:surprises|deviations|recommendations|follow-?ups|notes|lessons|open questions|risks|known issues)\\b',
    phaseCount: '^(?:total|number of) phases: *(?<count>\\d{1,6})\\b',
    reviewId: 'R\\d+[a-z]?',
  },
  policy: { order: 'phases', required: true, rules: {} },
};
