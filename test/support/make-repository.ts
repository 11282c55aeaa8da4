import { execFileSync } from 'node:child_process';
import { makeEnvironment } from './environment.ts';
import { makeFolder, requireOwn, writeFiles } from './make-folder.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A new git repository without a commit; its path. */
export function makeUnbornRepository(name = 'repository'): string {
  const root = makeFolder(name);
  runGit(root, 'init', '--quiet', '--template=', '--initial-branch=main');
  return root;
}

/** A new git repository with these files in its first commit; its path. */
export function makeRepository(files: Files, name = 'repository'): string {
  const root = makeUnbornRepository(name);
  commitFiles(root, files, 'Start');
  return root;
}

/** Writes and commits files; the full hash of the commit. */
export function commitFiles(root: string, files: Files, message: string): string {
  writeFiles(root, files);
  runGit(root, 'add', '--all');
  runGit(root, 'commit', '--quiet', '--allow-empty', '--message', message);
  return runGit(root, 'rev-parse', 'HEAD');
}

/** What git printed, trimmed. Throws where it fails. */
export function runGit(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: requireOwn(folder),
    env: makeEnvironment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}
