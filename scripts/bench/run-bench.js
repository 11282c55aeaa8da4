// What the benchmarks have in common: options, a folder for all that they make, and a result that is kept.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundlePath } from '../repository.js';
import { makeEnvironment } from './environment.js';

/** @typedef {{only: string[], json: string | null, turns: number | null, quick: boolean}} Options */
/** @typedef {{folder: string, env: NodeJS.ProcessEnv, options: Options}} Bench env: what measured commands get to see */
/** @typedef {{name: string, error?: string}} Result of one row; without what was measured where that failed */
/** @typedef {{kind: string, quick: boolean, versions: Record<string, string>, rows: Result[]}} Report */

/**
 * Prints each result, and keeps all where `--json` says. The exit code tells whether all could be measured, and nothing
 * of what was measured.
 * @template {Result} T
 * @param {string} kind
 * @param {(bench: Bench) => Iterable<T>} work
 * @param {(result: T) => string} render
 */
export function runBench(kind, work, render) {
  const options = readOptions();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'roadmap-bench-')));
  try {
    const env = makeEnvironment(folder);
    /** @type {Report} */
    const report = { kind, quick: options.quick, versions: askVersions(env), rows: [] };
    for (const result of work({ folder, env, options })) {
      process.stdout.write(render(result));
      report.rows.push(result);
    }
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    if (report.rows.some(({ error }) => error !== undefined)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @template {{name: string}} T
 * @param {readonly T[]} rows @param {Options} options only: names, or what names begin with, up to a blank
 * @returns {readonly T[]}
 */
export function chooseRows(rows, { only }) {
  /** @param {T} row @param {string} name */
  const isOf = (row, name) => row.name === name || row.name.startsWith(`${name} `);
  for (const name of only) {
    if (rows.some((row) => isOf(row, name))) continue;
    throw new Error(`no row ${name}; there are ${rows.map((row) => row.name).join(', ')}`);
  }
  return only.length === 0 ? rows : rows.filter((row) => only.some((name) => isOf(row, name)));
}

/**
 * @template T
 * @param {() => T} work @returns {T | {error: string}} the first line says why
 */
export function tryRow(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Of a command that failed, the message begins with how it was called.
    const said = 'stderr' in error ? String(error.stderr ?? '').trim() : '';
    return { error: said === '' ? error.message : `${said}\n${error.message.split('\n', 1)[0]}` };
  }
}

/** @returns {Options} */
function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      turns: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const turns = values.turns === undefined ? null : Number(values.turns);
  if (turns !== null && !(Number.isInteger(turns) && turns > 0)) throw new Error('--turns takes a number');
  return { only: values.only, json: values.json ?? null, turns, quick: values.quick };
}

/** @param {NodeJS.ProcessEnv} env @returns {Record<string, string>} */
function askVersions(env) {
  /** @param {string} command @param {string[]} args */
  const ask = (command, ...args) => execFileSync(command, args, { env, encoding: 'utf8' }).trim();
  return {
    node: process.version,
    git: ask('git', '--version').replace('git version ', ''),
    roadmap: ask(process.execPath, bundlePath, '--version'),
  };
}
