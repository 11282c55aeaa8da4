import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { ReportedHook } from '@roadmap-as-code/core';
import type { HookName } from '../gate/gate.ts';
import { findLefthookConfig } from './find-hook-places.ts';
import { type HookFile, type HookPlaces, hookPath, isThere, readHook } from './hook-files.ts';
import { originalSuffix, type Program, renderBlock, renderHook } from './hook-script.ts';

export type Finding = Pick<ReportedHook, 'state' | 'reason' | 'help'>;

/** What mends a hook that something has broken. */
export const AGAIN = 'Run `roadmap hook install`.';
const INSTALLED: Finding = { state: 'installed', reason: null, help: null };

/** Whether one hook calls roadmap, and if not, why. */
export async function inspectHook(places: HookPlaces, name: HookName, program: Program): Promise<Finding> {
  if (places.manager === 'lefthook') return inspectLefthook(places, name);
  const file = await readHook(hookPath(places, name));
  if (file?.ours) return inspectOurs(places, name, file, program);
  return (await findLost(places, name)) ?? missing(name);
}

function missing(name: HookName): Finding {
  return { state: 'missing', reason: 'nothing calls roadmap', help: `Run \`roadmap hook install ${name}\`.` };
}

function inspectOurs(places: HookPlaces, name: HookName, file: HookFile, program: Program): Finding {
  const isHusky = places.manager === 'husky';
  if (isHusky && !existsSync(join(places.folder.path, name)))
    return {
      state: 'broken',
      reason: `husky's folder ${places.folder.path} is not there, so git runs no hook in this working tree`,
      help: 'Run `npx husky`, or what the `prepare` script of package.json says.',
    };
  if (!file.ours?.isIntact)
    return {
      state: 'broken',
      reason: 'its lines were changed by hand',
      help: 'Take those between ">>> roadmap-hook" and "<<< roadmap-hook" out, and run `roadmap hook install`.',
    };
  if (!isHusky && (file.mode & 0o111) === 0)
    return { state: 'broken', reason: 'it is not executable, so git does not run it', help: AGAIN };
  const text = file.text.slice(file.ours.start, file.ours.end);
  const expected = isHusky ? renderBlock(name, program) : renderHook(name, program);
  if (isHusky ? text === expected : file.text === expected) return INSTALLED;
  const [script] = /(?<=^roadmap_script=').*(?='$)/m.exec(Buffer.from(text, 'latin1').toString()) ?? [''];
  const called = script.replaceAll(`'\\''`, "'");
  if (called === program.script && existsSync(resolve(places.root, called)))
    return { state: 'outdated', reason: 'roadmap would write it otherwise now', help: AGAIN };
  return inspectOther(places.root, called, AGAIN);
}

/**
 * What is to be said of something of ours that starts another roadmap than this one.
 * @param script path of the other one, from the root where it is not absolute
 */
export function inspectOther(root: string, script: string, help: string): Finding {
  const isGone = !existsSync(resolve(root, script));
  if (isGone && !isOnPath('roadmap'))
    return { state: 'broken', reason: `${script} is gone, and there is no roadmap on the PATH`, help };
  return {
    state: 'outdated',
    reason: isGone
      ? `${script} is gone, so it runs the roadmap of the PATH`
      : 'it calls another roadmap than this one',
    help,
  };
}

/** What was installed and is no longer where git looks. */
async function findLost({ folder, manager }: HookPlaces, name: HookName): Promise<Finding | null> {
  const path = join(folder.path, name);
  const isOurs = async (other: string): Promise<boolean> => Boolean((await readHook(other))?.ours);
  if (folder.path !== folder.own && (await isOurs(join(folder.own, name))))
    return {
      state: 'broken',
      reason: `it is in ${folder.own}, and git looks in ${folder.path} since core.hooksPath says so`,
      help: AGAIN,
    };
  if (manager === 'git' && (await isOurs(`${path}.old`)))
    return { state: 'broken', reason: `something renamed it to ${path}.old`, help: AGAIN };
  if (await isThere(`${path}${originalSuffix}`))
    return {
      state: 'broken',
      reason: `something was put in its place; what was there before is in ${path}${originalSuffix}`,
      help: 'Keep the one that you want under the first name, delete the other, and install again.',
    };
  return null;
}

function inspectLefthook({ root }: HookPlaces, name: HookName): Finding {
  const config = findLefthookConfig(root);
  const text = config === null ? '' : readFileSync(config, 'utf8');
  if (text.includes(`hook run ${name}`)) return INSTALLED;
  return {
    state: 'missing',
    reason: `${config} does not call it`,
    help: `Add a command that runs \`roadmap hook run ${name} -- {0}\` to it: docs/hooks.md.`,
  };
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
