import MarkdownIt from 'markdown-it';

/** Blocks whose boxes are not tasks: a quotation is somebody else's list. */
const QUOTES = ['blockquote_open', 'blockquote_close'];
/** Kiro writes a star behind the box of an optional task. */
const BOX = /^\[(?<marker>[^[\]]{1,16})\]\*?(?=[ \t\n])\s*(?=\S)/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * The number of boxes that a Markdown text has by another parser (markdown-it), counted in another way: list items
 * whose first inline text begins with brackets around a blank, an x, or one character that is no letter or digit.
 */
export function countBoxes(text: string): number {
  const body = text.replace(/^\ufeff/, '').replace(/^---\r?\n[^]*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/, '');
  const tokens = new MarkdownIt('default', { html: true }).parse(body, {});
  let quotes = 0;
  let count = 0;
  for (const [index, token] of tokens.entries()) {
    if (QUOTES.includes(token.type)) quotes += token.nesting;
    const startsItem =
      tokens[index - 2]?.type === 'list_item_open' && tokens[index - 1]?.type === 'paragraph_open';
    if (token.type === 'inline' && startsItem && quotes === 0 && isBox(token.content)) count += 1;
  }
  return count;
}

function isBox(content: string): boolean {
  const marker = BOX.exec(content)?.groups?.['marker'];
  if (marker === undefined) return false;
  if (/^[ \t\nxX]$/.test(marker)) return true;
  const single = [...new Intl.Segmenter().segment(marker)].length === 1;
  return single && !LETTER_OR_DIGIT.test(marker) && marker !== '…' && marker.trim() !== '';
}
