export { applyEdits, type Edit, invertEdits } from './edit.ts';
export type { RowChange } from './edit-row.ts';
export { editTask, type TaskChange } from './edit-task.ts';
export { listDiff } from './list-diff.ts';
export type { ReadFile } from './read-file.ts';
export { type NewHashes, type PlannedRebind, writeRebind } from './rebind.ts';
export {
  type Clause,
  type Planned,
  planTransition,
  type Refusal,
  refuseFindings,
  VERBS,
  writeTransition,
} from './transit.ts';
export type { Goal, Transition } from './transition.ts';
