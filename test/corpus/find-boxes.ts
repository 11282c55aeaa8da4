import MarkdownIt from 'markdown-it';

/** Blocks whose boxes are not tasks: a quotation is somebody else's list. */
const QUOTES = ['blockquote_open', 'blockquote_close'];
/** Kiro writes a star behind the box of an optional task. */
const BOX = /^\[(?<marker>[^[\]]{1,16})\]\*?(?=[ \t\n])\s*(?=\S)/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Front matter, which markdown-it doesn't know. */
const FRONT_MATTER = /^---\r?\n[^]*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/**
 * The 1-based lines of the boxes that a Markdown text has by another parser (markdown-it), found in another way: list
 * items whose first inline text begins with brackets around a blank, an x, or one character that is no letter or digit.
 */
export function findBoxes(text: string): number[] {
  const body = text.replace(/^\ufeff/, '').replace(FRONT_MATTER, (yaml) => yaml.replace(/[^\r\n]+/g, ''));
  const tokens = new MarkdownIt('default', { html: true }).parse(body, {});
  const lines: number[] = [];
  let quotes = 0;
  for (const [index, token] of tokens.entries()) {
    if (QUOTES.includes(token.type)) quotes += token.nesting;
    const item = tokens[index - 2];
    const startsItem = item?.type === 'list_item_open' && tokens[index - 1]?.type === 'paragraph_open';
    if (token.type === 'inline' && startsItem && quotes === 0 && isBox(token.content)) {
      lines.push((item.map?.[0] ?? -1) + 1);
    }
  }
  return lines;
}

function isBox(content: string): boolean {
  const marker = BOX.exec(content)?.groups?.['marker'];
  if (marker === undefined) return false;
  if (/^[ \t\nxX]$/.test(marker)) return true;
  const single = [...new Intl.Segmenter().segment(marker)].length === 1;
  return single && !LETTER_OR_DIGIT.test(marker) && marker !== '…' && marker.trim() !== '';
}
