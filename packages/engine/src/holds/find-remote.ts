import { resolve } from 'node:path';
import { quoteWord, showRemote } from '@roadmap-as-code/core';
import { configName } from '../config/names.ts';
import type { Repository } from '../git/find-repository.ts';
import { runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** The remote that claims are asked of: one that was named, none, or that of the roadmap's entry in roadmap.yaml. */
export type RemoteChoice =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'config' };

/** Finds the remotes of roadmaps, and asks git once for each name. */
export function openRemotes(
  repository: Repository,
  choice: RemoteChoice,
): (roadmap: LoadedRoadmap) => Promise<string | null> {
  const known = new Map<string, Promise<string>>();
  return async ({ config }) => {
    if (choice.kind === 'none') return null;
    const name = choice.kind === 'named' ? choice.name : config?.claims;
    if (name === undefined) return null;
    const found = known.get(name) ?? findRemote(repository, name, choice.kind === 'named');
    known.set(name, found);
    return found;
  };
}

/**
 * A remote as git takes it: its name, a URL, or an absolute path. Throws an InputError where what is named can be none.
 * @param isNamed by hand. A config comes with a branch that anybody may have written, so it has nothing asked but what this
 *   clone knows by name.
 */
async function findRemote({ root, folder }: Repository, name: string, isNamed: boolean): Promise<string> {
  const place = isNamed ? '--remote' : `${configName}: claims`;
  const isWord = name !== '' && !name.startsWith('-') && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name);
  const urls = isWord ? await listUrls(root, name) : [];
  if (urls.length === 1) return name;
  if (urls.length > 1)
    throw new InputError(
      `${place} ${showRemote(name)}: it pushes to ${urls.length} places, and a claim stands in one`,
      `Name one of them with --remote: \`git remote get-url --push --all ${quoteWord(showRemote(name))}\`.`,
    );
  if (!isWord || !isNamed || !/[:/\\]/.test(name))
    throw new InputError(
      `${place} ${JSON.stringify(showRemote(name))}: this clone has no remote of that name`,
      isNamed
        ? '`git remote` lists them; the URL of one will do, too.'
        : 'Add it (`git remote add`), or leave it out: `--no-remote`.',
    );
  return /^[^/\\]*:/.test(name) ? name : resolve(folder, name);
}

/** Where git pushes to for a remote of that name; nothing where there is none. */
async function listUrls(root: string, name: string): Promise<string[]> {
  const run = await runGit(root, ['remote', 'get-url', '--push', '--all', '--', name]);
  const urls = run.stdout.toString().split('\n');
  return run.code === 0 ? urls.filter((url) => url !== '') : [];
}
