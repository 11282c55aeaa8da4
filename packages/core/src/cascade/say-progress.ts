import type { ReportedTarget } from '../generated/cascade.types.ts';
import { countOf, cutText } from '../message/words.ts';

/** In characters. */
const LONGEST_REASON = 80;
const LONGEST_STATUS = 500;

/** Whether the target has what it is to say. */
export function isThere({ outcome }: Pick<ReportedTarget, 'outcome'>): boolean {
  return outcome === 'pushed' || outcome === 'there';
}

/** The Status of a task whose targets all have it. */
export function sayAllThere(count: number): string {
  return `PASS: ${count} of ${countOf(count, 'target')}`;
}

/** The Status of a task of whose targets some have it: how many, and of each other one why not, in one line. */
export function sayPartial(targets: readonly ReportedTarget[]): string {
  const left = targets
    .filter((target) => !isThere(target))
    .map(({ name, outcome, reason }) => `${name} ${outcome}: ${plain(reason ?? '')}`);
  const head = `PARTIAL — ${targets.filter(isThere).length} of ${countOf(targets.length, 'target')}`;
  return cutText(`${head}: ${left.join('; ')}`, LONGEST_STATUS);
}

/**
 * What a remote has said, in words that mean nothing to Markdown, to a roadmap or to a terminal: anybody's hook can say
 * anything.
 */
function plain(reason: string): string {
  const words = reason.replace(/[^\p{L}\p{N} .,:'/_-]+/gu, ' ').replace(/ {2,}/g, ' ');
  return cutText(words.trim(), LONGEST_REASON);
}
