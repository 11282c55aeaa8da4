import { markAncestors } from './ancestors.ts';
import { findByPrefix, makePrefixIndex } from './find-by-prefix.ts';
import type { History, Revert } from './history.ts';
import { makeRangeReader } from './read-range.ts';

/** What git-revert(1) writes into a message; `-m` makes the long form. */
const REVERT = /^This reverts commit ([0-9a-f]{7,64})(?:, reversing\s+changes made to ([0-9a-f]{7,64}))?/gim;

/** What is in each message that the pattern above matches, whatever its encoding. */
const HINT = /reverts commit/i;

/** No person takes back more in one commit, and each costs a walk through the history. */
const MOST_REVERTS = 1000;

/** Up to here a walk for each is shorter than marking all ancestors. */
const FEW = 4;

/**
 * Whether the message of a commit can say that it reverts something; nearly none does.
 * @param text of which every character of ASCII was decoded, and any other in any way
 */
export function mayRevert(text: string): boolean {
  return HINT.test(text);
}

/** What the message of a commit says that it reverts, each once. */
export function readReverts(message: string): Revert[] {
  const reverts = new Map<string, Revert>();
  for (const [text, commit = '', mainline] of message.matchAll(REVERT)) {
    if (reverts.size === MOST_REVERTS) break;
    reverts.set(text, { commit: commit.toLowerCase(), mainline: mainline?.toLowerCase() ?? null });
  }
  return [...reverts.values()];
}

/**
 * The landed commits that were reverted, and by which commit: one that landed, too, says so in its message, descends
 * from what it reverts, and was not reverted itself. With a merge, all that it brought is reverted.
 * @param landed as markAncestors of the target gives it
 */
export function findReverts(history: History, landed: Uint8Array): Map<number, number> {
  const reverted = new Map<number, number>();
  const readRange = makeRangeReader(history);
  const prefixes = makePrefixIndex(history);
  const find = (hash: string): number | null => {
    const [commit, ...others] = findByPrefix(prefixes, hash);
    return commit === undefined || others.length > 0 ? null : commit;
  };
  // Children first: by the time a revert is met, it is known whether it was reverted itself.
  const reverting = [...history.reverts].sort(([a], [b]) => a - b);
  for (const [index, reverts] of reverting) {
    if (landed[index] !== 1 || reverted.has(index)) continue;
    const marks = reverts.length > FEW ? markAncestors(history, index) : null;
    const isAncestor = (commit: number): boolean =>
      marks === null ? readRange(index, commit).commits.length === 0 : marks[commit] === 1;
    for (const { commit: hash, mainline } of reverts) {
      const commit = find(hash);
      if (commit === null || commit <= index || !isAncestor(commit)) continue;
      const kept = mainline === null ? null : find(mainline);
      const gone = kept === null ? [commit] : [commit, ...readRange(kept, commit).commits];
      for (const one of gone) if (!reverted.has(one)) reverted.set(one, index);
    }
  }
  return reverted;
}
