// What the built command costs, as ratios within this one run: a machine's own speed falls out of them.
//
//   npm run bench
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommits, createVersions, renderRoadmap } from './bench/material.js';
import { measureInTurns, measureMemory } from './bench/measure.js';
import { bundlePath, root } from './repository.js';

/** @typedef {import('./bench/measure.js').Subject} Subject */

const COMMANDS = ['check', 'show', 'next', 'export'];
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'roadmap-bench-')));
try {
  const hashes = createCommits(folder, 20_000);
  const ranges = hashes.slice(0, 10_000).map((hash, index) => `${hashes[index + 50]}..${hash}`);
  writeRoadmap('small.md', 40, hashes);
  writeRoadmap('large.md', 20_000, []);
  writeRoadmap('hashes.md', 10_000, hashes);
  writeRoadmap('ranges.md', 10_000, ranges);
  writeRoadmap('bare.md', 10_000, []);
  writeFileSync(
    join(folder, 'hashes.txt'),
    hashes
      .slice(0, 10_000)
      .map((hash) => `${hash}\n`)
      .join(''),
  );

  const nothing = { name: 'node -e 0', command: process.execPath, args: ['-e', '0'] };
  const commands = COMMANDS.map((name) => roadmap(name, 'small.md'));
  printTimes('40 tasks', measureInTurns(nothing, commands, { folder, turns: 15, warm: true }));

  const micromark = {
    name: 'bare micromark',
    command: process.execPath,
    args: [join(root, 'scripts/bench/run-micromark.js'), 'large.md'],
  };
  const large = COMMANDS.map((name) => roadmap(name, 'large.md'));
  printTimes('20,000 tasks', measureInTurns(micromark, large, { folder, turns: 1 }));

  const catFile = {
    name: 'git cat-file',
    command: 'git',
    args: ['cat-file', '--batch-check'],
    input: 'hashes.txt',
  };
  const looked = [
    { ...roadmap('check', 'hashes.md'), name: 'check, 10,000 hashes' },
    { ...roadmap('check', 'ranges.md'), name: 'check, 10,000 ranges' },
    { ...roadmap('check', 'bare.md'), name: 'check, no hash' },
  ];
  printTimes('10,000 tasks in 20,000 commits', measureInTurns(catFile, looked, { folder, turns: 2 }));

  printMemory('peak memory', [
    nothing,
    roadmap('check', 'small.md'),
    micromark,
    roadmap('check', 'large.md'),
    roadmap('check', 'bare.md'),
    roadmap('check', 'hashes.md'),
    roadmap('check', 'ranges.md'),
  ]);

  const versions = join(folder, 'versions');
  mkdirSync(versions);
  createVersions(versions, 1000, 500);
  const few = audit('HEAD~100..HEAD');
  printTimes(
    '500 tasks in 1,000 versions',
    measureInTurns(few, [audit('HEAD')], { folder: versions, turns: 1 }),
  );
  printMemory('peak memory', [few, audit('HEAD')], versions);
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {string} name @param {number} tasks @param {string[]} hashes */
function writeRoadmap(name, tasks, hashes) {
  writeFileSync(join(folder, name), renderRoadmap(tasks, hashes));
}

/** @param {string} name @param {string} file @returns {Subject} */
function roadmap(name, file) {
  return { name: `${name} ${file}`, command: process.execPath, args: [bundlePath, name, file] };
}

/** @param {string} range @returns {Subject} */
function audit(range) {
  return { name: `audit ${range}`, command: process.execPath, args: [bundlePath, 'audit', range] };
}

/** @param {string} title @param {import('./bench/measure.js').Times} times */
function printTimes(title, { base, others }) {
  process.stdout.write(`\n${title}, beside ${base.name} (${base.milliseconds.toFixed(0)} ms)\n`);
  for (const { name, milliseconds } of others)
    printRow(name, milliseconds / base.milliseconds, `${milliseconds.toFixed(0)} ms`);
}

/** @param {string} title @param {Subject[]} subjects the first is the base @param {string} [where] the folder */
function printMemory(title, subjects, where = folder) {
  const measured = subjects.map((subject) => ({
    name: subject.name,
    megabytes: measureMemory(subject, where),
  }));
  const base = measured[0]?.megabytes ?? Number.NaN;
  process.stdout.write(`\n${title}, beside ${subjects[0]?.name} (${base.toFixed(0)} MB)\n`);
  for (const { name, megabytes } of measured.slice(1))
    printRow(name, megabytes / base, `${megabytes.toFixed(0)} MB`);
}

/** @param {string} name @param {number} ratio @param {string} measured */
function printRow(name, ratio, measured) {
  process.stdout.write(`  ${name.padEnd(24)} × ${ratio.toFixed(2).padStart(6)}  (${measured})\n`);
}
