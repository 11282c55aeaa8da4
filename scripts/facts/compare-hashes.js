import { execFileSync } from 'node:child_process';
import { hold } from './compare-plans.js';
import { inPlace } from './run-command.js';

/** @typedef {import('./compare-plans.js').Compared} Compared */

/**
 * Holds what the command says of all that looks like a hash in a file to git.
 * @param {string} name
 * @param {{ gitFolder: string, command: string, target: string, path: string, revision: string }} what
 * @returns {Compared}
 */
export function compareHashes(name, { gitFolder, command, target, path, revision }) {
  const text = execFileSync('git', [`--git-dir=${gitFolder}`, 'show', `${revision}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const hashes = [...new Set(text.match(/(?<![\w.-])(?=[0-9a-f]*\d)[0-9a-f]{7,40}(?![\w-])/g) ?? [])];
  const ranges = hashes
    .slice(1)
    .flatMap((hash, index) => [`${hashes[index]}..${hash}`, `${hash}..${hashes[index]}`]);
  const claims = [...hashes, ...ranges];
  const tasks = claims.map(
    (claim, index) => `- [x] **P0.${index + 1}** Task\n  - Commit: ${claim}\n  - Status: seen\n`,
  );
  const plan = Buffer.from(`### P0 — Cited\n\n${tasks.join('')}`);
  return inPlace(gitFolder, command, new Map([['plan.md', plan]]), ({ check, folder }) => {
    const { facts } = check(['plan.md'], target);
    if (facts.length !== claims.length) throw new Error(`${facts.length} facts for ${claims.length} claims`);
    const roadmaps = new Set(['plan.md', 'roadmap.yaml']);
    return {
      name,
      files: 1,
      plans: 1,
      tasks: claims.length,
      claims: new Map([
        ['commit', hashes.length],
        ['range', ranges.length],
      ]),
      ...hold(facts, { gitFolder, target, roadmaps, folder }),
    };
  });
}
