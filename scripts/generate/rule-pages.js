// The page of each rule and their index, written by the rules' own sources.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { nodeModuleOptions } from '../build.js';
import { rulePagesFolder, rulesFolder } from '../repository.js';

/** @returns {Promise<Map<string, string>>} */
export async function generateRulePages() {
  const { rules, renderRulePage, renderRuleIndex } = await loadRules();
  const metas = rules.map((/** @type {{meta: {id: string}}} */ { meta }) => meta);
  const files = new Map([[join(rulePagesFolder, 'README.md'), renderRuleIndex(metas)]]);
  for (const meta of metas) files.set(join(rulePagesFolder, `${meta.id}.md`), renderRulePage(meta));
  return files;
}

/** Node 20 can't run TypeScript, so the rules come through a bundle in a temporary file. */
async function loadRules() {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-rules-'));
  try {
    const outfile = join(folder, 'rules.mjs');
    const contents = `export { rules } from './index.ts';\nexport * from './render-rule-page.ts';\n`;
    await build({
      ...nodeModuleOptions,
      stdin: { contents, resolveDir: rulesFolder, loader: 'ts' },
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
