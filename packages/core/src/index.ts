export { detectDialect, dialects } from './dialects/dialects.ts';
export { type CommitNotes, readNotes } from './facts/commit-notes.ts';
export type { Comparison, Elsewhere } from './facts/elsewhere.ts';
export {
  type AskedClaim,
  type CommitFact,
  collectHashes,
  type Facts,
  findFact,
  isAsked,
  isGood,
  keyOfClaim,
  type LinkFact,
  makeFact,
  noFacts,
  reportFact,
  type SchemaViolation,
  type SecretPlace,
  unknownReasonOf,
} from './facts/facts.ts';
export type { PatchIds } from './facts/find-elsewhere.ts';
export {
  type Difference,
  type Draft,
  finishDraft,
  isLost,
  makeJudge,
  type Sighting,
} from './facts/judge-claims.ts';
export type { LostClaim } from './facts/lost-works.ts';
export { type Clone, MOST_REFS, type Target, type TargetProblem } from './facts/prospect.ts';
export { sayFact } from './facts/say-fact.ts';
export { searchCarriers } from './facts/search-carriers.ts';
export type * from './generated/adopt.types.ts';
export type {
  AuditDiagnostic,
  AuditGap,
  AuditReport,
} from './generated/audit.types.ts';
export type * from './generated/cascade.types.ts';
export type * from './generated/check.types.ts';
export type { RemoteHold } from './generated/claim.types.ts';
export type {
  CascadeTarget,
  Config,
  OrderPolicy,
  RoadmapConfig,
  RuleSetting,
} from './generated/config.types.ts';
export type { Dialect } from './generated/dialect.types.ts';
export type * from './generated/doctor.types.ts';
export type * from './generated/explain.types.ts';
export type * from './generated/handoff.types.ts';
export type { Hold, HoldFile, RemotePlace } from './generated/holds.types.ts';
export type * from './generated/hooks.types.ts';
export type * from './generated/init.types.ts';
export type * from './generated/judged-handoff.types.ts';
export type * from './generated/log.types.ts';
export type * from './generated/merge-driver.types.ts';
export type * from './generated/next.types.ts';
export type * from './generated/push.types.ts';
export type * from './generated/rebind.types.ts';
export type * from './generated/release.types.ts';
export type * from './generated/report-edit.types.ts';
export type * from './generated/review.types.ts';
export type * from './generated/review-edit.types.ts';
export type * from './generated/roadmap.types.ts';
export type * from './generated/selftest.types.ts';
export type * from './generated/show.types.ts';
export type * from './generated/transition.types.ts';
export type { TrustedProgram, TrustedToken, TrustReport } from './generated/trust.types.ts';
export type { VerifiedCheck, VerifyReport } from './generated/verify.types.ts';
export type { ToolVersions, VerifyStatement } from './generated/verify-statement.types.ts';
export { emptyGraph } from './graph/empty-graph.ts';
export { type CountedGraph, countTasks, hasEvidence, summarize } from './graph/summarize.ts';
export { makeIdReader } from './graph/task-id.ts';
export { listClaims, listTasks } from './graph/tasks.ts';
export {
  addHold,
  dropHolds,
  type Holder,
  type Holding,
  type HoldsOfTasks,
  isOver,
  isOwn,
  listHolds,
  sayHolding,
  sayMoment,
} from './holds/holds.ts';
export {
  claimRefs,
  isClaimOver,
  isNamesake,
  isOwnClaim,
  joinClaims,
  nameClaimRef,
  type RemoteClaim,
  type RemoteClaims,
  showClaim,
  showRemote,
} from './holds/remote-holds.ts';
export { isDue } from './law/due.ts';
export { makePolicy, type Policy } from './law/policy.ts';
export { nameRefs } from './message/name-ref.ts';
export { quoteWord } from './message/quote-word.ts';
export { suggestName } from './message/suggest-name.ts';
export { countOf, cutText, nameSome } from './message/words.ts';
export { decodeSource, isSource, type Place, type Source } from './source/source.ts';
export { makeNextReport, type NextCase, type NextWords } from './views/make-next-report.ts';
export {
  type FindEvidence,
  type HeldGraph,
  makeShowReport,
  type ShowCase,
  type ShowFilter,
} from './views/make-show-report.ts';
