import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { readMarkdown } from '../markdown/read-markdown.ts';

/**
 * Markdown that a forge shows, made of texts that others wrote: every mark of theirs is shown as it is, or taken out.
 * - Of HTML nothing passes, so that nothing can hide.
 * - `@name`, `#12`, `!12` and `GH-12` name nobody and close nothing, and no address becomes a link: a space of no width
 *   stands in them. In code forges heed none of these.
 * - Control characters and the marks that reorder text (UAX #9, table 1) are spelt out.
 */
export function escapeText(text: string): string {
  return spellControls(text)
    .replace(/[\\`*_[\]<>&|~$]/g, (character) => ENTITIES[character] ?? `\\${character}`)
    .replace(/(?<=@)(?=\S)|(?<=[#!])(?=\d)|(?<=\bGH-)(?=\d)|(?<=:)(?=\/\/)|(?<=\bwww)(?=\.)/gi, '&#8203;')
    .replace(/(?<=\b(?:mailto|xmpp):)(?=\S)/gi, '&#8203;')
    .replace(/^(?<space>\s*)(?<mark>[-+=#](?=\s|$|[-=#])|\/(?=\w)|\d{1,9}(?=[.)]))/u, escapeLead)
    .replace(/^\s+|\s+$/g, '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * What would begin a list, a heading or a line under one (CommonMark 0.31 §4 and §5), at the head of a block; or a command,
 * as forges take a line such as `/merge` for one.
 */
function escapeLead(_match: string, space: string, mark: string): string {
  return /^\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`;
}

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A text with what could steer a terminal, break a line or reorder what is read spelt out; a line break is a space. */
export function spellControls(text: string): string {
  return text.replace(/\r\n?|\n/g, ' ').replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    return code <= 0xff
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/**
 * A code span that reads as the text (CommonMark 0.31 §6.1).
 * @param isInTable whether it stands in a cell, where GFM takes a bar for the end of it unless a backslash leads
 *   it; one that has a backslash before it already can't stand in code there, and is plain text
 */
export function quoteCode(text: string, isInTable = false): string {
  const shown = spellControls(text);
  if (shown.trim() === '') return '';
  if (isInTable && shown.includes('\\|')) return escapeText(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  const code = `${fence}${space}${shown}${space}${fence}`;
  return isInTable ? code.replaceAll('|', '\\|') : code;
}

/** A fence that holds lines as they are (CommonMark 0.31 §4.5). */
function quoteFence(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => spellControls(line.replaceAll('\t', '  ')));
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join('\n');
}

/** One line of Markdown, as a title or a field of a roadmap is: its text and code, without its other marks. */
export function quoteLine(markdown: string, isInTable = false): string {
  const root = readMarkdown(markdown.replace(/\s+/g, ' ').trim());
  const blocks = root?.children ?? [];
  const [block] = blocks;
  // What is no plain paragraph, as `1. a` and `# a` are none, is shown as it is written.
  if (blocks.length !== 1 || block?.type !== 'paragraph') return escapeText(markdown.replace(/\s+/g, ' '));
  return quotePhrases(block.children, isInTable);
}

/** Blocks of Markdown: paragraphs, lists and code; a heading is a bold line, and what is none of these its plain text. */
export function quoteBlocks(markdown: string): string {
  const root = readMarkdown(markdown);
  if (root === null) return escapeText(markdown);
  return root.children.map(quoteBlock).filter(isSomething).join('\n\n');
}

function quoteBlock(node: RootContent): string {
  if (node.type === 'paragraph') return quotePhrases(node.children);
  if (node.type === 'code') return quoteFence(node.value);
  if (node.type === 'heading') {
    const title = quotePhrases(node.children);
    return title === '' ? '' : `**${title}**`;
  }
  const texts = listTexts(node);
  return node.type === 'list' ? texts.map((text) => `- ${text}`).join('\n') : texts.join('\n\n');
}

/** A comment is no text for a reader; any other HTML is shown as it is written. */
function quoteHtml(value: string): string {
  return /^\s*<!--(?:(?!-->).)*-->\s*$/s.test(value) ? '' : escapeText(value);
}

/** The lines of text in a block, whatever holds them. */
function listTexts(node: Nodes): string[] {
  const found: string[] = [];
  const pending: Nodes[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.type === 'paragraph' || next.type === 'heading' || next.type === 'tableCell')
      found.push(quotePhrases(next.children));
    else if (next.type === 'code') found.push(quoteCode(next.value));
    else if (next.type === 'html') found.push(quoteHtml(next.value));
    else if ('children' in next) for (const child of [...next.children].reverse()) pending.push(child);
  }
  return found.filter(isSomething);
}

function quotePhrases(nodes: readonly PhrasingContent[], isInTable = false): string {
  const pieces: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push(keepEdges(text));
    text = '';
  };
  const pending: Nodes[] = [...nodes].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'inlineCode') {
      flush();
      pieces.push(quoteCode(node.value, isInTable));
    } else if (node.type === 'text') text += node.value;
    else if (node.type === 'break') text += ' ';
    else if (node.type === 'html') text += /^<!--/.test(node.value) ? '' : node.value;
    else if (node.type === 'image' || node.type === 'imageReference') text += node.alt ?? '';
    else if ('children' in node) for (const child of [...node.children].reverse()) pending.push(child);
  }
  flush();
  return pieces.join('').trim();
}

/** A piece of a line keeps the spaces that part it from the code beside it. */
function keepEdges(text: string): string {
  const [lead = ''] = /^\s*/.exec(text) ?? [];
  const [trail = ''] = /\s*$/.exec(text) ?? [];
  const inner = escapeText(text.replace(/\s+/g, ' '));
  return `${lead === '' ? '' : ' '}${inner}${trail === '' || inner === '' ? '' : ' '}`;
}

function isSomething(text: string): boolean {
  return text.trim() !== '';
}
