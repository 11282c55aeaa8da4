/** The trailers of a commit (git-interpret-trailers(1)) that roadmap writes, and reads again (commit-notes of core). */
export const taskTrailer = 'Roadmap-Task';
export const stateTrailer = 'Roadmap-State';
/** Where the file has no place for evidence: its path, and the title of a task whose id is a handle. */
export const fileTrailer = 'Roadmap-File';
export const titleTrailer = 'Roadmap-Title';
export const evidenceTrailer = 'Roadmap-Evidence';
export const patchTrailer = 'Roadmap-Patch';
export const rebindTrailer = 'Roadmap-Rebind';
export const reviewTrailer = 'Roadmap-Review';
