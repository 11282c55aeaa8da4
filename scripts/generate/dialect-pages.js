// The page of each dialect and their index, made from the data of the dialects.
import { join } from 'node:path';
import { dialectPagesFolder } from '../repository.js';
import { loadCore } from './load-core.js';

/** Written by hand. */
export const ownDialectPage = join(dialectPagesFolder, 'own.md');

/** @returns {Promise<Map<string, string>>} */
export async function generateDialectPages() {
  const { dialects, renderDialectPage, renderDialectIndex } = await loadCore(
    `export { dialects } from './dialects/index.ts';\nexport * from './dialect-pages/index.ts';\n`,
  );
  const files = new Map([[join(dialectPagesFolder, 'README.md'), renderDialectIndex(dialects)]]);
  for (const dialect of dialects)
    files.set(join(dialectPagesFolder, `${dialect.name}.md`), renderDialectPage(dialect));
  return files;
}
