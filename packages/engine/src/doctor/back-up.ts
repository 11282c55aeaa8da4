import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';

/**
 * Copies files as they are into the folder `roadmap` of git's common directory, readable by their owner alone. Those that
 * are not there are left out.
 * @param now milliseconds since 1970
 * @returns absolute paths of the copies
 */
export async function backUp(commonDir: string, paths: readonly string[], now: number): Promise<string[]> {
  const copies: string[] = [];
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (const path of new Set(paths)) {
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw refuse(path, error);
    });
    if (bytes === null) continue;
    const copy = join(
      commonDir,
      'roadmap',
      `backup-${stamp}-${randomBytes(4).toString('hex')}-${basename(path)}`,
    );
    await writeNew(copy, bytes).catch((error: NodeJS.ErrnoException) => {
      throw refuse(copy, error);
    });
    copies.push(copy);
  }
  return copies;
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function refuse(path: string, { code, message }: NodeJS.ErrnoException): InputError {
  return new InputError(
    `${path}: no backup can be made (${code ?? message}), so nothing is repaired`,
    'Check permissions and the disk.',
  );
}
