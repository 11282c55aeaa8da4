/** Who makes a commit that tells nobody's work: one for the time being, or notes where git does not know who commits. */
export const NOBODY: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'roadmap',
  GIT_AUTHOR_EMAIL: 'roadmap@localhost',
  GIT_COMMITTER_NAME: 'roadmap',
  GIT_COMMITTER_EMAIL: 'roadmap@localhost',
};
