import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { InputError } from '../input-error.ts';

/** A file of a submodule, or of a clone within this one: its commits are there. */
export function refuseForeign(root: string, real: string, file: string): void {
  const between = relative(root, dirname(real)).split(sep);
  for (let depth = between.length; depth > 0; depth -= 1) {
    const folder = between.slice(0, depth).join(sep);
    if (folder === '' || !existsSync(join(root, folder, '.git'))) continue;
    throw new InputError(
      `${file}: it belongs to another repository, in ${folder.split(sep).join('/')}`,
      'Run roadmap there.',
    );
  }
}
