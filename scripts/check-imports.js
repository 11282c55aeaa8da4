// Holds the import directions, after proving that the checker sees a violation of each of them.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { cruiseImports } from './imports/cruise-imports.js';
import { plantedFiles, plantViolations } from './imports/plant-violations.js';
import { forbidden } from './imports/rules.js';
import { root } from './repository.js';
import { listFiles } from './stamp.js';

const folders = ['packages', 'test'];

await proveChecker();
await checkRepository();

/** Fails unless exactly what was planted is found, and something is planted for every rule. */
async function proveChecker() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'roadmap-imports-')));
  try {
    plantViolations(folder);
    const { violations } = await cruiseImports(folder, folders);
    const found = violations.map(({ rule, from }) => `${rule} in ${from}`);
    const planted = plantedFiles.flatMap(({ path, breaks = [] }) =>
      breaks.map((rule) => `${rule} in ${path}`),
    );
    const broken = new Set(plantedFiles.flatMap(({ breaks = [] }) => breaks));
    report(
      'the checker did not find what was planted:',
      planted.filter((line) => !found.includes(line)),
    );
    report(
      'the checker found what was not planted:',
      found.filter((line) => !planted.includes(line)),
    );
    report(
      'nothing is planted for:',
      forbidden.map(({ name }) => name ?? '').filter((name) => !broken.has(name)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function checkRepository() {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const { modules, violations } = await cruiseImports(root, present);
  const sources = listSources();
  const read = new Set(modules);
  report(
    'not read by the checker:',
    sources.filter((path) => !read.has(path)),
  );
  if (sources.length === 0) report('no sources:', folders);
  report('forbidden imports:', violations.map(describeViolation));
  process.stdout.write(`check-imports: ${sources.length} files read, ${forbidden.length} rules held\n`);
}

/** @returns {string[]} paths relative to the root, with forward slashes */
function listSources() {
  const files = folders.flatMap((folder) => listFiles(join(root, folder), '.ts'));
  const paths = files.map((path) => relative(root, path).split(sep).join('/'));
  return paths.filter((path) => !/(?:^|\/)(?:node_modules|dist)\//.test(path));
}

/** @param {import('./imports/cruise-imports.js').Violation} violation */
function describeViolation({ rule, from, to }) {
  const reason = forbidden.find(({ name }) => name === rule)?.comment;
  return `${from} → ${to}: ${rule} (${reason})`;
}

/** @param {string} heading @param {string[]} lines nothing happens where there are none */
function report(heading, lines) {
  if (lines.length === 0) return;
  process.stderr.write(`check-imports: ${heading}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
}
