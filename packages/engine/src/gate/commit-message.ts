import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isOver, isOwn, type JudgedTransition } from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import { runGit } from '../git/run-git.ts';
import { findHolder } from '../holds/find-holder.ts';
import { readHolds } from '../holds/hold-file.ts';
import { InputError } from '../input-error.ts';
import { patchTrailer, taskTrailer } from '../transition/trailers.ts';
import { readStagedPatch } from './staged-patch.ts';

/** What git calls the message and where it comes from (githooks(5), prepare-commit-msg). */
export interface MessageFile {
  /** From the folder that the hook runs in. */
  readonly path: string;
  /** `message`, `template`, `merge`, `squash` or `commit`; null where a person is about to write it. */
  readonly source: string | null;
}

/** The tasks that change their state in the next commit and that its message does not name. */
export async function listUnnamed(
  folder: string,
  { path }: MessageFile,
  transitions: readonly JudgedTransition[],
): Promise<JudgedTransition[]> {
  if (transitions.length === 0 || (await isMadeOfOthers(folder))) return [];
  const message = await readMessage(folder, path);
  // What git or a forge wrote about other commits names these.
  if (/^(?:Merge |Revert "|Reapply "|Squashed commit |(?:fixup|squash|amend)! )/m.test(message)) return [];
  return transitions.filter(({ task, title }) => !names(message, task) && !message.includes(title));
}

function names(message: string, id: string): boolean {
  const escaped = id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}.])${escaped}(?![\\p{L}\\p{N}]|\\.\\p{N})`, 'u').test(message);
}

async function readMessage(folder: string, path: string): Promise<string> {
  const text = await readFile(resolve(folder, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: the message can't be read (${error.code})`, 'git names it to the hook.');
  });
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
}

/** Whether a merge, a squash, a cherry-pick or a revert is going on: its message is about other commits. */
async function isMadeOfOthers(folder: string): Promise<boolean> {
  const names = [
    'MERGE_HEAD',
    'SQUASH_MSG',
    'CHERRY_PICK_HEAD',
    'REVERT_HEAD',
    'rebase-merge',
    'rebase-apply',
  ];
  const run = await runGit(folder, ['rev-parse', ...names.flatMap((name) => ['--git-path', name])]);
  const paths = run.stdout.toString().split('\n').slice(0, -1);
  return paths.some((path) => existsSync(resolve(folder, path)));
}

/**
 * Adds `Roadmap-Task` for each task that whoever commits has claimed, and the `Roadmap-Patch` of what is staged, as
 * trailers (git-interpret-trailers(1)): a squash that keeps the message can be known by them. Not to a message that has
 * some, nor to one that is about other commits.
 * @param now milliseconds since 1970
 */
export async function addTrailers(
  repository: Repository,
  { path, source }: MessageFile,
  now: number,
): Promise<void> {
  const { folder, root, commonDir } = repository;
  if (source === 'merge' || source === 'squash' || source === 'commit') return;
  if (await isMadeOfOthers(folder)) return;
  const holder = findHolder(null, root);
  const moment = new Date(now).toISOString();
  const held = (await readHolds(commonDir)).filter((hold) => !isOver(hold, moment) && isOwn(hold, holder));
  const tasks = [...new Set(held.map(({ task }) => task))];
  if (tasks.length === 0 || (await readMessage(folder, path)).includes(`${taskTrailer}: `)) return;
  const patch = await readStagedPatch(repository);
  const trailers = [
    ...tasks.map((task) => `${taskTrailer}: ${task}`),
    ...(patch === null ? [] : [`${patchTrailer}: ${patch}`]),
  ];
  const run = await runGit(folder, [
    'interpret-trailers',
    '--in-place',
    ...trailers.map((trailer) => `--trailer=${trailer}`),
    resolve(folder, path),
  ]);
  if (run.code !== 0)
    throw new InputError(
      `${path}: git could not add trailers: ${run.stderr.trim()}`,
      'See `git help interpret-trailers`.',
    );
}
