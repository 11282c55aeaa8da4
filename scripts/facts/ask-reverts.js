// What was taken back, by the messages of git-revert(1).

/**
 * @typedef {import('./ask-git.js').Scene} Scene
 *
 * @typedef {{ by: string, hash: string, mainline: string | null }} Revert
 */

const REVERT = /^This reverts commit ([0-9a-f]{7,})(?:, reversing\s+changes made to ([0-9a-f]{7,}))?/gm;

/** @param {string} hash @param {Scene['git']} git @returns {string | null} */
export function findCommit(hash, git) {
  const commit = git('rev-parse', '--verify', '-q', `${hash}^{commit}`)?.trim();
  return commit?.startsWith(hash) ? commit : null;
}

/** @param {string} commit @param {Scene} scene */
export function isReverted(commit, scene) {
  return findReverts(commit, scene).length > 0;
}

/**
 * Whether what carries a work was taken back by the work's name, or the work itself before it was squashed.
 * @param {string} work @param {string} carrier @param {string} how @param {Scene} scene
 */
export function isRevertedByName(work, carrier, how, scene) {
  const { git, lines, tip, listReverts } = scene;
  const byName = listReverts(tip).some(
    ({ by, hash }) =>
      work.startsWith(hash) &&
      (by !== carrier || how === 'same-patch') &&
      !isReverted(by, scene) &&
      git('merge-base', '--is-ancestor', carrier, by) !== null,
  );
  const branches =
    how === 'squash' ? lines('for-each-ref', '--contains', work, '--format=%(objectname)') : [];
  return byName || branches.some((end) => findReverts(work, scene, end).length > 0);
}

/**
 * The commits that revert a commit, and were not reverted themselves.
 * @param {string} commit @param {Scene} scene @returns {string[]}
 */
export function findReverts(commit, scene, tip = scene.tip, seen = new Set()) {
  return scene
    .listReverts(tip)
    .filter((revert) => !seen.has(revert.by) && revert.by !== commit && doesRevert(revert, commit, scene))
    .map(({ by }) => by)
    .filter((by) => findReverts(by, scene, tip, new Set([...seen, commit])).length === 0);
}

/** @param {Revert} revert @param {string} commit @param {Scene} scene */
function doesRevert({ by, hash, mainline }, commit, { git }) {
  /** @param {string} one @param {string} of */
  const isAncestor = (one, of) => git('merge-base', '--is-ancestor', one, of) !== null;
  const reverted = findCommit(hash, git);
  if (reverted === null || !isAncestor(reverted, by)) return false;
  if (reverted === commit) return true;
  return mainline !== null && isAncestor(commit, reverted) && !isAncestor(commit, mainline);
}

/** @param {string} log @returns {Revert[]} */
export function listReverts(log) {
  return log.split('\0').flatMap((entry) => {
    const by = entry.split(' ', 1)[0] ?? '';
    const message = entry.slice(by.length + 1);
    return [...message.matchAll(REVERT)].map(([, hash = '', mainline]) => ({
      by,
      hash,
      mainline: mainline ?? null,
    }));
  });
}
