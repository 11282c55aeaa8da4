import { basename } from 'node:path';
import type { HooksReport, ReportedHook } from '@roadmap-as-code/core';
import type { HookName } from '../gate/gate.ts';
import { findRepository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import { findHookPlaces } from './find-hook-places.ts';
import { type HookPlaces, hookPath } from './hook-files.ts';
import { type Program, shareProgram } from './hook-script.ts';
import { inspectHook } from './inspect-hook.ts';
import { installHook, uninstallHook } from './install-hooks.ts';

/** What puts roadmap into the hooks of a repository, takes it out again, and says how it stands. */
export interface HookSetup {
  /** @param names empty for those of `defaults` */
  install(names: readonly HookName[]): Promise<HooksReport>;
  uninstall(names: readonly HookName[]): Promise<HooksReport>;
  inspect(names: readonly HookName[]): Promise<HooksReport>;
}

const DEFAULT: readonly HookName[] = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'pre-push'];
const ALL: readonly HookName[] = [...DEFAULT, 'pre-receive'];

/**
 * @param cwd absolute path of a folder of the repository, which may be without a working tree
 * @param program what the hooks shall start
 */
export async function openHookSetup(cwd: string, program: Program): Promise<HookSetup> {
  const repository = await findRepository(cwd, true);
  if (repository === null)
    throw new InputError(
      `${cwd}: this is no git repository`,
      'Run it in the repository, or make one: `git init`.',
    );
  const places = await findHookPlaces(repository);
  const started = places.manager === 'husky' ? shareProgram(program, places.root) : program;
  const report = async (
    names: readonly HookName[],
    change: (name: HookName) => Promise<boolean>,
  ): Promise<HooksReport> => {
    const hooks: ReportedHook[] = [];
    for (const name of names) {
      const changed = await change(name);
      hooks.push({
        name,
        path: hookPath(places, name),
        changed,
        ...(await inspectHook(places, name, started)),
      });
    }
    const { folder, manager } = places;
    return { schemaVersion: 1, folder: folder.path, manager, shared: folder.isShared, hooks };
  };
  return {
    install: async (names) => {
      const chosen = names.length > 0 ? names : DEFAULT;
      refuseForeign(places, chosen);
      return report(chosen, (name) => installHook(places, name, started));
    },
    uninstall: async (names) => report(names.length > 0 ? names : ALL, (name) => uninstallHook(places, name)),
    inspect: async (names) => {
      const usual = places.folder.isBare ? (['pre-receive'] as const) : DEFAULT;
      return report(names.length > 0 ? names : usual, async () => false);
    },
  };
}

/** Throws where what would be written would not run, or not last. */
function refuseForeign({ folder, manager }: HookPlaces, names: readonly HookName[]): void {
  if (folder.path === '/dev/null')
    throw new InputError(
      'core.hooksPath is /dev/null, so git runs no hook here',
      'Take it out of the config that `git config --show-origin core.hooksPath` names.',
    );
  if (manager === 'lefthook')
    throw new InputError(
      'lefthook looks after the hooks of this repository, and would put aside what it did not write',
      `Let its configuration call \`roadmap hook run ${names[0] ?? 'pre-commit'}\`: docs/hooks.md.`,
    );
  if (folder.isBare && names.some((name) => name !== 'pre-receive'))
    throw new InputError(
      `${basename(folder.own)}: a repository without a working tree receives pushes, and nobody commits in it`,
      'Run `roadmap hook install pre-receive`.',
    );
}
