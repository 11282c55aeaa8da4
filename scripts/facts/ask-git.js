// What git says of a cited hash or range, one plain command at a time. Slow, and written apart from the tool, which
// must say the same.
import { execFileSync } from 'node:child_process';
import { makeCarrierFinder } from './ask-carriers.js';
import { findCommit, findReverts, isReverted, isRevertedByName, listReverts } from './ask-reverts.js';

/**
 * @typedef {object} Way
 * @property {string | null} commit full hash
 * @property {string | null} changes
 * @property {boolean} reverted
 *
 * @typedef {object} Answer
 * @property {string} fact
 * @property {string | null} how
 * @property {string | null} reason
 * @property {number | null} commits
 * @property {readonly string[]} missing
 * @property {readonly Way[]} ways each of which may be said: several commits can carry the same work
 * @property {readonly string[]} refs every ref that reaches a pending commit
 * @property {readonly string[]} candidates
 * @property {boolean} isTold whether the message of a landed commit tells of one that is not here
 *
 * @typedef {object} Scene
 * @property {(...args: string[]) => string | null} git what it prints; null where it fails
 * @property {(...args: string[]) => string[]} lines
 * @property {string} tip
 * @property {ReadonlySet<string>} roadmaps paths of what is no work
 * @property {readonly string[]} cited commits, full hashes
 * @property {(tip: string) => readonly import('./ask-reverts.js').Revert[]} listReverts
 * @property {() => ReturnType<typeof makeCarrierFinder>} finder
 */

/** @type {Way} */
const NO_WAY = { commit: null, changes: null, reverted: false };
/** @type {Omit<Answer, 'fact'>} */
const NONE = {
  how: null,
  reason: null,
  commits: null,
  missing: [],
  ways: [NO_WAY],
  refs: [],
  candidates: [],
  isTold: false,
};

/** Refs that are neither a branch, a remote branch or a tag, nor any other place where work is published. */
const OWN_REFS = /^refs\/(?:stash$|notes\/|replace\/|original\/|bisect\/|rewritten\/|worktree\/|roadmap\/)/;

/**
 * @param {string} gitFolder
 * @param {string} target
 * @param {ReadonlySet<string>} roadmaps paths from the root
 * @param {ReadonlySet<string>} claims all that are asked about
 * @returns {(claim: string) => Answer} of a hash, or of two with `..` between them
 */
export function makeOracle(gitFolder, target, roadmaps, claims) {
  const git = once(
    /** @param {string[]} args @returns {string | null} */
    (...args) => {
      try {
        return execFileSync('git', ['--no-replace-objects', `--git-dir=${gitFolder}`, ...args], {
          encoding: 'latin1',
          stdio: ['ignore', 'pipe', 'ignore'],
          maxBuffer: 1 << 30,
        });
      } catch {
        return null;
      }
    },
  );
  /** @param {string[]} args */
  const lines = (...args) => (git(...args) ?? '').split('\n').filter(Boolean);
  const tip = git('rev-parse', '--verify', '-q', `${target}^{commit}`)?.trim() ?? '';
  const hashes = [...claims].flatMap(splitClaim);
  const cited = [...new Set(hashes.flatMap((hash) => findCommit(hash, git) ?? []))];
  /** @type {Scene} */
  const scene = {
    git,
    lines,
    tip,
    roadmaps,
    cited,
    listReverts: once((of) => listReverts(git('log', '-z', '--format=%H %B', of) ?? '')),
    finder: once(() => makeCarrierFinder(scene)),
  };
  return once((claim) => {
    const [from = '', to] = splitClaim(claim);
    return to === undefined ? askHash(from, scene) : askRange(from, to, scene);
  });
}

/** @param {string} claim */
function splitClaim(claim) {
  return claim.toLowerCase().split('..');
}

/**
 * Asks each question once.
 * @template {string[]} K @template V
 * @param {(...args: K) => V} ask @returns {(...args: K) => V}
 */
function once(ask) {
  /** @type {Map<string, { value: V }>} */
  const told = new Map();
  return (...args) => {
    const key = args.join('\0');
    const known = told.get(key) ?? { value: ask(...args) };
    told.set(key, known);
    return known.value;
  };
}

/** @param {string} hash @param {Scene} scene @returns {Answer} */
function askHash(hash, scene) {
  const answer = askFact(hash, scene);
  const commit = answer.ways[0]?.commit ?? null;
  if (answer.fact === 'landed' && commit !== null) {
    const way = { commit, changes: askCommit(commit, scene), reverted: isReverted(commit, scene) };
    return { ...answer, ways: [way] };
  }
  return isLost(answer) && commit !== null ? askElsewhere(answer, commit, scene) : answer;
}

/** @param {Answer} answer */
function isLost({ fact }) {
  return fact === 'pending' || fact === 'dangling';
}

/** @param {Answer} answer @param {string} work @param {Scene} scene @returns {Answer} */
function askElsewhere(answer, work, scene) {
  const finder = scene.finder();
  const found = finder.findWork(work);
  if (found !== null) {
    const ways = preferStanding(found.commits, scene).map((commit) => ({
      commit,
      changes: askCommit(commit, scene),
      reverted: isReverted(commit, scene) || isRevertedByName(work, commit, found.how, scene),
    }));
    return { ...NONE, fact: 'landed', how: found.how, ways };
  }
  const hints = finder.patchOf.commit(work) === null ? [] : finder.listHints(work);
  return hints.length === 0 ? answer : sayRewritten(answer, hints);
}

