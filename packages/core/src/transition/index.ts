export { applyEdits, type Edit, invertEdits } from './edit.ts';
export { editTask, type ReadFile, type RowChange, type TaskChange } from './edit-task.ts';
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
