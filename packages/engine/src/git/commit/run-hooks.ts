import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type GitEnd, runGit } from '../run-git.ts';
import { runPlumbing, runToFile, type WriteOptions } from '../write-git.ts';
import type { Author } from './find-author.ts';
import type { Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';
import { writeSynced } from './working-file.ts';

/**
 * Runs the hooks that git-commit(1) runs before it commits, with the same arguments and environment (githooks(5)).
 * @returns the message as they leave it
 */
export async function runHooks(places: Places, author: Author, message: string): Promise<string> {
  await writeSynced(places.message, message);
  const options = { index: places.commitIndex, environment: { ...author, GIT_EDITOR: ':' } };
  await requireHook(places, 'pre-commit', [], options);
  await requireHook(places, 'prepare-commit-msg', [places.message, 'message'], options);
  await requireHook(places, 'commit-msg', [places.message], options);
  const run = await runPlumbing(places.root, ['stripspace'], { input: await readFile(places.message) });
  if (run.code !== 0) throw refuseFailure('read the message', run);
  const cleaned = run.stdout.toString();
  if (cleaned === '') throw new Refusal('the commit message is empty', 'See what your commit hooks do.');
  return cleaned;
}

/** What git runs when all is done; how it ends changes nothing (githooks(5)). */
export async function runPostCommit(places: Places, author: Author): Promise<void> {
  await runHook(places, 'post-commit', [], { environment: { ...author, GIT_EDITOR: ':' } });
}

async function requireHook(
  places: Places,
  name: string,
  values: readonly string[],
  options: WriteOptions,
): Promise<void> {
  const end = await runHook(places, name, values, options);
  if (end.code === 0) return;
  const said = keepEnd(end.stderr.trim());
  throw new Refusal(
    `the hook ${name} refused the commit${said === '' ? '' : `:\n${said}`}`,
    'Mend what it complains of, then run this again.',
  );
}

const MOST_SAID = 10_000;

/** The last lines of a long output: where it fails, a program mostly says why at the end. */
function keepEnd(text: string): string {
  if (text.length <= MOST_SAID) return text;
  const end = text.slice(-MOST_SAID);
  return `…\n${end.slice(end.indexOf('\n') + 1)}`;
}

async function runHook(
  places: Places,
  name: string,
  values: readonly string[],
  options: WriteOptions,
): Promise<GitEnd> {
  const { root, output } = places;
  const args = ['hook', 'run', '--ignore-missing', name, '--', ...values];
  const end = await runToFile(root, args, output, false, options);
  return end.code === 0 || (await hasHookCommand(root)) ? end : runHookFile(places, name, values, options);
}

/** git has that command since 2.36. */
async function hasHookCommand(root: string): Promise<boolean> {
  const run = await runGit(root, ['--list-cmds=builtins']);
  return run.stdout.toString().split('\n').includes('hook');
}

/** Through an alias, since git then sets up the environment, finds a shell on every system, and starts at the top. */
async function runHookFile(
  { root, output }: Places,
  name: string,
  values: readonly string[],
  options: WriteOptions,
): Promise<GitEnd> {
  const run = await runGit(root, ['rev-parse', '--git-path', `hooks/${name}`]);
  if (run.code !== 0) throw refuseFailure('find the hooks', run);
  const hook = resolve(root, run.stdout.toString().replace(/\n$/, ''));
  const isThere = await access(hook, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) return { code: 0, stderr: '' };
  const environment = { ...options.environment, ROADMAP_HOOK: hook };
  const args = ['-c', 'alias.roadmap-hook=!"$ROADMAP_HOOK"', 'roadmap-hook', ...values];
  return runToFile(root, args, output, false, { ...options, environment });
}
