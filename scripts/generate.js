// Makes what is generated: types and validators from schemas/, the list of the rules, and the pages in docs/rules and docs/dialects.
//
//   node scripts/generate.js           writes what differs
//   node scripts/generate.js --check   writes nothing, prints what differs, and fails if anything does

import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateDialectPages, ownDialectPage } from './generate/dialect-pages.js';
import { generateRuleList } from './generate/rule-list.js';
import { generateRulePages } from './generate/rule-pages.js';
import { generateSchemaTypes } from './generate/schema-types.js';
import { generateSchemaValidators } from './generate/schema-validators.js';
import { dialectPagesFolder, generatedFolder, root, rulePagesFolder } from './repository.js';
import { generatedCode, listFiles, makeProduct, readIfThere, writeAtomically } from './stamp.js';

/** @typedef {Map<string, string>} Files absolute path → content */

/** Types, validators and the list of the rules: what the bundle needs. */
export async function generateCode() {
  writeChanges(await planCode());
}

/** @returns {Promise<Files>} the changes: a path with its content, or with '' where the file must go */
async function planCode() {
  const [types, validators] = await Promise.all([generateSchemaTypes(), generateSchemaValidators()]);
  return keepChanged(
    new Map([...types, ...validators, ...generateRuleList()]),
    listFiles(generatedFolder, '.ts'),
  );
}

/** The pages are made by the sources themselves, so the generated code has to be there before. */
async function planPages() {
  const [rules, dialects] = await Promise.all([generateRulePages(), generateDialectPages()]);
  return keepChanged(new Map([...rules, ...dialects]), [
    ...listFiles(rulePagesFolder, '.md'),
    ...listFiles(dialectPagesFolder, '.md').filter((path) => path !== ownDialectPage),
  ]);
}

/** @param {Files} wanted @param {string[]} present paths that this generator owns; those not wanted go */
function keepChanged(wanted, present) {
  /** @type {Files} */
  const changes = new Map();
  for (const path of present) if (!wanted.has(path)) changes.set(path, '');
  for (const [path, content] of wanted)
    if (readIfThere(path)?.toString() !== content) changes.set(path, content);
  return changes;
}

/** @param {Files} changes */
function writeChanges(changes) {
  for (const [path, content] of changes) {
    process.stderr.write(`generate: ${content === '' ? 'removed' : 'wrote'} ${relative(root, path)}\n`);
    if (content === '') rmSync(path);
    else writeAtomically(path, content);
  }
}

/** @param {Files} changes */
async function printChanges(changes) {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-generate-'));
  for (const [path, content] of changes) {
    const wanted = join(folder, 'wanted');
    writeFileSync(wanted, content);
    const present = readIfThere(path) ? path : '/dev/null';
    process.stdout.write(`generate: ${relative(root, path)} is not what its source makes\n`);
    spawnSync('git', ['--no-pager', 'diff', '--no-index', '--', present, wanted], { stdio: 'inherit' });
  }
  await rm(folder, { recursive: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const changes = new Map([...(await planCode()), ...(await planPages())]);
    await printChanges(changes);
    process.exitCode = changes.size > 0 ? 1 : 0;
  } else {
    await makeProduct(generatedCode, generateCode);
    writeChanges(await planPages());
  }
}
