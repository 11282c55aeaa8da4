import type { Nodes, Root, RootContent } from 'mdast';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { readPlainText } from '../markdown/read-plain-text.ts';
import { measureNesting } from '../parse/nesting.ts';
import { parseLimits } from '../parse/parse-roadmap.ts';

/** A handoff that somebody wrote, as far as it is judged. */
export interface WrittenHandoff {
  /** Its headings in their order. */
  readonly headings: readonly WrittenHeading[];
  readonly units: readonly WrittenUnit[];
  /** The lines of its fences. */
  readonly fenced: readonly WrittenLine[];
}

export interface WrittenHeading {
  readonly title: string;
  readonly depth: number;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** A line of text, with the heading that it stands under, by its place among the headings; -1 before the first. */
export interface WrittenLine {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly under: number;
}

/** A paragraph, or a row of a table. Code between the lines of a text is in their text, too. */
export interface WrittenUnit {
  readonly kind: 'paragraph' | 'row';
  readonly under: number;
  /** Lines of the text; of a row its cells. */
  readonly lines: readonly WrittenLine[];
  readonly codes: readonly WrittenCode[];
  /** What is plain text, without code. */
  readonly texts: readonly WrittenPiece[];
}

export interface WrittenPiece extends WrittenLine {
  /** Some of what stands before it in its line. */
  readonly before: string;
}

export interface WrittenCode extends WrittenPiece {
  /** Whether nothing but marks stands before it in its unit. */
  readonly isFirst: boolean;
}

/** Characters before a piece of a line that say what it is. */
const NEAR = 40;

/** Why a file is not read as a handoff, in words, with the 1-based line where that shows. */
export interface HandoffFailure {
  readonly line: number;
  readonly message: string;
}

/** Reads a handoff. Total: what the Markdown parser would take too long for is not read. */
export function parseHandoff(text: string): WrittenHandoff | HandoffFailure {
  const { depth, line } = measureNesting(text);
  if (depth > parseLimits.depth)
    return {
      line,
      message: `nests lists or quotes ${depth} deep; ${parseLimits.depth} is the most that is read`,
    };
  const root = readMarkdown(text);
  return root === null
    ? { line: 1, message: 'nests marks such as *emphasis* deeper than can be read' }
    : readHandoff(root);
}

/**
 * Reads a handoff out of the tree of its Markdown. What stands in a comment is for nobody's eyes, and is left out; other
 * HTML is text, since a placeholder in bare angle brackets looks like it.
 */
function readHandoff(root: Root): WrittenHandoff {
  const headings: WrittenHeading[] = [];
  const units: WrittenUnit[] = [];
  const fenced: WrittenLine[] = [];
  for (const block of root.children) {
    if (block.type === 'heading')
      headings.push({ title: readPlainText(block), depth: block.depth, ...placeOf(block) });
    else readBlock(block, headings.length - 1, units, fenced);
  }
  return { headings, units, fenced };
}

function readBlock(block: RootContent, under: number, units: WrittenUnit[], fenced: WrittenLine[]): void {
  const pending: Nodes[] = [block];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'html')
      units.push(readUnit('paragraph', [node], under));
    else if (node.type === 'tableRow') units.push(readUnit('row', node.children, under));
    else if (node.type === 'code') {
      const { line, column } = placeOf(node);
      const lines = node.value.split(/\r\n?|\n/);
      const isFenced = node.position !== undefined && lines.length < node.position.end.line - line + 1;
      for (const [at, text] of lines.entries())
        fenced.push({ text, line: line + at + (isFenced ? 1 : 0), column, under });
    } else if ('children' in node) for (const child of [...node.children].reverse()) pending.push(child);
  }
}

/** @param parts the paragraph, or the cells of a row, each of which makes lines of its own */
function readUnit(kind: WrittenUnit['kind'], parts: readonly Nodes[], under: number): WrittenUnit {
  const lines: WrittenLine[] = [];
  const codes: WrittenCode[] = [];
  const texts: WrittenPiece[] = [];
  let current: { text: string; line: number; column: number } | null = null;
  let isFirst = true;
  const add = (text: string, line: number, column: number): void => {
    if (current === null) current = { text: '', line, column };
    current.text += text;
    if (text.trim() !== '') isFirst = false;
  };
  const tail = (): string => current?.text.slice(-NEAR) ?? '';
  const end = (): void => {
    if (current !== null && current.text.trim() !== '') lines.push({ ...current, under });
    current = null;
  };
  for (const part of parts) {
    for (const leaf of listLeaves(part)) {
      const { line, column } = placeOf(leaf);
      if (leaf.type === 'inlineCode') {
        codes.push({ text: leaf.value, line, column, under, before: tail(), isFirst });
        add(leaf.value, line, column);
      } else if (leaf.type === 'text' || leaf.type === 'html') {
        for (const [at, piece] of takeText(leaf)
          .split(/\r\n?|\n/)
          .entries()) {
          const place = { line: line + at, column: at === 0 ? column : 1 };
          if (at > 0) end();
          texts.push({ text: piece, ...place, under, before: tail() });
          add(piece, place.line, place.column);
        }
      } else if (leaf.type === 'break') end();
    }
    end();
  }
  return { kind, under, lines, codes, texts };
}

function takeText(leaf: Extract<Nodes, { type: 'text' | 'html' }>): string {
  const text = leaf.value.replaceAll('\u200b', '');
  return leaf.type === 'html' ? text.replace(/<!--.*?(?:-->|$)/gs, '').replace(TAG, '') : text;
}

/** The HTML that people write in Markdown for its looks; `<name>` and the like are placeholders. */
const TAG =
  /<\/?(?:a|b|blockquote|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|ol|p|picture|pre|s|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?=[\s/>])[^<>]*>/gi;

/** The leaves of a node, in their order. */
function listLeaves(node: Nodes): Nodes[] {
  const leaves: Nodes[] = [];
  const pending: Nodes[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('children' in next) for (const child of [...next.children].reverse()) pending.push(child);
    else leaves.push(next);
  }
  return leaves;
}

function placeOf({ position }: Nodes): { line: number; column: number } {
  return { line: position?.start.line ?? 1, column: position?.start.column ?? 1 };
}
