// Runs commands and measures them.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Command
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} folder to run it in
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [input] a file
 */
/**
 * What is measured as one: commands that run one after the other. It makes all ready for them, which is not measured.
 * @typedef {(turn: number) => readonly Command[]} Side
 */
/** @typedef {{median: number, min: number, max: number}} Spread */

const reporter = fileURLToPath(new URL('report-memory.cjs', import.meta.url));

/**
 * One side after the other, turn by turn, so that what slows the machine for a while slows all alike.
 * @param {readonly Side[]} sides @param {{turns: number, warm: boolean}} options warm: a first turn that is not counted
 * @returns {number[][]} for each turn the milliseconds of each side
 */
export function measureInTurns(sides, { turns, warm }) {
  /** @type {number[][]} */
  const measured = [];
  for (let turn = warm ? 0 : 1; turn <= turns; turn += 1) {
    measured.push(sides.map((side) => side(turn).reduce((sum, command) => sum + runTimed(command), 0)));
  }
  return warm ? measured.slice(1) : measured;
}

/** @param {Command} command of Node @param {number} turns @returns {Spread} peak resident memory, in MB of 2^20 bytes */
export function measureMemory(command, turns) {
  const args = ['--require', reporter, ...command.args];
  return spread(
    Array.from({ length: turns }, () => {
      const { output } = run({ ...command, args }, ['ignore', 'ignore', 'pipe', 'pipe']);
      return Number(output[3]) / 1024;
    }),
  );
}

/** @param {Command} command @returns {string} what it printed, on either stream */
export function readOutput(command) {
  const { stdout, stderr } = run(command, ['ignore', 'pipe', 'pipe']);
  return `${stdout}${stderr}`;
}

/** @param {readonly number[]} values @returns {Spread} */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2;
  return { median, min: at(sorted, 0), max: at(sorted, sorted.length - 1) };
}

/** @param {readonly number[]} values @param {number} index */
export function at(values, index) {
  return values[index] ?? Number.NaN;
}

/** @param {Command} command */
function runTimed(command) {
  const input = command.input === undefined ? 'ignore' : openSync(command.input, 'r');
  try {
    const start = process.hrtime.bigint();
    run(command, [input, 'ignore', 'pipe']);
    return Number(process.hrtime.bigint() - start) / 1e6;
  } finally {
    if (typeof input === 'number') closeSync(input);
  }
}

/** @param {Command} command @param {import('node:child_process').StdioOptions} stdio */
function run({ command, args, folder, env }, stdio) {
  const result = spawnSync(command, args, { cwd: folder, env, stdio, encoding: 'utf8' });
  if (result.error) throw result.error;
  // What was found is no measure of anything: all that is measured on is in order.
  if (result.status !== 0) {
    const end = result.signal ?? `exit ${result.status}`;
    throw new Error(`${end}: ${result.stderr.trim()}\n${[command, ...args].join(' ')}`);
  }
  return result;
}
