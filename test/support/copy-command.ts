import { cpSync, renameSync } from 'node:fs';
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
