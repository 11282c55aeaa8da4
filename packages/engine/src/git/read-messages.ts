import { runGit } from './run-git.ts';

/**
 * The messages of the commits of a history that have a line, the newest first; none where git can't read it.
 * @param target any name of a commit
 * @param line a basic regular expression (git-log(1), --grep)
 */
export async function readMessages(cwd: string, target: string, line: string): Promise<string[]> {
  const run = await runGit(cwd, [
    '-c',
    'log.showSignature=false',
    'log',
    '-z',
    '--no-color',
    '--encoding=UTF-8',
    '--basic-regexp',
    `--grep=${line}`,
    '--format=%B',
    '--end-of-options',
    target,
    '--',
  ]);
  return run.code === 0 ? run.stdout.toString().split('\0') : [];
}
