// Runs commands and measures them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {string} [input] a file in the folder
 */
/** @typedef {{name: string, milliseconds: number}} Time */
/** @typedef {{base: Time, others: Time[]}} Times */

/**
 * In turns, so that what slows the machine for a while slows all alike; the median of the turns.
 * @param {Subject} base @param {Subject[]} others @param {{folder: string, turns: number, warm?: boolean}} options warm: a first turn that is not counted
 * @returns {Times}
 */
export function measureInTurns(base, others, { folder, turns, warm = false }) {
  const subjects = [base, ...others];
  /** @type {number[][]} */
  const samples = subjects.map(() => []);
  for (let turn = warm ? 0 : 1; turn <= turns; turn += 1) {
    subjects.forEach((subject, index) => {
      const milliseconds = runTimed(subject, folder);
      if (turn > 0) samples[index]?.push(milliseconds);
    });
  }
  const times = subjects.map(({ name }, index) => ({ name, milliseconds: median(samples[index] ?? []) }));
  const [first, ...rest] = times;
  if (!first) throw new Error('nothing to measure');
  return { base: first, others: rest };
}

/** @param {Subject} subject of Node @param {string} folder @returns {number} peak resident memory, in megabytes */
export function measureMemory(subject, folder) {
  const report = `import { writeSync } from 'node:fs';
    process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(report)}`, ...subject.args];
  const { output } = run({ ...subject, args }, folder, ['ignore', 'ignore', 'inherit', 'pipe']);
  return Number(output[3]) / 1024;
}

/** @param {Subject} subject @param {string} folder */
function runTimed(subject, folder) {
  const start = process.hrtime.bigint();
  run(subject, folder, ['pipe', 'ignore', 'inherit']);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** @param {Subject} subject @param {string} folder @param {import('node:child_process').StdioOptions} stdio */
function run({ name, command, args, input }, folder, stdio) {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // costs each start of Node 36 ms
  const bytes = input ? readFileSync(join(folder, input)) : '';
  const result = spawnSync(command, args, { cwd: folder, env, stdio, input: bytes, maxBuffer: Infinity });
  if (result.error) throw result.error;
  // 1 and 3 are findings; 2 and a signal mean that nothing was measured.
  if (result.status === 2 || result.status === null) throw new Error(`${name} failed`);
  return result;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
