export { applyEdits, type Edit, invertEdits } from './edit.ts';
export type { RowChange } from './edit-row.ts';
export { editTask, type ReadFile, type TaskChange } from './edit-task.ts';
export {
  type Clause,
  type Goal,
  judgeEvidence,
  type Planned,
  planTransition,
  type Refusal,
  type Transition,
  VERBS,
  writeTransition,
} from './transit.ts';
