import type { Link, List, ListItem, Paragraph, Root } from 'mdast';

/** A bullet of the outer or of the inner level, a box or none, and what can begin nothing but a paragraph. */
const ITEM = /^(?<indent>(?: {2})?)- (?:\[[ xX]\] |(?=(?:\*\*|`)?\p{L}))(?<content>.*\S.*)$/u;
/** What could be HTML, an escape, an address or white space of another kind. */
const STRANGE = /[<\\@\u0000-\u001f\u007f]|:\/\/|www\.|``/i;
/** Code, a link as most are written, any other character; a bracket that is in neither fits nothing. */
const INLINE = /`[^`]*`|(?<!!)\[(?:[\p{L}\p{N} .,#/:-]+)\]\((?<url>[A-Za-z0-9#/.-]+)\)|[^[\]]/uy;

/**
 * The Markdown syntax tree of a text that is nothing but bullets of one line each, in lists of at most two levels, where
 * that can be told by lines; null for any other. Of what stands in a line it has the links alone. Versions of a history write
 * thousands of tasks in this way, and the Markdown parser takes a hundred times as long; a property test holds one to the
 * other.
 */
export function readPlainList(text: string): Root | null {
  const list: List = { type: 'list', children: [] };
  let isBlank = false;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    if (end === start) isBlank = true;
    else {
      const line = text.slice(start, end);
      const { indent = '', content = '' } = ITEM.exec(line)?.groups ?? {};
      const links = content === '' || STRANGE.test(line) ? null : readLinks(content, end - content.length);
      if (links === null || (isBlank && indent !== '')) return null;
      const item = makeItem(start + indent.length, end, links);
      if (indent === '') list.children.push(item);
      else if (!nest(list.children.at(-1), item)) return null;
      isBlank = false;
    }
    start = end + 1;
  }
  const [first, last] = [list.children[0]?.position, list.children.at(-1)?.position];
  if (first === undefined || last === undefined) return null;
  list.position = { start: first.start, end: last.end };
  return { type: 'root', children: [list], position: placeAt(0, text.length) };
}

/** What the graph reads of a place is its offset. */
function placeAt(start: number, end: number): NonNullable<Root['position']> {
  return { start: { line: 1, column: 1, offset: start }, end: { line: 1, column: 1, offset: end } };
}

function makeItem(start: number, end: number, links: Link[]): ListItem {
  const paragraph: Paragraph = {
    type: 'paragraph',
    children: links,
    position: placeAt(start + '- '.length, end),
  };
  return { type: 'listItem', children: [paragraph], position: placeAt(start, end) };
}

/** False where there is nothing to nest it in. */
function nest(holder: ListItem | undefined, item: ListItem): boolean {
  const { position } = item;
  if (holder?.position === undefined || position === undefined) return false;
  const [, list] = holder.children;
  if (list?.type === 'list' && list.position !== undefined) {
    list.children.push(item);
    list.position = { ...list.position, end: position.end };
  } else holder.children.push({ type: 'list', children: [item], position });
  holder.position = { ...holder.position, end: position.end };
  return true;
}

/** The links of a line; null where only the Markdown parser can tell. */
function readLinks(content: string, start: number): Link[] | null {
  if (!content.includes('[') && !content.includes(']')) return [];
  const links: Link[] = [];
  INLINE.lastIndex = 0;
  for (let at = 0; at < content.length; at = INLINE.lastIndex) {
    const match = INLINE.exec(content);
    if (match === null) return null;
    const url = match.groups?.['url'];
    if (url === undefined) continue;
    const position = placeAt(start + at, start + INLINE.lastIndex);
    links.push({ type: 'link', url, children: [], position });
  }
  return links;
}
