export { makeBranch, makeQuoteTest } from './branch.ts';
export { buildHandoff, type HandoffCase, isReadyForReview } from './build-handoff.ts';
export { type ChangeSet, type FileChange, foldFiles } from './fold-files.ts';
export { type HandoffGrounds, judgeHandoff, type PlacedFinding } from './judge-handoff.ts';
export {
  listNamedCommits,
  listNamedFiles,
  type NamedCommit,
} from './named-things.ts';
export { placeSections } from './place-sections.ts';
export { parseHandoff, type WrittenHandoff } from './read-handoff.ts';
export { readStatements } from './read-statements.ts';
export { renderHandoff } from './render-handoff.ts';
export { planSections, sameTitle } from './sections.ts';
