export { dialects } from './dialects.ts';
export { listPatterns, makeOwnDialect, nameBase } from './own-dialect.ts';
