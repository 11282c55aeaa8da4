export { findTaskBlocks, type TaskBlock } from './find-task-blocks.ts';
export {
  type Parsed,
  type ParseFailure,
  type ParseOptions,
  parseLimits,
  parseRoadmap,
} from './parse-roadmap.ts';
export { readClaims } from './read-claims.ts';
export { makeVersionReader } from './version-reader.ts';
