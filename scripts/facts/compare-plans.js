import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOracle } from './ask-git.js';
import { compareFact } from './compare-fact.js';
import { listMarkdown } from './list-markdown.js';
import { inPlace } from './run-command.js';

/**
 * @typedef {import('@roadmap-as-code/core').Fact} Fact
 *
 * @typedef {object} Compared
 * @property {string} name
 * @property {number} files that were read
 * @property {number} plans that cite something
 * @property {number} tasks of these plans
 * @property {ReadonlyMap<string, number>} claims by kind
 * @property {number} facts
 * @property {ReadonlyMap<string, number>} counts of facts, by what they say
 * @property {readonly string[]} missing claims of which git has nothing, with their places and texts
 * @property {readonly string[]} differences
 */

/**
 * Holds what the command says of all plans of a clone to git.
 * @param {string} name @param {string} gitFolder @param {string} command @returns {Compared}
 */
export function comparePlans(name, gitFolder, command) {
  const files = listMarkdown(gitFolder);
  return inPlace(gitFolder, command, files, ({ check, exportPhases, folder }) => {
    const target = 'HEAD';
    const cited = new Set(check([...files.keys()], target).facts.map(({ file }) => file));
    // Again with these alone: what the others are decides whether a commit changes roadmaps only.
    const plans = [...cited];
    const report = plans.length === 0 ? { facts: [], files: [] } : check(plans, target);
    const phases = plans.flatMap((file) => exportPhases(file).map((phase) => ({ ...phase, file })));
    const claims = phases.flatMap(({ tasks, file }) =>
      tasks.flatMap((task) => task.claims.map((claim) => ({ ...claim, claim: claim.text, file }))),
    );
    const checkpoints = phases.flatMap((phase) => phase.claims);
    const told = new Set(report.facts.map(placeOf));
    const untold = claims.filter((claim) => LOOKED_UP.has(claim.kind) && !told.has(placeOf(claim)));
    const roadmaps = new Set([...plans, 'roadmap.yaml']);
    const held = hold(report.facts, { gitFolder, target, roadmaps, folder });
    return {
      ...held,
      name,
      files: files.size,
      plans: plans.length,
      tasks: report.files.reduce((sum, { tasks }) => sum + tasks.total, 0),
      claims: count([
        ...claims.map(({ kind }) => kind),
        ...checkpoints.map(({ kind }) => `${kind} of a phase`),
      ]),
      differences: [
        ...held.differences,
        ...untold.map((claim) => `${placeOf(claim)}: the command says nothing of it`),
      ],
    };
  });
}

/** Kinds of claims of which the command says a fact. */
const LOOKED_UP = new Set(['commit', 'range', 'this', 'foreign']);

/** @param {{ file: string, line: number, claim: string }} cited */
function placeOf({ file, line, claim }) {
  return `${file}:${line}: ${claim}`;
}

/**
 * @param {readonly Fact[]} facts
 * @param {{ gitFolder: string, target: string, roadmaps: ReadonlySet<string>, folder: string }} from
 * @returns {Pick<Compared, 'facts' | 'counts' | 'missing' | 'differences'>}
 */
export function hold(facts, { gitFolder, target, roadmaps, folder }) {
  const asked = facts.filter(({ kind }) => kind === 'commit' || kind === 'range');
  const ask = makeOracle(gitFolder, target, roadmaps, new Set(asked.map(({ claim }) => claim)));
  return {
    facts: facts.length,
    counts: count(facts.map(nameFact)),
    missing: facts
      .filter(({ missing }) => missing.length > 0)
      .map((fact) => `${placeOf(fact)}: ${readLine(join(folder, fact.file), fact.line)}`),
    differences: asked.flatMap((fact) =>
      compareFact(fact, ask(fact.claim)).map((difference) => `${placeOf(fact)}: ${difference}`),
    ),
  };
}

/** @param {Fact} fact */
function nameFact({ kind, fact, how, changes, reason, revertedBy }) {
  const known = [kind, how, changes, reason, revertedBy === null ? null : 'reverted'].filter(Boolean);
  return `${fact} (${known.join(', ')})`;
}

/** @param {string} path @param {number} line */
function readLine(path, line) {
  return (readFileSync(path, 'utf8').split(/\r?\n/)[line - 1] ?? '').trim();
}

/** @param {readonly string[]} names @returns {Map<string, number>} */
function count(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
