import type { Dialect } from '../generated/dialect.types.ts';

/** What boxes and leading words say, in every dialect. */
export const states: Omit<Dialect['states'], 'marks'> = {
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
  dependsOn: ['Depends on', 'Depends', 'Dependencies'],
  gate: ['Gate'],
  detail: ['Detail', 'Details', 'Docs', 'See'],
  verify: ['Verify'],
  reviewed: ['Reviewed'],
};
