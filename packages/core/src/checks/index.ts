export { type Check, type CheckKindName, type CheckResult, combineVerdicts, type Sight } from './check.ts';
export { findDefaultChecks, suggestCheck } from './default-checks.ts';
export { type Filled, fillValues } from './fill-values.ts';
export {
  type JudgedDocument,
  judgePlaceholders,
  judgeReport,
  judgeSurprises,
  judgeTasksDone,
} from './judge-document.ts';
