export { findLanding, markAncestors } from './ancestors.ts';
export { findByPrefix, makePrefixIndex, type PrefixIndex } from './find-by-prefix.ts';
export { findReverts, mayRevert, readReverts } from './find-reverts.ts';
export {
  type CommitRecord,
  firstParentOf,
  type History,
  type HistoryBuilder,
  makeHistory,
  parentsOf,
  type Revert,
  startHistory,
} from './history.ts';
export { type MergeBaseFinder, makeMergeBaseFinder } from './merge-bases.ts';
export { makeRangeReader } from './read-range.ts';
