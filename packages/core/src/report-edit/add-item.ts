import type { ReportList } from '../generated/roadmap.types.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { widthOf } from '../parse/width-of.ts';
import type { Edit } from '../transition/edit.ts';
import { decode, indentOf, lineBreakOf, lineEnd, lineStart, nextLine } from '../transition/lines.ts';

type Note = ReportList['items'][number];

/** Says that there is nothing to say. */
const NOTHING = /^(?:none|nothing|n\/a|not applicable|[-–—])(?:\s+(?:yet|so far))?\.?$/i;

/** A line that is added to a list. */
export interface AddedItem {
  readonly edit: Edit;
  /** What it takes the place of: a placeholder, or "None." where there is nothing else; null where it is a new line. */
  readonly before: string | null;
}

/** Adds a line to a list, written as its last one is; null where that has no bullet that can be copied. */
export function addItem(bytes: Uint8Array, { items }: ReportList, text: string): AddedItem | null {
  const last = items.at(-1);
  if (last === undefined) return null;
  // A placeholder that could be HTML is none of the item's text (CommonMark 0.31 §4.6, start condition 7).
  const { start, end } = last.span;
  const from = lineStart(bytes, start);
  const { prefix, rest } = BULLET.exec(decode(bytes, from, end))?.groups ?? {};
  if (prefix === undefined || rest === undefined) return null;
  const before = rest.trim();
  if (items.length === 1 && (isPlaceholder(before) || NOTHING.test(before.replaceAll(/[*_`]/g, '')))) {
    const first = from + prefix.length;
    return { edit: { start: first, end, text: `${/[ \t]$/.test(prefix) ? '' : ' '}${text}` }, before };
  }
  const at = endOfItem(bytes, last, prefix);
  const line = lineBreakOf(bytes, at);
  const gap = isLoose(bytes, items) ? line : '';
  return { edit: { start: at, end: at, text: `${line}${gap}${nextPrefix(prefix)}${text}` }, before: null };
}

const BULLET = /^(?<prefix>[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))(?!\[.{1,16}\]\s)(?<rest>[\s\S]*)$/u;

/** The same bullet, or the next number. */
function nextPrefix(prefix: string): string {
  const counted = prefix.replace(/\d+/, (number) => String(Number(number) + 1));
  return /[ \t]$/.test(counted) ? counted : `${counted} `;
}

/** Where the last line ends that belongs to an item: what is nested in it stands deeper, also behind blank lines. */
function endOfItem(bytes: Uint8Array, { span }: Note, prefix: string): number {
  const depth = widthOf(indentOf(prefix));
  let end = lineEnd(bytes, span.end);
  for (let at = nextLine(bytes, end); at < bytes.length; at = nextLine(bytes, at)) {
    const line = decode(bytes, at, lineEnd(bytes, at));
    if (line.trim() === '') continue;
    if (widthOf(indentOf(line)) <= depth) break;
    end = lineEnd(bytes, at);
  }
  return end;
}

/** Whether blank lines stand between the items. */
function isLoose(bytes: Uint8Array, items: readonly Note[]): boolean {
  const [before, last] = items.slice(-2);
  if (before === undefined || last === undefined) return false;
  const between = decode(bytes, before.span.end, lineStart(bytes, last.span.start));
  return /(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))$/.test(between);
}
