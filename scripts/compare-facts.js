// Holds every fact that `roadmap check` finds to what git says one by one, for the hashes that real files cite.
//
//   npm run compare:facts -- FOLDER CLONE:PATH[@REVISION] ...
//
// FOLDER holds clones, bare or not, which stay as they are. The file is read at the revision (HEAD without it), and the
// hashes in it are looked up with HEAD and with that revision as the target; so are ranges from each to the next.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { makeOracle } from './facts/ask-git.js';
import { bundlePath } from './repository.js';

/** @typedef {import('./facts/ask-git.js').Answer} Answer */

const [folder, ...files] = process.argv.slice(2);
if (folder === undefined || files.length === 0) {
  process.stderr.write('compare-facts: name a folder of clones, and files as CLONE:PATH[@REVISION]\n');
  process.exit(2);
}
let wrong = 0;
for (const file of files) {
  const {
    clone = '',
    path = '',
    revision = 'HEAD',
  } = /^(?<clone>[^:]+):(?<path>.+?)(?:@(?<revision>[^@]+))?$/.exec(file)?.groups ?? {};
  for (const target of new Set(['HEAD', revision])) {
    const { claims, differences, counts } = compare(join(resolve(folder), clone), path, revision, target);
    process.stdout.write(
      `${file}, target ${target}: ${claims} claims; ${counts}; ${differences.length} differ\n`,
    );
    for (const difference of differences) process.stdout.write(`  ${difference}\n`);
    wrong += differences.length + (claims === 0 ? 1 : 0);
  }
}
process.exitCode = wrong === 0 ? 0 : 1;

/** @param {string} clone @param {string} path @param {string} revision @param {string} target */
function compare(clone, path, revision, target) {
  const gitFolder = existsSync(join(clone, '.git')) ? join(clone, '.git') : clone;
  const text = execFileSync('git', [`--git-dir=${gitFolder}`, 'show', `${revision}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const hashes = [...new Set(text.match(/(?<![\w.-])(?=[0-9a-f]*\d)[0-9a-f]{7,40}(?![\w-])/g) ?? [])];
  const ranges = hashes
    .slice(1)
    .flatMap((hash, index) => [`${hashes[index]}..${hash}`, `${hash}..${hashes[index]}`]);
  const claims = [...hashes, ...ranges];
  const facts = new Map(check(gitFolder, claims, target).map((fact) => [fact.claim, fact]));
  const ask = makeOracle(gitFolder, target, (one) => ['plan.md', 'roadmap.yaml'].includes(one));
  const differences = claims.flatMap((claim) => describe(claim, facts.get(claim), ask(claim)));
  /** @type {Map<string, number>} */
  const counted = new Map();
  for (const { fact, changes } of facts.values()) {
    const name = changes === null ? fact : `${fact} (${changes})`;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }
  const counts = [...counted].map(([name, count]) => `${count} ${name}`).join(', ');
  return { claims: claims.length, differences, counts };
}

/**
 * Runs the built command on a roadmap of these claims, in a folder of its own that git takes for the working tree.
 * @param {string} gitFolder @param {string[]} claims @param {string} target
 * @returns {import('@roadmap-as-code/core').Fact[]}
 */
function check(gitFolder, claims, target) {
  const tree = mkdtempSync(join(tmpdir(), 'roadmap-facts-'));
  try {
    const tasks = claims.map(
      (claim, index) => `- [x] **P0.${index + 1}** Task\n  - Commit: ${claim}\n  - Status: seen\n`,
    );
    writeFileSync(join(tree, 'plan.md'), `### P0 — Cited\n\n${tasks.join('')}`);
    const yaml = `version: 1\nroadmaps:\n  - path: plan.md\n    dialect: execution\n    target: ${JSON.stringify(target)}\n`;
    writeFileSync(join(tree, 'roadmap.yaml'), yaml);
    const run = spawnSync(process.execPath, [bundlePath, 'check', '--json'], {
      cwd: tree,
      env: { ...process.env, GIT_DIR: gitFolder, GIT_WORK_TREE: tree },
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (run.stdout === '') throw new Error(`${basename(bundlePath)} check: ${run.stderr}`);
    return JSON.parse(run.stdout).facts;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

/**
 * @param {string} claim
 * @param {import('@roadmap-as-code/core').Fact | undefined} found
 * @param {Answer} answer
 */
function describe(claim, found, answer) {
  if (found === undefined) return [`${claim}: no fact, and git says ${answer.fact}`];
  const said = [
    found.fact,
    found.fact === 'absent' ? null : found.commit,
    found.changes,
    found.commits,
    found.revertedBy !== null,
    found.refs.every((ref) => answer.refs.includes(ref)),
  ];
  const { fact, commit, changes, commits, reverted } = answer;
  const says = [fact, commit, changes, commits, reverted, true];
  return JSON.stringify(said) === JSON.stringify(says)
    ? []
    : [`${claim}: ${JSON.stringify(said)}, and git says ${JSON.stringify(says)}`];
}
