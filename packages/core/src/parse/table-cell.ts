import type { Cell } from '../markdown/blocks.ts';
import { foldLines, type TextRange } from './text-range.ts';

/** What a cell holds, without its pipes; for an empty one, nothing, behind the blank at its head. */
export function contentOf({ content, start, end }: Cell, text: string): TextRange {
  if (content !== null) return content;
  const raw = text.slice(start, end);
  const inside = start + (/^\|?[ \t]?/.exec(raw)?.[0].length ?? 0);
  return { start: Math.min(inside, end), end: Math.min(inside, end) };
}

/** What a cell says, in one line and without marks; nothing for one that is missing. */
export function readCell(cell: Cell | undefined, text: string): string {
  if (cell === undefined) return '';
  const { start, end } = contentOf(cell, text);
  return foldLines(text.slice(start, end)).replace(/[*_`]/g, '').trim();
}

/** Whether a column has one of some names, in whichever case. */
export function isNamed(column: string, names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === column.toLowerCase());
}
