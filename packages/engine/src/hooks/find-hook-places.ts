import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findHookFolder } from '../git/find-hook-folder.ts';
import type { Repository } from '../git/find-repository.ts';
import type { HookPlaces } from './hook-files.ts';

export async function findHookPlaces(repository: Repository): Promise<HookPlaces> {
  const folder = await findHookFolder(repository);
  const { root } = repository;
  // husky 9 points core.hooksPath at a folder of its own, which it writes anew, and which git ignores.
  const isHusky = basename(folder.path) === '_' && basename(dirname(folder.path)) === '.husky';
  if (isHusky) return { folder, root, manager: 'husky' };
  return { folder, root, manager: findLefthookConfig(root) === null ? 'git' : 'lefthook' };
}

/** Absolute path of lefthook's configuration; null where there is none. */
export function findLefthookConfig(root: string): string | null {
  const names = ['lefthook', '.lefthook', join('.config', 'lefthook')];
  const paths = names.flatMap((name) =>
    ['yml', 'yaml', 'toml', 'json'].map((end) => join(root, `${name}.${end}`)),
  );
  return paths.find((path) => existsSync(path)) ?? null;
}
