import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Hold, HoldFile } from '@roadmap-as-code/core';
import { validateHolds } from '@roadmap-as-code/core/schema';
import { parseJson } from '../files/parse-json.ts';
import { writeSynced } from '../git/commit/working-file.ts';
import { InputError } from '../input-error.ts';

/**
 * What everybody in this clone has claimed, in all its working trees, over or not.
 * @param commonDir absolute path of git's common directory
 */
export async function readHolds(commonDir: string): Promise<readonly Hold[]> {
  const path = pathOf(commonDir);
  const text = readIfThere(path);
  if (text === null) return [];
  const content = parseJson(text);
  if (validateHolds(content)) return (content as HoldFile).holds;
  throw new InputError(
    `${path}: this is not what roadmap writes there`,
    'It says who works on which task, and no more: delete it, and let who works on one `roadmap start` it again.',
  );
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new InputError(`${path}: it can't be read (${code})`, 'See who may read it.');
  }
}

/** Replaces the file at once. The caller holds the lock of the repository. */
export async function writeHolds(commonDir: string, holds: readonly Hold[]): Promise<void> {
  const path = pathOf(commonDir);
  const next = `${path}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(next, `${JSON.stringify({ schemaVersion: 1, holds }, null, 2)}\n`);
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`${path}: it can't be written (${code})`, 'Check its permissions and the disk.');
  }
}

/** From git's common directory, with forward slashes. */
export const holdsPath = 'roadmap/holds.json';

function pathOf(commonDir: string): string {
  return join(commonDir, holdsPath);
}
