// Puts beside the CLI what its package carries: the bundle, the notices, and the repository's licence and readme.
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundle } from './build.js';
import { root } from './repository.js';
import { bundle, makeProduct } from './stamp.js';

await makeProduct(bundle, buildBundle);
for (const name of ['LICENSE', 'README.md']) {
  const source = join(root, name);
  if (existsSync(source)) copyFileSync(source, join(root, 'packages/cli', name));
}
