// What git says of a cited hash or range, one plain command at a time. Slow, and written apart from the tool, which
// must say the same.
import { execFileSync } from 'node:child_process';

/**
 * @typedef {object} Answer
 * @property {string} fact
 * @property {string | null} commit
 * @property {string | null} changes
 * @property {number | null} commits
 * @property {boolean} reverted
 * @property {readonly string[]} refs every ref that reaches a pending commit
 *
 * @typedef {object} Scene
 * @property {(...args: string[]) => string | null} git what it prints; null where it fails
 * @property {string} tip
 * @property {(path: string) => boolean} isRoadmap
 * @property {readonly Revert[]} reverts
 *
 * @typedef {{ by: string, hash: string, mainline: string | null }} Revert
 */

const NONE = { commit: null, changes: null, commits: null, reverted: false, refs: [] };

/** Refs that are neither a branch, a remote branch or a tag, nor any other place where work is published. */
const OWN_REFS = /^refs\/(?:stash$|notes\/|replace\/|original\/|bisect\/|rewritten\/|worktree\/|roadmap\/)/;

const REVERT = /^This reverts commit ([0-9a-f]{7,})(?:, reversing\s+changes made to ([0-9a-f]{7,}))?/gm;

/**
 * @param {string} gitFolder
 * @param {string} target
 * @param {(path: string) => boolean} isRoadmap
 * @returns {(claim: string) => Answer} of a hash, or of two with `..` between them
 */
export function makeOracle(gitFolder, target, isRoadmap) {
  /** @type {Scene['git']} */
  const git = (...args) => {
    try {
      return execFileSync('git', ['--no-replace-objects', `--git-dir=${gitFolder}`, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1 << 30,
      });
    } catch {
      return null;
    }
  };
  const tip = git('rev-parse', '--verify', '-q', `${target}^{commit}`)?.trim() ?? '';
  const reverts = listReverts(git('log', '-z', '--format=%H %B', tip) ?? '');
  const scene = { git, tip, isRoadmap, reverts };
  return (claim) => {
    const [from = '', to] = claim.split('..');
    return to === undefined ? askHash(from, scene) : askRange(from, to, scene);
  };
}

/** @param {string} hash @param {Scene} scene @returns {Answer} */
function askHash(hash, scene) {
  const answer = askFact(hash, scene);
  if (answer.fact !== 'landed' || answer.commit === null) return answer;
  const parent = scene.git('rev-parse', '--verify', '-q', `${answer.commit}^1`)?.trim();
  const changes = askChanges(
    parent === undefined ? ['--root', answer.commit] : [parent, answer.commit],
    scene,
  );
  return { ...answer, changes, reverted: findReverts(answer.commit, scene).length > 0 };
}

/** @param {string} from @param {string} to @param {Scene} scene @returns {Answer} */
function askRange(from, to, scene) {
  const [start, end] = [askFact(from, scene), askFact(to, scene)];
  for (const fact of ['absent', 'ambiguous', 'not-a-commit']) {
    const worse = [start, end].find((one) => one.fact === fact);
    if (worse !== undefined) return worse;
  }
  if (end.fact !== 'landed' || end.commit === null || start.commit === null) return end;
  // `rev-list a..b` itself can list a commit too many where clocks went backwards.
  const outside = new Set(listLines(scene.git('rev-list', start.commit)));
  const inside = listLines(scene.git('rev-list', end.commit)).filter((commit) => !outside.has(commit));
  const [base = start.commit] = listLines(scene.git('merge-base', '--all', start.commit, end.commit));
  return {
    ...end,
    commits: inside.length,
    changes: inside.length === 0 ? 'nothing' : askChanges([base, end.commit], scene),
    reverted: inside.some((commit) => findReverts(commit, scene).some((by) => !inside.includes(by))),
  };
}

/** @param {string} hash @param {Scene} scene @returns {Answer} */
function askFact(hash, { git, tip }) {
  const commit = findCommit(hash, git);
  if (commit === null) return askOther(hash, git);
  if (git('merge-base', '--is-ancestor', commit, tip) !== null) return { ...NONE, fact: 'landed', commit };
  const refs = listLines(git('for-each-ref', '--contains', commit, '--format=%(refname)')).filter(
    (ref) => !OWN_REFS.test(ref),
  );
  if (git('merge-base', '--is-ancestor', commit, 'HEAD') !== null) refs.push('HEAD');
  return refs.length > 0 ? { ...NONE, fact: 'pending', commit, refs } : { ...NONE, fact: 'dangling', commit };
}

/** What is no commit, or none alone. @param {string} hash @param {Scene['git']} git @returns {Answer} */
function askOther(hash, git) {
  const candidates = listLines(git('rev-parse', `--disambiguate=${hash}`));
  const types = candidates.map((id) => git('cat-file', '-t', id)?.trim());
  if (types.filter((type) => type === 'commit').length > 1) return { ...NONE, fact: 'ambiguous' };
  if (types.length === 0) return { ...NONE, fact: 'absent' };
  const commit =
    types[0] === 'tag' ? git('rev-parse', '--verify', '-q', `${candidates[0]}^{commit}`)?.trim() : null;
  return { ...NONE, fact: 'not-a-commit', commit: commit ?? null };
}

/** @param {string} hash @param {Scene['git']} git @returns {string | null} */
function findCommit(hash, git) {
  const commit = git('rev-parse', '--verify', '-q', `${hash}^{commit}`)?.trim();
  return commit?.startsWith(hash) ? commit : null;
}

/** @param {string[]} trees two of them, or a root @param {Scene} scene */
function askChanges(trees, { git, isRoadmap }) {
  const listed = git('diff-tree', '-r', '--no-commit-id', '--name-only', '--no-renames', '-z', ...trees);
  const paths = (listed ?? '').split('\0').filter(Boolean);
  if (paths.length === 0) return 'nothing';
  return paths.every(isRoadmap) ? 'roadmap' : 'work';
}

/**
 * The commits that revert a commit, and were not reverted themselves.
 * @param {string} commit @param {Scene} scene @returns {string[]}
 */
function findReverts(commit, scene, seen = new Set()) {
  return scene.reverts
    .filter((revert) => !seen.has(revert.by) && revert.by !== commit && doesRevert(revert, commit, scene))
    .map(({ by }) => by)
    .filter((by) => findReverts(by, scene, new Set([...seen, commit])).length === 0);
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
function listReverts(log) {
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

/** @param {string | null} text */
function listLines(text) {
  return (text ?? '').split('\n').filter(Boolean);
}
