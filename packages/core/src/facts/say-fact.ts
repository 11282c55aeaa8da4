import type { Fact } from '../generated/check.types.ts';

/** What a fact says, but for the hashes in it: "landed on HEAD, reverted". */
export function sayFact({
  fact,
  target,
  how,
  changes,
  revertedBy,
  reason,
}: Pick<Fact, 'fact' | 'target' | 'how' | 'changes' | 'revertedBy' | 'reason'>): string {
  switch (fact) {
    case 'landed':
      return [
        `landed on ${target}`,
        ...(how === 'ancestor' ? [] : ['under another hash']),
        ...(changes === 'nothing' ? ['changes nothing'] : []),
        ...(changes === 'roadmap' ? ['changes only roadmaps'] : []),
        ...(changes === 'unknown' ? [`changes unknown (${reason ?? 'broken'})`] : []),
        ...(revertedBy === null ? [] : ['reverted']),
      ].join(', ');
    case 'foreign':
      return 'foreign, not looked up';
    case 'unknown':
      return `unknown (${reason ?? 'broken'})`;
    case 'pending':
    case 'dangling':
    case 'absent':
    case 'ambiguous':
    case 'not-a-commit':
      return fact;
  }
}
