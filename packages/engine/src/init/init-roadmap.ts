import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { mkdir, realpath, rm, rmdir } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { type Config, type InitReport, quoteWord } from '@roadmap-as-code/core';
import { roadmapTemplate, writeConfig, writeEntry } from '@roadmap-as-code/core/template';
import { leadsOut } from '../config/leads-out.ts';
import { configName, roadmapName } from '../config/names.ts';
import { createFile, KEEP } from '../files/create-file.ts';
import { refuseForeign } from '../files/refuse-foreign.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import type { Repository } from '../git/find-repository.ts';
import { isIgnored } from '../git/is-ignored.ts';
import { listTracked } from '../git/list-tracked.ts';
import { InputError } from '../input-error.ts';

/**
 * Writes a new roadmap, and a config that names it where there is none. Throws an InputError, and has changed nothing,
 * where something is there under the name, or where it leads out of the repository.
 * @param cwd absolute path of the working directory
 * @param file from there; null for ROADMAP.md
 */
export async function initRoadmap(
  repository: Repository,
  config: Config | null,
  cwd: string,
  file: string | null,
): Promise<InitReport> {
  const { root } = repository;
  const shown = file ?? roadmapName;
  const absolute = await locateNew(root, resolve(cwd, shown), shown);
  const path = relative(root, absolute).split(sep).join('/');
  const named = config?.roadmaps ?? null;
  const others = named === null ? await listOthers(repository, [path]) : [];
  const entries = [...others.map((other) => ({ path: other, isNew: false })), { path, isNew: true }];
  const made = await mkdir(dirname(absolute), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${shown}: its folder can't be made (${error.code})`, 'Check the path.');
  });
  try {
    await createFile(absolute, shown, roadmapTemplate);
    try {
      if (config === null) await createFile(join(root, configName), configName, writeConfig(entries));
    } catch (error) {
      await rm(absolute, { force: true });
      throw error;
    }
  } catch (error) {
    await removeFolders(dirname(absolute), made);
    throw error;
  }
  const names = named?.some((one) => posix.normalize(one.path) === path) ?? false;
  const outcome = config === null ? 'written' : names ? 'names-it' : 'add';
  const lines = [...(named === null ? ['roadmaps:'] : []), ...entries.flatMap(writeEntry)];
  const quote = (target: string): string =>
    quoteWord(relative(realpathSync(cwd), target).replace(/^-/, './-'));
  const written = [absolute, ...(config === null ? [join(root, configName)] : [])].map(quote).join(' ');
  return {
    schemaVersion: 1,
    roadmap: path,
    config: { path: configName, outcome, lines: outcome === 'add' ? lines : [] },
    next: [
      `git add ${written}`,
      `git commit -m 'Begin the roadmap' -- ${written}`,
      outcome === 'add' ? `roadmap next ${quote(absolute)}` : 'roadmap next',
    ],
  };
}

/** The path of a file that is to be made, its folder with links resolved as far as it is there. */
async function locateNew(root: string, absolute: string, shown: string): Promise<string> {
  if (!/[^/\\]\.(?:md|markdown)$/i.test(shown) || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(shown)) {
    const named = JSON.stringify(shown);
    throw new InputError(`${named} is no name of a Markdown file`, 'Name one that ends in .md, in one line.');
  }
  if (isThere(absolute, shown)) throw new InputError(`${shown}: it is there already`, KEEP);
  let above = dirname(absolute);
  while (!isThere(above, shown)) above = dirname(above);
  // A link to nothing is there, too, and would lead wherever somebody makes a folder.
  const real = await realpath(above).catch(() => {
    throw new InputError(`${shown}: a link on its way leads to nothing`, 'Check the links.');
  });
  const target = join(real, relative(above, absolute));
  await resolveInside(root, target, shown);
  const parts = relative(root, target).split(sep);
  if (parts.some((part) => part.toLowerCase() === '.git'))
    throw new InputError(`${shown}: that folder is git's own`, 'Name a file outside of it.');
  refuseForeign(root, target, shown);
  const path = parts.join('/');
  if (leadsOut(path))
    throw new InputError(
      `${shown}: ${configName} can't name it`,
      'Leave out backslashes, and colons at its head.',
    );
  if (await isIgnored(root, path)) {
    const help = 'Name another file, or take it out of .gitignore: what git ignores is not committed.';
    throw new InputError(`${shown}: git ignores it`, help);
  }
  return target;
}

function isThere(path: string, shown: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${shown}: nobody can tell what is there (${code})`, 'Check the path.');
  }
}

/** What a command without a file works on so far, and would not any more once a config names roadmaps. */
export async function listOthers(repository: Repository, paths: readonly string[]): Promise<string[]> {
  const tracked = await listTracked(repository, roadmapName);
  return tracked.filter((other) => !paths.includes(other) && existsSync(join(repository.root, other)));
}

/** Removes the folders that were made, from the innermost to the first; one that is not empty any more stays. */
async function removeFolders(innermost: string, first: string | undefined): Promise<void> {
  if (first === undefined) return;
  for (let folder = innermost; folder.length >= first.length; folder = dirname(folder)) {
    await rmdir(folder).catch(() => undefined);
  }
}
