import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Hold, isOver, listTasks, sayMoment } from '@roadmap-as-code/core';
import { locateFile, readJournal } from '../git/commit/journal.ts';
import { findPlaces } from '../git/commit/places.ts';
import { recover } from '../git/commit/recover.ts';
import type { Repository } from '../git/find-repository.ts';
import { holdsPath, readHolds, writeHolds } from '../holds/hold-file.ts';
import type { HookSetup } from '../hooks/hook-setup.ts';
import { AGAIN } from '../hooks/inspect-hook.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { judgeOwner } from '../lock/judge-owner.ts';
import { findHolder, type LockFile } from '../lock/lock-files.ts';
import { identifySelf } from '../lock/lock-owner.ts';
import { type Ailment, NOTHING_MORE } from './ailment.ts';

/** Says what can't be read, in the place of what would be said of it. */
async function orUnreadable(
  kind: Ailment['kind'],
  file: string,
  look: () => Promise<Ailment[]>,
): Promise<Ailment[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, help } = error;
    return [{ ...NOTHING_MORE, kind, file, message, repair: null, help }];
  }
}

/** A lock whose owner is dead, and what a commit has left that was interrupted. While somebody works, neither is wrong. */
export async function examineLock({ root, commonDir }: Repository): Promise<Ailment[]> {
  const path = join(commonDir, 'roadmap');
  const lock = join(path, 'lock');
  let holder: LockFile | null = null;
  const found = await orUnreadable('stale-lock', lock, async () => {
    holder = await findHolder({ path, lock });
    const isDead = holder !== null && (await judgeOwner(holder.owner, identifySelf())) === 'dead';
    return holder !== null && isDead ? [describeLock(holder, lock)] : [];
  });
  const isBusy = holder !== null && found.length === 0;
  return isBusy ? [] : [...found, ...(await examineJournal(root))];
}

function describeLock({ path, owner: { pid, since } }: LockFile, lock: string): Ailment {
  return {
    ...NOTHING_MORE,
    kind: 'stale-lock',
    file: path,
    message: `process ${pid} took this lock ${sayMoment(since)}, and is gone`,
    repair: 'take the lock over, and let go of it',
    changes: [path, lock],
  };
}

async function examineJournal(root: string): Promise<Ailment[]> {
  const places = await findPlaces(root);
  if (!existsSync(places.folder)) return [];
  return orUnreadable('interrupted-commit', places.journal, async () => {
    const journal = await readJournal(places);
    const file = journal === null ? null : (await locateFile(places, journal)).file;
    return [
      {
        ...NOTHING_MORE,
        kind: 'interrupted-commit',
        file: places.folder,
        message: `a commit of roadmap was interrupted${journal === null ? ' before it changed anything' : `, of ${journal.path}`}`,
        repair: 'finish what was half done, or undo it',
        changes: [places.journal, places.index, ...(file === null ? [] : [file])],
        mend: async () => {
          await recover(root);
        },
      },
    ];
  });
}

/** Claims that are over, that were made in a working tree that is gone, or of a task that is. */
export async function examineClaims(
  { commonDir }: Repository,
  roadmaps: readonly LoadedRoadmap[],
  now: number,
): Promise<Ailment[]> {
  const moment = new Date(now).toISOString();
  const file = join(commonDir, holdsPath);
  return orUnreadable('stale-claim', file, async () =>
    (await readHolds(commonDir)).flatMap((hold): Ailment[] => {
      const why = findStaleness(hold, roadmaps, moment);
      if (why === null) return [];
      const isOther = (one: Hold): boolean =>
        one.file !== hold.file || one.task !== hold.task || one.since !== hold.since;
      return [
        {
          ...NOTHING_MORE,
          kind: 'stale-claim',
          file,
          task: hold.task,
          message: `${hold.task} of ${hold.file} is claimed by ${hold.by}, ${why}`,
          repair: 'let go of it',
          changes: [file],
          mend: async () => writeHolds(commonDir, (await readHolds(commonDir)).filter(isOther)),
        },
      ];
    }),
  );
}

function findStaleness(hold: Hold, roadmaps: readonly LoadedRoadmap[], now: string): string | null {
  if (isOver(hold, now)) return `which was over ${sayMoment(hold.until)}`;
  if (hold.place !== null && !existsSync(hold.place)) return 'and that folder is gone';
  const roadmap = roadmaps.find(({ graph }) => graph.path === hold.file);
  const isThere = roadmap === undefined || listTasks(roadmap.graph).some(({ id }) => id === hold.task);
  return isThere ? null : 'and there is no such task';
}

/** Hooks that were installed, and no longer run. */
export async function examineHooks(setup: HookSetup): Promise<Ailment[]> {
  const { hooks } = await setup.inspect([]);
  return hooks.flatMap(({ name, state, path, reason, help }): Ailment[] => {
    if (state !== 'broken') return [];
    const about = {
      ...NOTHING_MORE,
      kind: 'broken-hook' as const,
      file: path,
      message: `${name}: ${reason}`,
    };
    if (help !== AGAIN) return [{ ...about, repair: null, help }];
    const mend = async (): Promise<void> => {
      const [mended] = (await setup.install([name])).hooks;
      if (mended?.state !== 'installed')
        throw new InputError(`${path}: ${mended?.reason}`, mended?.help ?? AGAIN);
    };
    return [{ ...about, repair: 'install it again', changes: [path], mend }];
  });
}
