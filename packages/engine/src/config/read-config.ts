import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@roadmap-as-code/core';
import { readInside } from '../files/read-file.ts';
import { configName } from './names.ts';
import { parseTrusted } from './parse-config.ts';

/** Reads and validates roadmap.yaml at the root of the repository; null where there is none. */
export async function readConfig(root: string): Promise<Config | null> {
  // A link to nothing is not the same as no config: what it was to guard would go unguarded.
  const there = lstatSync(join(root, configName), { throwIfNoEntry: false }) !== undefined;
  return there ? parseTrusted(await readInside(root, configName)) : null;
}
