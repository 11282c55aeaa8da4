import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll } from '@jest/globals';
import { checkout } from './checkout.ts';

/** Everything that the tests of one file make lies in here. */
const base = mkdtempSync(join(realpathSync(tmpdir()), 'roadmap-test-'));
if (isInside(base, realpathSync(checkout))) throw new Error(`${base} lies in the checkout: set TMPDIR`);

afterAll(() => rmSync(base, { recursive: true, force: true }));

let made = 0;

/** A new folder; its path has no link in it. It is gone when the tests of the file have run. */
export function makeFolder(name = 'folder'): string {
  made += 1;
  const folder = join(base, `${made}`, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Refuses a folder that is not one of those above, so that no test can do anything to a checkout. */
export function requireOwn(folder: string): string {
  if (!isInside(realpathSync(folder), base)) throw new Error(`${folder} is no folder of a test`);
  return folder;
}

/** Writes files by their paths from the folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  requireOwn(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}
