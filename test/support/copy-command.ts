import { cpSync, renameSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { binary } from './checkout.ts';

/**
 * Puts a copy of the built command, with its parts, where a test can break it.
 * @param path absolute, of the script
 */
export function copyCommand(path: string): void {
  const folder = dirname(path);
  cpSync(dirname(binary), folder, { recursive: true });
  if (basename(path) !== basename(binary)) renameSync(join(folder, basename(binary)), path);
}

/**
 * Takes a copy away, and puts a link to it into a folder of programs, as npm does.
 * @param path absolute, of the script
 * @param folder absolute
 */
export function moveToPath(path: string, folder: string): void {
  const moved = join(folder, 'lib');
  renameSync(dirname(path), moved);
  symlinkSync(join(moved, basename(path)), join(folder, 'roadmap'));
}
