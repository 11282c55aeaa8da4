import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseJson } from '../files/parse-json.ts';
import { InputError } from '../input-error.ts';

/**
 * The digest that a person has trusted in this clone; null where there is none. It is in git's own folder, which no commit,
 * fetch or checkout writes to.
 * @param commonDir absolute path of git's common directory
 */
export async function readTrust(commonDir: string): Promise<string | null> {
  const path = pathOf(commonDir);
  try {
    const file = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size > LONGEST) return null;
      const content = parseJson(await file.readFile('utf8'));
      const digest = (content as { readonly digest?: unknown } | null)?.digest;
      return typeof digest === 'string' && isDigest(digest) ? digest : null;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What can't be read trusts nothing.
    if (code === undefined) throw error;
    return null;
  }
}

/** Replaces what was trusted, at once. */
export async function writeTrust(commonDir: string, digest: string, now: number): Promise<void> {
  const path = pathOf(commonDir);
  const next = `${path}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(next, 'wx', 0o600);
    try {
      await file.writeFile(
        `${JSON.stringify({ schemaVersion: 1, digest, at: new Date(now).toISOString() })}\n`,
      );
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    throw explain(path, error);
  }
}

export async function removeTrust(commonDir: string): Promise<void> {
  const path = pathOf(commonDir);
  await rm(path, { force: true }).catch((error: unknown) => {
    throw explain(path, error);
  });
}

/** Whether a text can be a SHA-256 in hex. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

const LONGEST = 4096;

function pathOf(commonDir: string): string {
  return join(commonDir, 'roadmap', 'trust.json');
}

function explain(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new InputError(`${path}: it can't be written (${code})`, 'Check its permissions and the disk.');
}
