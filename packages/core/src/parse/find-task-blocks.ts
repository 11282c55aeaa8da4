import { widthOf } from './width-of.ts';

/** Where a task is written, from the box to whatever ends the item, without blank lines at the end. */
export interface TaskBlock {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** Whether nothing suggests that this is in a code fence, a comment or HTML, where it is no task. */
  readonly isPlain: boolean;
}

/** A line that begins a list item, with a box or not: GFM 0.29 §5.2 and §5.3, with any mark in the box. */
const ITEM =
  /^(?<indent>[ \t]*)(?:[-+*]|\d{1,9}[.)])(?:[ \t]+(?:\[[^[\]]{1,16}\]\*?[ \t]+(?<head>\S.*))?|$)/u;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const ID = /^(?:\*\*|__|`)?(?<id>[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)/u;
/** Behind the marker of an item, too: CommonMark 0.31 §4.5. */
const FENCE = /^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(?<fence>`{3,}|~{3,})/;
/** CommonMark 0.31 §4.6, start conditions 1 and 2 to 7, wherever they stand in a line. */
const RAW_HTML = /<(?<name>pre|script|style|textarea)\b/i;
const HTML = /^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*<[a-z/!?]/i;

/**
 * Where tasks are written, read from lines alone, for comparing many versions of a file: a hundred times faster than the
 * parser, which is asked where this can't be sure. By the first word behind the box, which is the id where there is one,
 * and by all that stands behind it.
 * @param text with line feeds alone for line ends
 */
export function findTaskBlocks(text: string): Map<string, TaskBlock[]> {
  const lines = text.split('\n');
  const blocks = new Map<string, TaskBlock[]>();
  const open: { readonly head: string; readonly indent: number; readonly at: number; isPlain: boolean }[] =
    [];
  const close = (indent: number, end: number): void => {
    while ((open.at(-1)?.indent ?? -1) >= indent) {
      const { head, at, isPlain } = open.pop() ?? { head: '', at: end, isPlain: false };
      const block = { line: at + 1, text: lines.slice(at, end).join('\n').trimEnd(), isPlain };
      for (const key of new Set([head, ID.exec(head)?.groups?.['id'] ?? head])) {
        const same = blocks.get(key);
        if (same === undefined) blocks.set(key, [block]);
        else same.push(block);
      }
    }
  };
  const isCode = makeCodeReader();
  let isAfterBlank = true;
  for (const [at, line] of lines.entries()) {
    const isPlain = !isCode(line);
    if (!isPlain) for (const task of open) task.isPlain = false;
    const isBlank = line.trim() === '';
    const item = ITEM.exec(line);
    if (HEADING.test(line)) close(0, at);
    else if (item !== null) {
      const indent = widthOf(item.groups?.['indent'] ?? '');
      close(indent, at);
      const head = item.groups?.['head'];
      if (head !== undefined) open.push({ head: head.trimEnd(), indent, at, isPlain });
    } else if (isAfterBlank && !isBlank) close(widthOf(/^[ \t]*/.exec(line)?.[0] ?? ''), at);
    isAfterBlank = isBlank;
  }
  close(0, lines.length);
  return blocks;
}

/** Says of one line after the other whether it may be code, a comment or HTML; rather too often than too seldom. */
function makeCodeReader(): (line: string) => boolean {
  let fence: string | null = null;
  let end: RegExp | null = null;
  return (line) => {
    if (fence !== null) {
      const closing = /^ *(?<run>`{3,}|~{3,})[ \t]*$/.exec(line)?.groups?.['run'];
      if (closing?.startsWith(fence) === true) fence = null;
      return true;
    }
    if (end !== null) {
      if (end.test(line)) end = null;
      return true;
    }
    fence = FENCE.exec(line)?.groups?.['fence'] ?? null;
    const raw = RAW_HTML.exec(line)?.groups?.['name'];
    const comment = line.lastIndexOf('<!--');
    if (comment !== -1 && !line.includes('-->', comment)) end = /-->/;
    else if (raw !== undefined && !line.includes(`</${raw}`)) end = new RegExp(`</${raw}`, 'i');
    else if (comment === -1 && HTML.test(line)) end = /^\s*$/;
    return fence !== null || end !== null;
  };
}
