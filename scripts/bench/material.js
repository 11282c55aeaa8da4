// What is measured on: roadmaps of a given size, and commits that they cite.
import { execFileSync } from 'node:child_process';

const tasksInPhase = 20;

/**
 * A roadmap in the execution dialect, all done.
 * @param {number} tasks
 * @param {string[]} hashes cited in turn, each by one task; the tasks after the last have nothing in git to show
 */
export function renderRoadmap(tasks, hashes) {
  const lines = ['# Bench'];
  for (let index = 0; index < tasks; index += 1) {
    const phase = Math.floor(index / tasksInPhase);
    const number = (index % tasksInPhase) + 1;
    if (number === 1) lines.push('', `### P${phase} — Phase ${phase}`, '');
    const commit = hashes[index] ? `\`${hashes[index]}\`` : 'none (nothing in git to show)';
    lines.push(`- [x] **P${phase}.${number}** Task ${index} of the *bench*, with a [link](#bench)`);
    lines.push(`  - Commit: ${commit}`, `  - Status: DONE. Ran \`step-${index}\` and saw it pass.`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * A repository whose commits each change a file.
 * @param {string} folder @param {number} count @returns {string[]} full hashes
 */
export function createCommits(folder, count) {
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  const commits = Array.from({ length: count }, (_, index) => renderCommit(index));
  execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, input: commits.join('') });
  const output = execFileSync('git', ['rev-list', 'main'], { cwd: folder, encoding: 'utf8' });
  return output.trim().split('\n');
}

/**
 * A repository whose commits each rewrite one task of a roadmap, one after the other.
 * @param {string} folder @param {number} count @param {number} tasks
 */
export function createVersions(folder, count, tasks) {
  const seen = new Array(tasks).fill(0);
  const commits = Array.from({ length: count }, (_, index) => {
    seen[index % tasks] = index;
    return renderCommit(
      index,
      'ROADMAP.md',
      renderRoadmap(tasks, []).replace(/step-(\d+)/g, (_step, task) => `step-${task}-${seen[task]}`),
    );
  });
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, input: commits.join('') });
}

/** @param {number} index @param {string} [path] @param {string} [content] */
function renderCommit(index, path = 'step.txt', content = `${index}\n`) {
  const message = `Step ${index}`;
  return [
    'commit refs/heads/main',
    `committer Bench <bench@example.invalid> ${1_700_000_000 + index} +0000`,
    `data ${message.length}`,
    message,
    `M 100644 inline ${path}`,
    `data ${Buffer.byteLength(content)}`,
    content,
  ].join('\n');
}
