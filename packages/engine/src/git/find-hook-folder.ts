import { resolve } from 'node:path';
import { InputError } from '../input-error.ts';
import type { Repository } from './find-repository.ts';
import { describeFailure, runGit } from './run-git.ts';

/** Where git looks for hooks. Paths are absolute. */
export interface HookFolder {
  readonly path: string;
  /** Where it would look without core.hooksPath. */
  readonly own: string;
  /** Whether core.hooksPath is set for all repositories of the user or the machine (git-config(1), scopes). */
  readonly isShared: boolean;
  /** Whether the repository has no working tree. */
  readonly isBare: boolean;
}

/** A relative core.hooksPath is meant from where hooks run: the top of the working tree (git-config(1)). */
export async function findHookFolder({ root, commonDir }: Repository): Promise<HookFolder> {
  const [hooks, setting, bare] = await Promise.all([
    runGit(root, ['rev-parse', '--git-path', 'hooks']),
    runGit(root, ['config', '--show-scope', '--get', 'core.hooksPath']),
    runGit(root, ['rev-parse', '--is-bare-repository']),
  ]);
  if (hooks.code !== 0)
    throw new InputError(`${root}: git says: ${describeFailure(hooks)}`, 'See what `git status` says there.');
  return {
    path: resolve(root, hooks.stdout.toString().replace(/\n$/, '')),
    own: resolve(commonDir, 'hooks'),
    isShared: /^(?:global|system)\t/.test(setting.stdout.toString()),
    isBare: bare.stdout.toString().trim() === 'true',
  };
}
