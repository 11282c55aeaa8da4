export type * from '@roadmap-as-code/core';
export {
  countOf,
  cutText,
  isGood,
  MOST_REFS,
  nameRefs,
  nameSome,
  sayFact,
  sayHolding,
  suggestName,
} from '@roadmap-as-code/core';
export type { AdoptRequest } from './adopt/adopt-roadmaps.ts';
export type { CascadeProgress } from './cascade/cascade-targets.ts';
export type { CheckedChange } from './changes/check-change.ts';
export { explainRules } from './explain-rules.ts';
export {
  type Gate,
  type HookCall,
  type HookName,
  type HookVerdict,
  hookNames,
  openGate,
} from './gate/gate.ts';
export type { RemoteChoice } from './holds/find-remote.ts';
export { type HookSetup, openHookSetup } from './hooks/hook-setup.ts';
export { InputError } from './input-error.ts';
export type { LoadedRoadmap } from './load-roadmap.ts';
export type { LockOwner } from './lock/lock-owner.ts';
export { type MergeSetup, openMergeSetup } from './merge/merge-setup.ts';
export { type MergeCall, type MergeVerdict, runMergeDriver } from './merge/run-merge-driver.ts';
export { openSession } from './open-session.ts';
export { type Outline, outlineTasks, type TaskOutline } from './outline-tasks.ts';
export { USUAL_WAIT } from './push/push-roadmaps.ts';
export type { ReportRequest } from './report/edit-report.ts';
export type { ReviewAnswer } from './review/edit-review.ts';
export { hideSecrets } from './secrets/hide-secrets.ts';
export type { Session } from './session.ts';
export { useStrictParse } from './strict-parse.ts';
export type { MeantTask, TransitionRequest } from './transition/transition-request.ts';
