import { basename } from 'node:path';
import { cutText } from '@roadmap-as-code/core';
import { nameRepository } from '@roadmap-as-code/core/cascade';
import { runGit } from '../git/run-git.ts';
import { LONGEST_SUBJECT } from '../transition/describe-commit.ts';

/**
 * The message of the commits that targets get. It has no trailers: in the history of another repository with a roadmap these
 * would speak of its own tasks.
 */
export function writeMessage(id: string, title: string, repository: string, path: string): string {
  const subject = cutText(`chore: ${id} — ${title}`, LONGEST_SUBJECT);
  return `${subject}\n\nTask ${id} of ${path} in ${repository}: ${title}\n`;
}

/** How others call this repository: by what `origin` is, without host and user; else by the name of its folder. */
export async function nameOwn(root: string): Promise<string> {
  const run = await runGit(root, ['config', '--get', 'remote.origin.url']);
  return nameRepository(run.stdout.toString().trim()) ?? basename(root);
}
