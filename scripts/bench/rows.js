// What is measured, beside what, and what it should cost at most.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePath, root } from '../repository.js';
import { idOf } from './material.js';
import { at } from './measure.js';

/** @typedef {import('./measure.js').Command} Command */
/** @typedef {import('./measure.js').Side} Side */
/** @typedef {import('./sizes.js').Sizes} Sizes */
/** @typedef {{ratio: number, megabytes?: number}} Target the most that it should be */
/** @typedef {import('./make-place.js').Place} Place */
/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} subject
 * @property {string} beside
 * @property {Target} target
 * @property {number} turns
 * @property {readonly [string, ...string[]]} materials
 * @property {(places: readonly [Place, ...Place[]]) => Side[]} makeSides in its materials; the first is the base, the last the subject
 * @property {(milliseconds: readonly number[]) => number} [rate] the ratio of the times of one turn; without it that of the last to the first
 */

/** Time for each task may be that much more where there are ten times as many, and still be called linear. */
const linear = 1.25;

/** @param {Sizes} sizes @returns {Row[]} */
export function listRows(sizes) {
  return [
    ...listSmall(sizes),
    ...listHooks(sizes),
    makeTick(sizes),
    ...listLarge(sizes),
    ...listHashes(sizes),
    makeAudit(sizes),
    makeGrowth(sizes),
  ];
}

/** @param {Sizes} sizes @returns {Row[]} */
function listSmall({ small, smallHashes, turns }) {
  const plain = `check, ${small} plain tasks, ${smallHashes} hashes, git included`;
  /** @type {(name: string, subject: string, ratio: number, material: string, ...args: string[]) => Row} */
  const row = (name, subject, ratio, material, ...args) => ({
    ...{ name, subject, beside: 'node -e 0', target: { ratio }, turns, materials: [material] },
    makeSides: ([place]) => [() => [nothing(place)], () => [roadmap(place, ...args)]],
  });
  return [
    row('check', plain, 2, 'plain', 'check'),
    row('check-one-rich', 'the same, one section through remark', 2.4, 'one-rich', 'check'),
    row('check-all-rich', 'the same, all sections through remark', 3.2, 'all-rich', 'check'),
    row('show', `show, ${small} plain tasks`, 1.8, 'open', 'show'),
    row('next', `next, ${small} plain tasks`, 1.8, 'open', 'next'),
    row('version', '--version', 1.15, 'open', '--version'),
  ];
}

/** @param {Sizes} sizes @returns {Row[]} */
function listHooks({ turns }) {
  /** @type {(name: string, subject: string, ratio: number) => Row} */
  const row = (name, subject, ratio) => ({
    ...{ name, subject, beside: 'node -e 0', target: { ratio }, turns, materials: [name] },
    makeSides: ([place]) => [() => [nothing(place)], () => [hook(place)]],
  });
  return [
    row('hook-untouched', 'pre-commit hook, a commit that touches no roadmap', 0.5),
    row('hook-tick', 'pre-commit hook, one good tick staged', 2.3),
  ];
}

/** @param {Sizes} sizes @returns {Row} */
function makeTick({ small, turns }) {
  const id = idOf(small - 1);
  const message = `Tick ${id}, with the commit of which it tells`;
  const commit = ['commit', '--quiet', '--only', '--message', message, '--', 'ROADMAP.md'];
  return {
    ...{ name: 'tick', subject: `tick with its commit, ${small} plain tasks`, target: { ratio: 3.5 }, turns },
    beside: 'node -e 0, and git commit --only of the same edit',
    materials: ['tick'],
    makeSides: ([place]) => {
      const file = join(place.folder, 'ROADMAP.md');
      const open = readFileSync(file, 'utf8');
      const hash = readFileSync(join(place.folder, '.git/bench-evidence'), 'utf8');
      const start = git(place, 'rev-parse', 'HEAD').trim();
      // Other words in each turn, so that git has no object of it yet.
      /** @type {(turn: number) => string} */
      const status = (turn) => `Ran the last step for the ${turn}. time and saw it pass`;
      return [
        (turn) => {
          git(place, 'reset', '--quiet', '--hard', start);
          const done = open.replace(`- [ ] **${id}**`, `- [x] **${id}**`);
          writeFileSync(file, `${done}  - Commit: \`${hash}\`\n  - Status: By hand: ${status(turn)}\n`);
          return [nothing(place), { ...place, command: 'git', args: commit }];
        },
        (turn) => {
          git(place, 'reset', '--quiet', '--hard', start);
          return [roadmap(place, 'tick', id, '--commit', hash, '--status', status(turn))];
        },
      ];
    },
  };
}

