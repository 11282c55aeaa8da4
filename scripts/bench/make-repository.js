// Makes one of the repositories that are measured on. In a process of its own: a process that holds much memory takes
// longer to start others, and the one that measures starts many.
//
//   node scripts/bench/make-repository.js <material> <folder> full|quick
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundlePath } from '../repository.js';
import {
  idOf,
  makeDone,
  makeOpen,
  makeReopened,
  renderCommit,
  renderConfig,
  renderRoadmap,
  renderTasks,
} from './material.js';
import { fullSizes, quickSizes } from './sizes.js';

const FILE = 'ROADMAP.md';
/** Of a cited hash. */
const digits = 9;

const [material = '', folder = '', size] = process.argv.slice(2);
const sizes = size === 'quick' ? quickSizes : fullSizes;

/** @type {Readonly<Record<string, () => unknown>>} */
const makers = {
  plain: () => makeSmall('none'),
  'one-rich': () => makeSmall('one'),
  'all-rich': () => makeSmall('all'),
  'hook-untouched': makeUntouched,
  'hook-tick': makeTicked,
  open: makeTickable,
  tick: makeTickable,
  large: () => makeLarge('none'),
  'large-rich': () => makeLarge('all'),
  hashes: () => makeHashes(),
  'hashes-graph': async () => {
    await makeHashes();
    git('commit-graph', 'write', '--reachable');
  },
  audit: makeHistory,
  ...Object.fromEntries(sizes.growth.map((tasks) => [`growth-${tasks}`, () => makeGrown(tasks)])),
};

const make = makers[material];
if (make === undefined) throw new Error(`no material ${material}`);
await make();

/** @param {import('./material.js').Rich} rich */
async function makeSmall(rich, open = 0) {
  const hashes = await createWork(sizes.smallCommits);
  const text = renderRoadmap({ tasks: sizes.small, hashes: hashes.slice(0, sizes.smallHashes), rich, open });
  commitFiles({ [FILE]: text, 'roadmap.yaml': renderConfig([FILE]) });
  return hashes;
}

async function makeUntouched() {
  await makeHooked();
  writeFileSync(join(folder, 'step.txt'), 'something else\n');
  git('add', 'step.txt');
  captureHook();
}

async function makeTicked() {
  const hashes = await makeHooked();
  const tasks = [idOf(sizes.small - 1), '--commit', String(hashes[sizes.smallHashes])];
  roadmap('tick', ...tasks, '--status', 'Ran the last step and saw it pass', '--no-commit');
  git('add', FILE);
  captureHook();
}

/** With the last task open, and what to tick it with in files beside the working tree's. */
async function makeTickable() {
  const hashes = await makeSmall('none', 1);
  writeFileSync(join(folder, '.git/bench-evidence'), String(hashes[sizes.smallHashes]));
}

async function makeHooked() {
  const hashes = await makeSmall('none', 1);
  roadmap('hook', 'install', 'pre-commit');
  return hashes;
}

/**
 * Keeps the environment in which git runs the hook: a hook in its place writes it down, and refuses the commit. The commit
 * also shows that the real one has something to judge.
 */
function captureHook() {
  const hook = join(folder, '.git/hooks/pre-commit');
  const real = readFileSync(hook);
  const kept = join(folder, '.git/bench-hook-run');
  const state = '{ cwd: process.cwd(), args: process.argv.slice(2), env: process.env }';
  const keep = `require('node:fs').writeFileSync(${JSON.stringify(kept)}, JSON.stringify(${state}))`;
  writeFileSync(hook, `#!${process.execPath}\n${keep};\nprocess.exit(1);\n`);
  try {
    git('commit', '--quiet', '--message', 'Refused');
  } catch {
    if (!existsSync(kept)) throw new Error('git ran no pre-commit hook');
  }
  writeFileSync(hook, real);
}

/** @param {import('./material.js').Rich} rich */
async function makeLarge(rich) {
  await createWork(1);
  const text = renderRoadmap({ tasks: sizes.large, rich });
  commitFiles({ [FILE]: text, 'roadmap.yaml': renderConfig([FILE]) });
}

async function makeHashes() {
  const hashes = (await createWork(sizes.commits)).slice(0, sizes.hashes);
  commitFiles({
    [FILE]: renderRoadmap({ tasks: hashes.length, hashes }),
    'roadmap.yaml': renderConfig([FILE]),
  });
  writeFileSync(join(folder, '.git/bench-hashes'), `${hashes.join('\n')}\n`);
}

/** Split evenly, so that every file is under the limit of the size of one. @param {number} tasks */
async function makeGrown(tasks) {
  await createWork(1);
  const count = Math.ceil(tasks / sizes.fileTasks);
  /** @type {Record<string, string>} */
  const files = {};
  for (let file = 0; file < count; file += 1) {
    files[`plans/part-${file}.md`] = renderRoadmap({ tasks: tasks / count });
  }
  commitFiles({ ...files, 'roadmap.yaml': renderConfig(Object.keys(files)) });
}

/**
 * Commits that each change the roadmap as the law allows: all tasks are ticked in their order, each with a commit of its
 * own, reopened the other way round, ticked again, and so on.
 */
async function makeHistory() {
  const hashes = await createWork(sizes.auditCommits);
  const tasks = Array.from({ length: sizes.auditTasks }, makeOpen);
  const config = renderConfig([FILE]);
  await importCommits(function* () {
    yield renderCommit(hashes.length, 'Plan', { [FILE]: renderTasks(tasks), 'roadmap.yaml': config });
    for (let step = 0; step < sizes.auditCommits - 1; step += 1) {
      const place = step % sizes.auditTasks;
      const isTick = Math.floor(step / sizes.auditTasks) % 2 === 0;
      const index = isTick ? place : sizes.auditTasks - 1 - place;
      tasks[index] = isTick ? makeDone(index, String(hashes[step])) : makeReopened();
      const message = `${isTick ? 'Tick' : 'Reopen'} ${idOf(index)}`;
      yield renderCommit(hashes.length + step + 1, message, { [FILE]: renderTasks(tasks) });
    }
  }, true);
  git('reset', '--quiet', '--hard');
}

/**
 * A repository of commits that each change a file that is no roadmap.
 * @param {number} count @returns {Promise<string[]>} their hashes, abbreviated, the newest first
 */
async function createWork(count) {
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--template=', '--initial-branch=main');
  await importCommits(function* () {
    for (let index = 0; index < count; index += 1) {
      yield renderCommit(index, `Do step ${index}`, { 'step.txt': `${index}\n` });
    }
  });
  git('reset', '--quiet', '--hard');
  const hashes = git('rev-list', 'main').trim().split('\n');
  return hashes.map((hash) => hash.slice(0, digits));
}

/** @param {() => Iterable<string>} list @param {boolean} [isOnTop] of what is there */
async function importCommits(list, isOnTop = false) {
  const child = spawn('git', ['fast-import', '--quiet'], {
    cwd: folder,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = once(child, 'close');
  if (isOnTop) child.stdin.write('reset refs/heads/main\nfrom refs/heads/main^0\n\n');
  for (const commit of list()) {
    if (!child.stdin.write(commit)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import: exit ${code}`);
}

/** @param {Readonly<Record<string, string>>} files by path */
function commitFiles(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Plan');
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 });
}

/** @param {string[]} args */
function roadmap(...args) {
  execFileSync(process.execPath, [bundlePath, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}
