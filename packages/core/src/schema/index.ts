export { validateCheck } from '../generated/check.validate.ts';
export { validateClaim } from '../generated/claim.validate.ts';
export { validateConfig } from '../generated/config.validate.ts';
export { validateDialect } from '../generated/dialect.validate.ts';
export { validateHolds } from '../generated/holds.validate.ts';
export { validateRoadmap } from '../generated/roadmap.validate.ts';
export { validateVerifyStatement } from '../generated/verify-statement.validate.ts';
export { describeInTheirWords, describeViolation, suggestKey } from './describe-violation.ts';
export type { SchemaError, SchemaValidator } from './schema-validator.ts';
