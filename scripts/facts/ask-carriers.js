// What landed under another hash, one plain command at a time.
import { execFileSync } from 'node:child_process';

/**
 * @typedef {import('./ask-git.js').Scene} Scene
 *
 * @typedef {object} Carriers
 * @property {'same-patch' | 'squash'} how
 * @property {readonly string[]} commits that landed, full hashes
 */

/** The landed commits that carry a work, by its patch or by that of a branch that has it. @param {Scene} scene */
export function makeCarrierFinder(scene) {
  const { git, tip, lines } = scene;
  const patchOf = makePatchReader(scene);
  const landed = new Set(lines('rev-list', tip));
  const known = new Set(lines('rev-list', '--all', '--reflog', ...scene.cited));
  const lost = [...known].filter((one) => !landed.has(one));
  /** The landed commits, without merges, that a work does not reach. @param {string} work */
  const listSince = (work) => {
    const reached = new Set(lines('rev-list', work));
    return lines('rev-list', '--no-merges', tip).filter((one) => !reached.has(one));
  };
  /** @param {readonly string[]} works @param {string | null} patch */
  const carry = (works, patch) =>
    patch === null
      ? []
      : [...new Set(works.flatMap(listSince))].filter((one) => patchOf.commit(one) === patch);
  /** @param {string} work @returns {Carriers | null} */
  const findWork = (work) => {
    const same = carry([work], patchOf.commit(work));
    if (same.length > 0) return { how: 'same-patch', commits: same };
    const kin = lost.filter((one) => git('merge-base', '--is-ancestor', work, one) !== null);
    const squashes = kin.flatMap((end) =>
      lines('merge-base', '--all', tip, end).flatMap((base) => carry([work], patchOf.range(base, end))),
    );
    return squashes.length > 0 ? { how: 'squash', commits: squashes } : null;
  };
  return {
    patchOf,
    findWork,
    /** Whether a commit that has not landed is no merge. @param {string} one */
    isLost: (one) => !landed.has(one) && git('rev-parse', '--verify', '-q', `${one}^2`) === null,
    /** Those that have all of a range in one. @param {readonly string[]} works @param {string} from @param {string} to */
    findWhole: (works, from, to) => (works.length < 2 ? [] : carry(works, patchOf.range(from, to))),
    /** @param {string} work */
    listHints: (work) => listHints(work, new Set(listSince(work)), scene),
  };
}

/** The landed commits that seem to be made of a work. @param {string} work @param {ReadonlySet<string>} since @param {Scene} scene */
function listHints(work, since, { lines, tip }) {
  const [author = '', time = '', subject = ''] = lines('log', '-1', '--format=%ae%n%at%n%s', work);
  const search = ['log', '--no-merges', '--fixed-strings', '--format=%H', tip];
  const namesakes = lines(...search, `--author=<${author}>`).filter((one) => {
    const [, itsTime, itsSubject] = lines('log', '-1', '--format=%ae%n%at%n%s', one);
    return itsTime === time && itsSubject === subject;
  });
  const named = ['commit ', '(cherry picked from commit '].flatMap((words) =>
    lines(...search, `--grep=${words}${work}`),
  );
  const listed = lines(...search, `--grep=* ${subject}`).filter((one) => {
    const [itsAuthor, ...message] = lines('log', '-1', '--format=%ae%n%B', one);
    const isBy =
      itsAuthor === author ||
      message.some((line) => /^co-authored-by:/i.test(line) && line.includes(`<${author}>`));
    return isBy && message.includes(`* ${subject}`);
  });
  return [...new Set([...namesakes, ...named, ...listed])].filter((one) => since.has(one));
}

/** Patches by git-patch-id(1), each made once: without roadmaps, unless there is nothing else. @param {Scene} scene */
function makePatchReader({ git, roadmaps }) {
  const without = [...roadmaps].map((path) => `:(top,exclude,literal)${path}`);
  /** @param {string[]} trees */
  const hash = (...trees) => {
    const diff =
      git('diff-tree', '-p', '-r', '--no-commit-id', '--full-index', '--no-renames', ...trees) ?? '';
    const input =
      diff === '' ? '' : execFileSync('git', ['patch-id', '--verbatim'], { input: diff, encoding: 'utf8' });
    return input.split(' ')[0] || null;
  };
  /** @type {Map<string, string | null>} */
  const told = new Map();
  /** @param {string[]} trees */
  const read = (...trees) => {
    const key = trees.join(' ');
    const patch = told.get(key) ?? hash(...trees, '--', ':(top)', ...without) ?? hash(...trees);
    told.set(key, patch);
    return patch;
  };
  return {
    /** @param {string} commit */
    commit: (commit) => {
      const parent = git('rev-parse', '--verify', '-q', `${commit}^1`)?.trim();
      return parent === undefined ? read('--root', commit) : read(parent, commit);
    },
    /** @param {string} from @param {string} to */
    range: (from, to) => read(from, to),
  };
}
