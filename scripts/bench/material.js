// What is measured on, as text: roadmaps in the execution dialect, and streams for git-fast-import(1).

const tasksInPhase = 10;

/** @typedef {{box: ' ' | 'x', commit: string | null, status: string | null}} Task null: without that line */
/** @typedef {'none' | 'one' | 'all'} Rich which sections hold more than plain tasks: a quote, a link and an emphasis */

/**
 * All done, but for the last ones where `open` says so. The plain form is what a reader of plain tasks may take: no link,
 * no emphasis but the bold id, no HTML, no table. No such reader may take a rich section.
 * @param {{tasks: number, hashes?: readonly string[], rich?: Rich, open?: number, prefix?: string}} options
 *   hashes: cited in turn, each by one task; the tasks after the last have nothing in git to show
 */
export function renderRoadmap({ tasks, hashes = [], rich = 'none', open = 0, prefix = 'P' }) {
  const list = Array.from({ length: tasks }, (_, index) =>
    index < tasks - open ? makeDone(index, hashes[index] ?? null) : makeOpen(),
  );
  return renderTasks(list, rich, prefix);
}

/** @param {number} index @param {string | null} hash @returns {Task} */
export function makeDone(index, hash) {
  const commit = hash === null ? 'none (nothing in git to show)' : `\`${hash}\``;
  return { box: 'x', commit, status: `DONE. Ran \`step-${index}\` and saw it pass.` };
}

/** @returns {Task} */
export function makeOpen() {
  return { box: ' ', commit: null, status: null };
}

/** @returns {Task} */
export function makeReopened() {
  return { box: ' ', commit: '', status: 'REOPENED: the step failed again' };
}

/** @param {number} index of the task, in its roadmap */
export function idOf(index, prefix = 'P') {
  return `${prefix}${Math.floor(index / tasksInPhase)}.${(index % tasksInPhase) + 1}`;
}

/** @param {readonly Task[]} tasks @param {Rich} [rich] */
export function renderTasks(tasks, rich = 'none', prefix = 'P') {
  const lines = ['# Bench'];
  tasks.forEach(({ box, commit, status }, index) => {
    const phase = Math.floor(index / tasksInPhase);
    const isFirst = index % tasksInPhase === 0;
    const isRich = rich === 'all' || (rich === 'one' && phase === 0);
    if (isFirst) lines.push('', `### ${prefix}${phase} — Phase ${phase}`, '');
    if (isFirst && isRich) lines.push('> What this phase is for.', '');
    const words = isFirst && isRich ? ' with a [link](#p0--phase-0) and *stress*' : '';
    lines.push(`- [${box}] **${idOf(index, prefix)}** Do step ${index} of the bench${words}`);
    if (commit !== null) lines.push(`  - Commit: ${commit}`.trimEnd());
    if (status !== null) lines.push(`  - Status: ${status}`);
  });
  return `${lines.join('\n')}\n`;
}

/** As `roadmap init` writes it. @param {readonly string[]} paths */
export function renderConfig(paths) {
  const entries = paths.map((path) => `  - path: ${path}\n`);
  return `version: 1\nroadmaps:\n${entries.join('')}`;
}

/**
 * A commit on main, for git-fast-import(1).
 * @param {number} second of its time
 * @param {string} message
 * @param {Readonly<Record<string, string>>} files by path
 */
export function renderCommit(second, message, files) {
  const lines = [
    'commit refs/heads/main',
    `committer Bench <bench@example.invalid> ${1_700_000_000 + second} +0000`,
    `data ${Buffer.byteLength(message)}`,
    message,
  ];
  for (const [path, content] of Object.entries(files)) {
    lines.push(`M 100644 inline ${path}`, `data ${Buffer.byteLength(content)}`, content);
  }
  return `${lines.join('\n')}\n`;
}
