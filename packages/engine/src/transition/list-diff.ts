/** The lines that differ between two versions of a text, each with `-` or `+` before it; unchanged ones are left out. */
export function listDiff(before: string, after: string): string[] {
  const old = before.split(/\r\n|\r|\n/);
  const now = after.split(/\r\n|\r|\n/);
  const diff: string[] = [];
  let at = 0;
  let to = 0;
  while (at < old.length || to < now.length) {
    if (at < old.length && to < now.length && old[at] === now[to]) {
      at += 1;
      to += 1;
      continue;
    }
    const [removed, added] = findNextMatch(old.slice(at, at + REACH), now.slice(to, to + REACH));
    diff.push(...old.slice(at, at + removed).map((line) => `-${line}`));
    diff.push(...now.slice(to, to + added).map((line) => `+${line}`));
    at += removed;
    to += added;
  }
  return diff;
}

/** A transition changes a few lines in one place and one in another. */
const REACH = 50;

/** How many lines of each must go until two are the same: as few as possible. */
function findNextMatch(old: readonly string[], now: readonly string[]): [number, number] {
  for (let sum = 1; sum < old.length + now.length; sum += 1) {
    for (let removed = Math.min(sum, old.length); removed >= 0; removed -= 1) {
      const added = sum - removed;
      if (added <= now.length && removed < old.length && added < now.length && old[removed] === now[added])
        return [removed, added];
    }
  }
  return [old.length, now.length];
}
