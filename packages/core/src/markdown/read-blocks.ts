import type { Root } from 'mdast';
import { beginMarkdown, type Markdown, type MarkdownDraft } from './blocks.ts';
import { cutSections } from './cut-sections.ts';
import { readMarkdown } from './read-markdown.ts';
import { makeOddFinder, readPlain } from './read-plain.ts';
import { takeBlocks } from './take-blocks.ts';

/**
 * The blocks of a text, section by section: the plain ones by the plain reader, all others by the Markdown parser, which is
 * the judge of what any text means. Where a section can't be told without the others, the parser gets the whole text.
 * @param isStrict whether the parser shall get the whole text whatever is in it
 * @returns null where marks nest deeper than the parser can read
 */
export function readBlocks(text: string, isStrict: boolean): Markdown | null {
  return (isStrict ? null : readSections(text)) ?? readWhole(text);
}

function readWhole(text: string): Markdown | null {
  const root = readMarkdown(text);
  if (root === null) return null;
  const draft = beginMarkdown();
  takeBlocks(root, 0, draft);
  return draft;
}

/** Null where only the whole text tells. */
function readSections(text: string): Markdown | null {
  const draft = beginMarkdown();
  const starts = cutSections(text);
  const isOdd = makeOddFinder(text);
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? text.length;
    const isPlain =
      !isOdd(start, end) && !mayHaveFrontMatter(text, start) && readPlain(text, start, end, draft);
    if (!isPlain && !readOther(text, start, end, draft)) return null;
  }
  return draft;
}

function mayHaveFrontMatter(text: string, start: number): boolean {
  return start === 0 && text.startsWith('---');
}

/** What every section but the last stands before. */
const NEXT = '# Next';

/**
 * Adds a section as the parser reads it; false where it needs the whole text. It is read with a heading behind it, as it
 * stands: HTML and fences can go on over it (CommonMark 0.31 §4.5 and §4.6), and what is open ends with it.
 */
function readOther(text: string, start: number, end: number, draft: MarkdownDraft): boolean {
  const isLast = end === text.length;
  const root = readMarkdown(isLast ? text.slice(start) : text.slice(start, end) + NEXT);
  if (root === null || hasDefinitions(root)) return false;
  if (!isLast) {
    const next = root.children.pop();
    if (next?.type !== 'heading' || next.position?.start.offset !== end - start) return false;
  }
  takeBlocks(root, start, draft);
  return true;
}

/** What gives marks in other sections a meaning: CommonMark 0.31 §4.7, GFM footnotes. */
function hasDefinitions(root: Root): boolean {
  const pending: Root['children'][number][] = [...root.children];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') return true;
    if (node.type === 'blockquote' || node.type === 'list' || node.type === 'listItem')
      for (const child of node.children) pending.push(child);
  }
  return false;
}
