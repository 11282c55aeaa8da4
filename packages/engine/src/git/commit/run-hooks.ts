import { constants, existsSync } from 'node:fs';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import type { Settings } from '../read-settings.ts';
import { type GitEnd, runGit } from '../run-git.ts';
import { runToFile, type WriteOptions } from '../write-git.ts';
import type { Author } from './find-author.ts';
import type { HookName, Places } from './places.ts';
import { Refusal } from './refusal.ts';

/** Whether git has anything to run before it commits. One of these may set up others, so that then all are asked for. */
export function mayRunHooks(places: Places, settings: Settings): boolean {
  return BEFORE.some((name) => mayRunHook(places, settings, name));
}

const BEFORE = ['pre-commit', 'prepare-commit-msg', 'commit-msg'] as const;

/**
 * Whether git may run something for a hook: a file of that name (githooks(5); on Windows git takes one that ends with `.exe`
 * as well), or a command in the settings, which git knows since 2.54 (git-hook(1), `hook.<name>.command`). A file that may
 * not be executed is for git to judge.
 */
export function mayRunHook({ hooks }: Places, settings: Settings, name: HookName): boolean {
  return settings.has('hook.') || [hooks[name], `${hooks[name]}.exe`].some((path) => existsSync(path));
}

/**
 * Runs the hooks that git-commit(1) runs before it commits, with the same arguments and environment (githooks(5)). The index
 * of the commit is there.
 * @returns the message as they leave it
 */
export async function runHooks(places: Places, author: Author, message: string): Promise<string> {
  await rm(places.message, { force: true });
  await writeFile(places.message, message, { flag: 'wx', mode: 0o600 });
  const options = { index: places.commitIndex, environment: { ...author, GIT_EDITOR: ':' } };
  await requireHook(places, 'pre-commit', [], options);
  await requireHook(places, 'prepare-commit-msg', [places.message, 'message'], options);
  await requireHook(places, 'commit-msg', [places.message], options);
  return readFile(places.message, 'utf8');
}

/** What git runs when all is done; how it ends changes nothing (githooks(5)). */
export async function runPostCommit(places: Places, author: Author): Promise<void> {
  await runHook(places, 'post-commit', [], { environment: { ...author, GIT_EDITOR: ':' } });
}

async function requireHook(
  places: Places,
  name: HookName,
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
  name: HookName,
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
  { root, output, hooks }: Places,
  name: HookName,
  values: readonly string[],
  options: WriteOptions,
): Promise<GitEnd> {
  const hook = hooks[name];
  const isThere = await access(hook, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) return { code: 0, stderr: '' };
  const environment = { ...options.environment, ROADMAP_HOOK: hook };
  const args = ['-c', 'alias.roadmap-hook=!"$ROADMAP_HOOK"', 'roadmap-hook', ...values];
  return runToFile(root, args, output, false, { ...options, environment });
}
