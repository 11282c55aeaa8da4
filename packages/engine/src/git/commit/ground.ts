import { findPlainRepository } from '../find-plain-repository.ts';
import type { Repository } from '../find-repository.ts';
import { openNearObjects } from '../near-objects.ts';
import type { ObjectReader } from '../object-reader.ts';
import { readSettings, type Settings } from '../read-settings.ts';
import { runGit } from '../run-git.ts';
import { findPlaces, findPlainPlaces, nameAnew, type Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';

/** What all commits of one command are made with: each is found out once, when it is first asked for. */
export interface CommitGround {
  /** Absolute path of the top of the working tree. */
  readonly root: string;
  /** Places for one more commit. Throws an InputError where git can't say. */
  findPlaces(): Promise<Places>;
  /** Throws a Refusal where git can't read them. */
  readSettings(): Promise<Settings>;
  readonly objects: ObjectReader;
  /** Lets its git end, which it would not before. */
  close(): Promise<void>;
}

/** Of a working tree of which nothing else is known. Whoever opens it closes it. */
export function openGroundAt(root: string): CommitGround {
  const plain = findPlainRepository(root);
  const { gitDir, index } = plain?.root === root ? plain : { gitDir: '', index: null };
  return openGround({ root, folder: root, commonDir: gitDir, index });
}

/** Whoever opens it closes it. */
export function openGround(
  repository: Pick<Repository, 'root' | 'folder' | 'commonDir' | 'index'>,
): CommitGround {
  const { root, commonDir, index } = repository;
  const objects = openNearObjects(repository, LONGEST);
  let places: Promise<Places> | null = null;
  let settings: Promise<Settings | null> | null = null;
  const askSettings = (): Promise<Settings | null> => {
    settings ??= readSettings(root);
    return settings;
  };
  const locate = async (): Promise<Places> => {
    const found = index === null ? null : await askSettings();
    return index === null || found === null || found.has('core.hookspath')
      ? findPlaces(root)
      : findPlainPlaces({ root, gitDir: commonDir, index }, found);
  };
  return {
    root,
    findPlaces: async () => {
      places ??= locate();
      return nameAnew(await places);
    },
    readSettings: async () => {
      const found = await askSettings();
      if (found === null) throw new Refusal('git could not read its settings', 'See what `git status` says.');
      return found;
    },
    objects,
    close: async () => {
      await objects.close();
    },
  };
}

/** In bytes; a longer object is read by itself. */
const LONGEST = 4 * 1024 * 1024;

/** An object of which it is known that it must be there. @param id full hash */
export async function readObject(
  { root, objects }: Pick<CommitGround, 'root' | 'objects'>,
  type: 'blob' | 'tree' | 'commit',
  id: string,
): Promise<Buffer> {
  const object = await objects.read(id);
  if (object.kind === 'object' && object.type === type && object.bytes !== null) return object.bytes;
  // It is long, or git says now what is wrong with it.
  const run = await runGit(root, ['cat-file', type, id]);
  if (run.code !== 0) throw refuseFailure(`read the ${type === 'blob' ? 'file' : 'last commit'}`, run);
  return run.stdout;
}
