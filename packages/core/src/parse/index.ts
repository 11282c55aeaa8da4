export { type ParseFailure, type ParseOptions, type Parsed, parseLimits, parseRoadmap } from './parse-roadmap.ts';
