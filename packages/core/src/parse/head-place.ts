import type { ReviewItem, Task } from '../generated/roadmap.types.ts';
import type { Source } from '../source/source.ts';

/** From the bracket that closes a box to the text behind it, with the star of a task that need not be done. */
const BEHIND_BOX = /^\]\\?\*?(?:[ \t]*(?:\r\n|\r|\n))?[ \t]*/;
/** In bytes; more blanks behind a box are nobody's. */
const LONGEST = 400;

/** Byte offset at which the text of a task begins, its id and a leading state word included. */
export function findHead(bytes: Uint8Array, { boxSpan }: Pick<Task | ReviewItem, 'boxSpan'>): number {
  // Every character that may stand there is one byte long.
  const near = new TextDecoder('latin1').decode(bytes.subarray(boxSpan.end, boxSpan.end + LONGEST));
  return boxSpan.end + (BEHIND_BOX.exec(near)?.[0].length ?? 0);
}

/** In bytes; what makes a line longer leads no task. */
const LONGEST_LINE = 4000;

/** The first line of that text. */
export function readHead(source: Source, task: Pick<Task | ReviewItem, 'boxSpan' | 'span'>): string {
  const start = findHead(source.bytes, task);
  const end = Math.min(task.span.end, start + LONGEST_LINE);
  const text = new TextDecoder().decode(source.bytes.subarray(start, end));
  return text.split(/\r\n|\r|\n/, 1)[0] ?? '';
}
