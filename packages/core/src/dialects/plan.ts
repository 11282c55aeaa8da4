import type { Dialect } from '../generated/dialect.types.ts';
import { fields, states } from './common.ts';

/** Any Markdown plan: what has boxes under it is a phase, what has a box is a task, and only what was written is judged. */
export const plan: Dialect = {
  name: 'plan',
  title: 'Plan',
  description:
    'Any Markdown plan: a heading that holds boxes is a phase at any depth, tasks have no ids, and boxes such as `[❌]`, `[~]` and `[-]` are states.',
  detect: {},
  phase: null,
  task: { id: null },
  states: {
    ...states,
    marks: { done: 'x', doing: '/', partial: '~', blocked: '!', failed: '❌', dropped: '-' },
  },
  fields,
  sections: {
    outcome: null,
    report: null,
    review: null,
    signOff: '\\bsign-?off\\b(?!\\s+template\\b)',
    changeLog: null,
    reviewPhase: null,
    reportList: null,
    phaseCount: null,
    reviewId: null,
  },
  policy: {
    order: 'off',
    required: false,
    rules: { 'commit-unreadable': 'off', 'no-unknown-state': 'info', 'one-transition-per-commit': 'off' },
  },
};
