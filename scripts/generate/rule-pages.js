// The page of each rule and their index, written by the rules' own sources.
import { join } from 'node:path';
import { rulePagesFolder } from '../repository.js';
import { loadCore } from './load-core.js';

/** @returns {Promise<Map<string, string>>} */
export async function generateRulePages() {
  const { rules, renderRulePage, renderRuleIndex } = await loadCore(
    `export { rules } from './rules/index.ts';\nexport * from './rules/render-rule-page.ts';\n`,
  );
  const metas = rules.map((/** @type {{meta: {id: string}}} */ { meta }) => meta);
  const files = new Map([[join(rulePagesFolder, 'README.md'), renderRuleIndex(metas)]]);
  for (const meta of metas) files.set(join(rulePagesFolder, `${meta.id}.md`), renderRulePage(meta));
  return files;
}