/** @param {Answer} answer @param {readonly string[]} candidates @returns {Answer} */
function sayRewritten({ ways }, candidates) {
  return { ...NONE, fact: 'unknown', reason: 'rewritten', ways, candidates };
}

/** @param {readonly string[]} commits @param {Scene} scene */
function preferStanding(commits, scene) {
  const standing = commits.filter((one) => !isReverted(one, scene));
  return standing.length > 0 ? standing : commits;
}

/** @param {string} from @param {string} to @param {Scene} scene @returns {Answer} */
function askRange(from, to, scene) {
  const { lines } = scene;
  const [start, end] = [askFact(from, scene), askFact(to, scene)];
  for (const fact of ['absent', 'ambiguous', 'not-a-commit']) {
    const worse = [start, end].find((one) => one.fact === fact);
    if (worse !== undefined) return { ...worse, missing: [...new Set([...start.missing, ...end.missing])] };
  }
  const [first, last] = [start, end].map((one) => one.ways[0]?.commit ?? '');
  if (first === undefined || last === undefined) return end;
  // `rev-list a..b` itself can list a commit too many where clocks went backwards.
  const outside = new Set(lines('rev-list', first));
  const inside = lines('rev-list', last).filter((commit) => !outside.has(commit));
  const [base = first] = lines('merge-base', '--all', first, last);
  const changes = inside.length === 0 ? 'nothing' : askChanges([base, last], scene);
  if (end.fact === 'landed') {
    const reverted = inside.some((one) => findReverts(one, scene).some((by) => !inside.includes(by)));
    return { ...end, commits: inside.length, ways: [{ commit: last, changes, reverted }] };
  }
  const finder = scene.finder();
  const works = inside.filter(finder.isLost);
  const whole = finder.findWhole(works, base, last);
  const found = works
    .filter((work) => finder.patchOf.commit(work) !== null)
    .map((work) => ({ work, carriers: finder.findWork(work) }));
  const open = found.filter(({ work, carriers }) => carriers === null && askCommit(work, scene) === 'work');
  const single = found.flatMap(({ carriers }) => carriers ?? []);
  if (whole.length > 0 || (single.length > 0 && open.length === 0)) {
    const isSame = whole.length === 0 && single.every(({ how }) => how === 'same-patch');
    const carriers = whole.length > 0 ? whole : single.flatMap(({ commits }) => commits);
    const reverted = carriers.every((one) => findReverts(one, scene).some((by) => !carriers.includes(by)));
    const ways = carriers.map((commit) => ({ commit, changes, reverted }));
    return { ...NONE, fact: 'landed', how: isSame ? 'same-patch' : 'squash', commits: inside.length, ways };
  }
  const hints = open.map(({ work }) => finder.listHints(work));
  if (open.length === 0 || hints.some((some) => some.length === 0)) return end;
  return sayRewritten(end, [...hints.flat(), ...single.flatMap(({ commits }) => commits)]);
}

/** @param {string} hash @param {Scene} scene @returns {Answer} */
function askFact(hash, scene) {
  const { git, lines, tip } = scene;
  const commit = findCommit(hash, git);
  if (commit === null) return askOther(hash, scene);
  const found = { ...NONE, ways: [{ ...NO_WAY, commit }] };
  if (git('merge-base', '--is-ancestor', commit, tip) !== null)
    return { ...found, fact: 'landed', how: 'ancestor' };
  const refs = lines('for-each-ref', '--contains', commit, '--format=%(refname)').filter(
    (ref) => !OWN_REFS.test(ref),
  );
  if (git('merge-base', '--is-ancestor', commit, 'HEAD') !== null) refs.push('HEAD');
  return { ...found, fact: refs.length > 0 ? 'pending' : 'dangling', refs };
}

/** What is no commit, or none alone. @param {string} hash @param {Scene} scene @returns {Answer} */
function askOther(hash, { git, lines, tip }) {
  const candidates = lines('rev-parse', `--disambiguate=${hash}`);
  const types = candidates.map((id) => git('cat-file', '-t', id)?.trim());
  const commits = candidates.filter((_, at) => types[at] === 'commit');
  if (commits.length > 1) return { ...NONE, fact: 'ambiguous', candidates: commits };
  if (types.length === 0) {
    const words = ['Evidence', 'Rebind'].map((name) => `--grep=Roadmap-${name}: ${hash}`);
    const isTold = lines('log', '--fixed-strings', '--format=%H', ...words, tip).length > 0;
    return { ...NONE, fact: 'absent', missing: [hash], isTold };
  }
  const commit =
    types[0] === 'tag' ? git('rev-parse', '--verify', '-q', `${candidates[0]}^{commit}`)?.trim() : null;
  return { ...NONE, fact: 'not-a-commit', ways: [{ ...NO_WAY, commit: commit ?? null }] };
}

/** What a commit changes, a merge against its first parent. @param {string} commit @param {Scene} scene */
function askCommit(commit, scene) {
  const parent = scene.git('rev-parse', '--verify', '-q', `${commit}^1`)?.trim();
  return askChanges(parent === undefined ? ['--root', commit] : [parent, commit], scene);
}

/** @param {string[]} trees two of them, or a root @param {Scene} scene */
function askChanges(trees, { git, roadmaps }) {
  const listed = git('diff-tree', '-r', '--no-commit-id', '--name-only', '--no-renames', '-z', ...trees);
  const paths = (listed ?? '').split('\0').filter(Boolean);
  if (paths.length === 0) return 'nothing';
  const names = paths.map((path) => Buffer.from(path, 'latin1').toString());
  return names.every((path) => roadmaps.has(path)) ? 'roadmap' : 'work';
}
