import { InputError } from '../input-error.ts';

/** Every file of that name that git tracks, in any folder, as paths from the root with forward slashes. */
export async function listTracked(root: string, name: string): Promise<string[]> {
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: root,
    completion: { onExit: false },
    allowEnvironment: [...HOOK_ENVIRONMENT],
  });
  try {
    const listed = await git.raw(['ls-files', '-z', '--cached', '--', `:(top,glob)**/${name}`]);
    return [...new Set(listed.split('\0').filter((path) => path !== ''))].sort();
  } catch (error) {
    throw new InputError(
      `${root}: git could not list its files: ${error instanceof Error ? error.message.trim() : String(error)}`,
      'See what `git status` says there.',
    );
  }
}

/** simple-git hides git's environment from git; in a hook it says which index and which objects are meant. */
const HOOK_ENVIRONMENT = [
  'GIT_DIR',
  'GIT_INDEX_FILE',
  'GIT_WORK_TREE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
] as const;
