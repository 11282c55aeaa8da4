import { simpleGit } from 'simple-git';

/** The names of the remotes that a clone knows. */
export async function listRemotes(folder: string): Promise<string[]> {
  const git = simpleGit({
    baseDir: folder,
    completion: { onExit: false },
    allowEnvironment: [...PLACES],
  });
  const remotes = await git.getRemotes();
  return remotes.map(({ name }) => name);
}

/** simple-git hides git's environment from git; it says which repository is meant. */
const PLACES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR'] as const;
