export { findTaskBlocks, type TaskBlock } from './find-task-blocks.ts';
export { compareVersions, cutVersion, type PlacedPart, placeCut } from './near-versions.ts';
export {
  type Parsed,
  type ParseFailure,
  type ParseOptions,
  parseLimits,
  parseRoadmap,
} from './parse-roadmap.ts';
export { readClaims } from './read-claims.ts';
export type { Version } from './version.ts';
export { makeVersionReader, placeVersion, type ReadVersion } from './version-reader.ts';
