import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of this checkout. */
export const checkout: string = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The built command. `npm test` builds it first. */
export const binary: string = join(checkout, 'packages/cli/dist/roadmap.js');

/** A file of test/fixtures/seeds-like. */
export function readFixture(name: string): string {
  return readFileSync(join(checkout, 'test/fixtures/seeds-like', name), 'utf8');
}

/** A document that the project started from; null where it is not beside the checkout, since it is not ours to copy. */
export function readSeed(name: string): string | null {
  const path = join(checkout, '../shared/seeds', name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
