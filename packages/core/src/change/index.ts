export type { Change, ChangeInput, TaskTransition } from './change.ts';
export { type ChangeCase, type ChangeVerdict, judgeChange } from './judge-change.ts';
export { softenPast } from './soften-past.ts';
