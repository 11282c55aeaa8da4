export { type EditedContent, editContent, readLine } from './edit-content.ts';
export { type MatchedClaims, matchClaims } from './match-claims.ts';
export { hidePasswords, isRepositoryName, nameRepository } from './name-repository.ts';
export { isThere, sayAllThere, sayPartial } from './say-progress.ts';