/** @param {Sizes} sizes @returns {Row[]} */
function listLarge({ large, longTurns }) {
  const count = large.toLocaleString('en');
  /** @type {(name: string, subject: string, target: Target, material: string) => Row} */
  const row = (name, subject, target, material) => ({
    ...{ name, subject, target, turns: longTurns, materials: [material] },
    beside: 'bare micromark 4.0.2, the same bytes',
    makeSides: ([place]) => {
      const args = [join(root, 'scripts/bench/run-micromark.js'), 'ROADMAP.md'];
      return [() => [{ ...place, command: process.execPath, args }], () => [roadmap(place, 'check')]];
    },
  });
  return [
    row('large', `check, ${count} plain tasks, no hashes`, { ratio: 0.04, megabytes: 120 }, 'large'),
    row('large-rich', 'the same, every section through remark', { ratio: 1, megabytes: 220 }, 'large-rich'),
  ];
}

/** @param {Sizes} sizes @returns {Row[]} */
function listHashes({ hashes, commits, longTurns }) {
  const numbers = [hashes, commits].map((number) => number.toLocaleString('en'));
  /** @type {(name: string, subject: string, ratio: number) => Row} */
  const row = (name, subject, ratio) => ({
    ...{ name, subject, target: { ratio }, turns: longTurns, materials: [name] },
    beside: 'bare git cat-file --batch-check of the same abbreviations',
    makeSides: ([place]) => {
      const input = join(place.folder, '.git/bench-hashes');
      return [
        () => [{ ...place, command: 'git', args: ['cat-file', '--batch-check'], input }],
        () => [roadmap(place, 'check')],
      ];
    },
  });
  return [
    row('hashes', `check, ${numbers[0]} abbreviated hashes, a repository of ${numbers[1]} commits`, 1.3),
    row('hashes-graph', 'the same, with a commit-graph', 0.8),
  ];
}

/** @param {Sizes} sizes @returns {Row} */
function makeAudit({ auditCommits, auditTasks, longTurns }) {
  return {
    ...{ name: 'audit', target: { ratio: 2 }, turns: longTurns, materials: ['audit'] },
    subject: `audit, ${auditCommits.toLocaleString('en')} commits of a roadmap of ${auditTasks} tasks`,
    beside: 'git log -p of that roadmap',
    makeSides: ([place]) => [
      () => [{ ...place, command: 'git', args: ['log', '-p', '--', 'ROADMAP.md'] }],
      () => [roadmap(place, 'audit')],
    ],
  };
}

/**
 * What each task more costs where there are many, beside what it costs where there are few: the start falls out of both.
 * @param {Sizes} sizes @returns {Row}
 */
function makeGrowth({ growth, longTurns }) {
  const [few, some, many] = growth;
  const [first, second, third] = growth.map((tasks) => tasks.toLocaleString('en'));
  return {
    ...{ name: 'growth', target: { ratio: linear }, turns: longTurns },
    subject: `check, each plain task more, from ${second} to ${third}`,
    beside: `each plain task more, from ${first} to ${second}`,
    materials: [`growth-${few}`, `growth-${some}`, `growth-${many}`],
    makeSides: (places) => places.map((place) => () => [roadmap(place, 'check')]),
    rate: (milliseconds) => {
      const [low, middle, high] = [at(milliseconds, 0), at(milliseconds, 1), at(milliseconds, 2)];
      return (high - middle) / (many - some) / ((middle - low) / (some - few));
    },
  };
}

/** @param {Place} place @returns {Command} */
function nothing(place) {
  return { ...place, command: process.execPath, args: ['-e', '0'] };
}

/** @param {Place} place @param {string[]} args @returns {Command} */
function roadmap(place, ...args) {
  return { ...place, command: process.execPath, args: [bundlePath, ...args] };
}

/** The hook that is installed, just as git ran it. @param {Place} place @returns {Command} */
function hook({ folder }) {
  const { cwd, args, env } = JSON.parse(readFileSync(join(folder, '.git/bench-hook-run'), 'utf8'));
  return { command: join(folder, '.git/hooks/pre-commit'), args, folder: cwd, env };
}

/** @param {Place} place @param {string[]} args */
function git({ folder, env }, ...args) {
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });
}
