export type { Change, ChangeInput, TaskTransition } from './change.ts';
export { type ChangeCase, type ChangeVerdict, judgeChange } from './judge-change.ts';
export { judgeNear, type NearChange, type NearSide } from './judge-near.ts';
export { softenPast } from './soften-past.ts';
