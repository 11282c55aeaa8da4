import type { Config, DoctorReport, ReportedDamage } from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import type { HookSetup } from '../hooks/hook-setup.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Ailment, report } from './ailment.ts';
import { backUp } from './back-up.ts';
import { examineFile, examineHashes } from './examine-files.ts';
import { examineClaims, examineHooks, examineLock } from './examine-surroundings.ts';

/** What a doctor looks at, and may change. */
export interface Patient {
  readonly repository: Repository;
  readonly config: Config | null;
  readonly hooks: HookSetup;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Reads the roadmaps as they are. */
  load(): Promise<LoadedRoadmap[]>;
}

/** One that is to be mended. */
export interface Treated extends Patient {
  /** Does what nothing else of roadmap may do at the same time. */
  withLock(work: () => Promise<DoctorReport>): Promise<DoctorReport>;
}

/** Finds what is wrong and has a known right answer; changes nothing. */
export async function examine(patient: Patient): Promise<DoctorReport> {
  const roadmaps = await patient.load();
  const found = [
    ...(await examineLock(patient.repository)),
    ...roadmaps.flatMap((roadmap) => examineFile(patient.repository, roadmap)),
    ...(await examineHashes(patient.repository, patient.config, roadmaps)),
    ...(await examineRest(patient, roadmaps)),
  ];
  const damages = found.map((one) => report(one, one.repair === null ? 'left' : 'found', []));
  return { schemaVersion: 1, applied: false, damages };
}

async function examineRest(
  { repository, hooks, now }: Patient,
  roadmaps: readonly LoadedRoadmap[],
): Promise<Ailment[]> {
  return [...(await examineClaims(repository, roadmaps, now)), ...(await examineHooks(hooks))];
}

/**
 * Mends it, each after a backup of the files that its repair may change. An interrupted commit is settled before the
 * roadmaps are read, and their texts are mended before their hashes are looked at. What needs no repair is not touched.
 */
export async function mendAll(patient: Treated): Promise<DoctorReport> {
  const { repository, config, now } = patient;
  const seen = (await examine(patient)).damages;
  if (seen.every(({ repair }) => repair === null)) return { schemaVersion: 1, applied: true, damages: seen };
  const locks = await examineLock(repository);
  const taken = locks.filter(({ mend }) => mend === null).flatMap(({ changes }) => changes);
  const copies = await backUp(repository.commonDir, taken, now);
  return patient.withLock(async () => {
    const damages = locks
      .filter(({ mend }) => mend === null)
      .map((one) => report(one, one.repair === null ? 'left' : 'mended', copies));
    const mend = async (ailments: readonly Ailment[]): Promise<void> => {
      damages.push(...(await mendTogether(ailments, repository.commonDir, now)));
    };
    await mend(locks.filter((one) => one.mend !== null));
    for (const roadmap of await patient.load()) await mend(examineFile(repository, roadmap));
    const roadmaps = await patient.load();
    await mend(await examineHashes(repository, config, roadmaps));
    await mend(await examineRest(patient, roadmaps));
    return { schemaVersion: 1, applied: true, damages };
  });
}

async function mendTogether(
  ailments: readonly Ailment[],
  commonDir: string,
  now: number,
): Promise<ReportedDamage[]> {
  const done = new Map<Ailment['mend'], Mended>();
  const damages: ReportedDamage[] = [];
  for (const one of ailments) {
    const { mend, changes } = one;
    if (mend === null) {
      damages.push(report(one, 'left', []));
      continue;
    }
    const mended = done.get(mend) ?? (await tryToMend(mend, commonDir, changes, now));
    done.set(mend, mended);
    const { backups, trouble } = mended;
    damages.push(
      trouble === null
        ? report(one, 'mended', backups)
        : report(
            { ...one, message: `${one.message}: ${trouble.message}`, help: trouble.help },
            'left',
            backups,
          ),
    );
  }
  return damages;
}

interface Mended {
  readonly backups: readonly string[];
  /** Why it is as it was. */
  readonly trouble: InputError | null;
}

async function tryToMend(
  mend: () => Promise<void>,
  commonDir: string,
  changes: readonly string[],
  now: number,
): Promise<Mended> {
  let backups: readonly string[] = [];
  try {
    backups = await backUp(commonDir, changes, now);
    await mend();
    return { backups, trouble: null };
  } catch (error) {
    if (error instanceof InputError) return { backups, trouble: error };
    throw error;
  }
}
