export { listCitedCommits } from './cited-commits.ts';
export { findRun, readStatements, type SeenRun, uniteNotes } from './statements.ts';
export { listVerifyNames } from './verify-names.ts';
