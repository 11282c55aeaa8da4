export { listCitedCommits } from './cited-commits.ts';
export { type KnownRuns, showRuns } from './show-runs.ts';
export { readStatements, type SeenRun, uniteNotes } from './statements.ts';
export { listVerifyNames } from './verify-names.ts';
