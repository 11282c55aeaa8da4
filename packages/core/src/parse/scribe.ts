import type { Span } from '../generated/roadmap.types.ts';
import type { Source } from '../source/source.ts';
import { foldLines, type TextRange } from './text-range.ts';

/** Writes places of the text as they stand in the graph: byte offsets and lines. */
export interface Scribe {
  readonly text: string;
  /** Byte offsets of a range of the text. */
  span(range: TextRange): Span;
  /** The same of two offsets. */
  spanOf(start: number, end: number): Span;
  /** The 1-based line of an offset of the text. */
  lineOf(offset: number): number;
  /** The byte offsets of a range, with the line on which it begins. */
  place(range: TextRange): { line: number; span: Span };
  /** The text of a range on one line. */
  slice(range: TextRange): string;
  fold(text: string): string;
  /** The same text, one string for all that are alike: many fields have the same few names. */
  share(text: string): string;
  /** Length of a text in bytes. */
  bytesOf(text: string): number;
}

export function makeScribe(source: Source): Scribe {
  const spanOf = (start: number, end: number): Span => ({
    start: source.toByte(start),
    end: source.toByte(end),
  });
  const span = ({ start, end }: TextRange): Span => spanOf(start, end);
  const shared = new Map<string, string>();
  return {
    text: source.text,
    span,
    spanOf,
    lineOf: source.lineOf,
    place: (range) => ({ line: source.lineOf(range.start), span: span(range) }),
    slice: ({ start, end }) => foldLines(source.text.slice(start, end)),
    fold: foldLines,
    share: (text) => {
      const known = shared.get(text);
      if (known === undefined) shared.set(text, text);
      return known ?? text;
    },
    bytesOf: (text) => new TextEncoder().encode(text).length,
  };
}
