export {
  conflictWhole,
  type MergeOptions,
  type MergeResult,
  type MergeVersions,
  mergeRoadmaps,
} from './merge-roadmaps.ts';
export type { MergeVersion } from './merge-version.ts';
export type { ConflictPlace, ConflictStyle } from './render-merged.ts';
