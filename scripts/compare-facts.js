// Holds every fact that `roadmap check` finds in clones to what git says one by one, by other commands.
//
//   npm run compare:facts -- [--command PATH] FOLDER [CLONE:PATH[@REVISION] ...]
//
// FOLDER holds clones with their whole history, bare or not; they stay as they are. Make it of histories that cite
// commits, such as `git clone --bare <address> <folder>/<name>` of each. Without files, every Markdown file that a clone
// has at HEAD, or had before it was deleted, is read as the command reads it, and what its tasks cite is looked up from
// HEAD. With files, all that looks like a hash in such a file is looked up, from HEAD and from the file's revision, and so
// are ranges from each to the next. `--command` names another build of the command than this checkout's.
//
// Each difference is a line, with who says what; each claim of which git has nothing is one, with the text that it stands
// in. Not compared are `this`, commits of other repositories, and what only the trailers of a commit tell.
// Exit 1: something differs, or there is nothing to compare.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareHashes } from './facts/compare-hashes.js';
import { comparePlans } from './facts/compare-plans.js';
import { bundlePath } from './repository.js';

/** @typedef {import('./facts/compare-plans.js').Compared} Compared */

const { values, positionals } = parseArgs({
  options: { command: { type: 'string', default: bundlePath } },
  allowPositionals: true,
});
const [folder, ...files] = positionals;
if (folder === undefined) {
  process.stderr.write(
    'compare-facts: name a folder of clones, and files as CLONE:PATH[@REVISION] if you like\n',
  );
  process.exit(2);
}
const command = resolve(values.command);
/** @type {Compared[]} */
const all = files.length === 0 ? compareClones(folder) : files.flatMap((file) => compareFile(folder, file));
const isWrong =
  all.length === 0 || all.some(({ facts, differences }) => facts === 0 || differences.length > 0);
process.stdout.write(printTable(all));
process.exitCode = isWrong ? 1 : 0;

/** @param {string} place @returns {Compared[]} */
function compareClones(place) {
  const clones = readdirSync(place).flatMap((name) => {
    const gitFolder = findGitFolder(join(resolve(place), name));
    return gitFolder === null ? [] : [{ name, gitFolder }];
  });
  return clones.map(({ name, gitFolder }) => print(comparePlans(name, gitFolder, command)));
}

/** @param {string} place @param {string} file @returns {Compared[]} */
function compareFile(place, file) {
  const {
    clone = '',
    path = '',
    revision = 'HEAD',
  } = /^(?<clone>[^:]+):(?<path>.+?)(?:@(?<revision>[^@]+))?$/.exec(file)?.groups ?? {};
  const gitFolder = findGitFolder(join(resolve(place), clone));
  if (gitFolder === null) throw new Error(`${file}: there is no such clone`);
  const targets = [...new Set(['HEAD', revision])];
  return targets.map((target) =>
    print(compareHashes(`${file}, target ${target}`, { gitFolder, command, target, path, revision })),
  );
}

/** @param {string} clone @returns {string | null} */
function findGitFolder(clone) {
  const found = [join(clone, '.git'), clone].find((one) => existsSync(join(one, 'HEAD')));
  return found ?? null;
}

/** @param {Compared} compared */
function print(compared) {
  const { name, differences, missing, claims, counts } = compared;
  process.stdout.write(`${name}\n  claims: ${printCounts(claims)}\n  facts: ${printCounts(counts)}\n`);
  for (const one of missing) process.stdout.write(`  git has nothing of ${one}\n`);
  for (const one of differences) process.stdout.write(`  differs: ${one}\n`);
  return compared;
}

/** @param {ReadonlyMap<string, number>} counts */
function printCounts(counts) {
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}

/** @param {readonly Compared[]} rows */
function printTable(rows) {
  const head = ['clone', 'files', 'plans', 'tasks', 'facts', 'differ'];
  const cells = rows.map(({ name, files, plans, tasks, facts, differences }) =>
    [name, files, plans, tasks, facts, differences.length].map(String),
  );
  const table = [head, ...cells];
  const widths = head.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))),
    )
    .map((row) => `${row.join('  ')}\n`)
    .join('');
}
