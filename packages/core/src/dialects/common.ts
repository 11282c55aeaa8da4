import type { Dialect } from '../generated/dialect.types.ts';

/** What boxes and leading words say, where a dialect says nothing else. */
export const states: Pick<Dialect['states'], 'boxes' | 'words'> = {
  boxes: {
    ' ': 'todo',
    x: 'done',
    X: 'done',
    '✅': 'done',
    '✔': 'done',
    '✓': 'done',
    '❌': 'failed',
    '✗': 'failed',
    '✘': 'failed',
    '~': 'partial',
    '-': 'dropped',
    '!': 'blocked',
    '/': 'doing',
  },
  words: {
    TODO: 'todo',
    'NOT STARTED': 'todo',
    'NOT DONE': 'todo',
    REOPENED: 'todo',
    'IN PROGRESS': 'doing',
    'IN-PROGRESS': 'doing',
    DOING: 'doing',
    WIP: 'doing',
    DONE: 'done',
    COMPLETE: 'done',
    COMPLETED: 'done',
    PARTIAL: 'partial',
    BLOCKED: 'blocked',
    FAIL: 'failed',
    FAILED: 'failed',
    DROPPED: 'dropped',
    CANCELLED: 'dropped',
    CANCELED: 'dropped',
    SKIPPED: 'dropped',
  },
};

/** The names of fields, by what they mean in every dialect. */
export const fields: Dialect['fields'] = {
  commit: ['Commit', 'Commits'],
  status: ['Status'],
  reason: ['Reason', 'Result', 'Because', 'Blocker', 'Blocked by', 'Why'],
  dependsOn: ['Depends on', 'Depends', 'Dependencies', 'Depends-on', 'Blocked-by'],
  gate: ['Gate'],
  detail: ['Detail', 'Details', 'Docs', 'See'],
  verify: ['Verify'],
  reviewed: ['Reviewed'],
  other: [],
};

/** A task that is a box with a title. */
export const boxes: Dialect['task'] = {
  id: null,
  before: null,
  behind: null,
  atEnd: null,
  plain: null,
  lead: null,
  repeats: 'all',
  rows: null,
  frontMatter: null,
};

/** No part beside the phases but a sign-off. */
export const sections: Dialect['sections'] = {
  outcome: null,
  report: null,
  review: null,
  signOff: '\\bsign-?off\\b(?!\\s+template\\b)',
  changeLog: null,
  reviewPhase: null,
  reportList: null,
  phaseCount: null,
  reviewId: null,
};

/** Only what was written is judged, and only by what its owner would want to hear of. */
export const policy: Dialect['policy'] = {
  order: 'off',
  required: false,
  rules: {
    'commit-unreadable': 'off',
    'no-unknown-state': 'info',
    'one-transition-per-commit': 'off',
    'phase-order': 'warning',
  },
};

/** How commits and pull requests stand at the end of a task's text in many plans, with no word of the dialect's own. */
export const evidence: Dialect['evidence'] = {
  text: true,
  heading: null,
  columns: [],
  pullRequests: true,
  place: 'commit',
};

/** What names the tasks that one waits for, in its own text. */
export const dependencies: Dialect['dependencies'] = {
  text: [
    '[(（](?:depends|dependent|depend|blocked[ -]by|requires|after|依赖|зависит от|depende de)(?: on)?:?\\s+(?<ids>[^()（）\\s][^()（）]*)[)）]',
    'depends on:?\\s+(?:tasks?\\s+)?(?=#?\\p{L}{0,8}-?\\d)(?<ids>[^.;()（）]{1,120}(?:\\.\\d[^.;()（）]{0,40}){0,5})',
    '(?:^|\\s)(?:blocked-by|depends-on|depends|after):\\s*(?<ids>[\\p{L}\\p{N}#._-]+(?:,\\s*[\\p{L}\\p{N}#._-]+)*)',
  ],
  waves: false,
  phases: false,
};

/** Behind a code that is an id: what closes bold text or code, a colon, a full stop, or a dash. */
export const marked = '(?=\\.?(?:\\*\\*|__|`)|:|\\.\\s|[ \\t]*[—–]|[ \\t]+-[ \\t])';
