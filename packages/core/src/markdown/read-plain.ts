import { appendAll } from '../parse/append-all.ts';
import type { Block, HeadingPlace, Item, MarkdownDraft } from './blocks.ts';

/**
 * The plain reader: reads a section whose every line is of a few plain kinds, a hundred times faster than the Markdown parser
 * and to the same blocks. It knows no more of Markdown than it takes to be sure, and gives up where it is not.
 *
 * A line is blank, a heading, a line across the page, a line of a quote, a bullet, or text. A bullet is indented as one that
 * is open or as the text of the innermost one; text stands at the head of its line or right under the text of its bullet.
 * What lines say begins with what begins no block (CommonMark 0.31 §4 and §5), and has in it no HTML, link, image, footnote,
 * address, entity or escape that would be a node of its own: so emphasis and code change nothing of what is read.
 */

/** What makes a section other than plain, wherever it stands: tabs and controls, HTML, links, addresses (GFM 0.29 §6.9). */
const ODD = /[\0-\t\v\f\x0e-\x1f<@]|\]\(|:\/\/|[wW]{3}\.|\r(?!\n)| (?=[\r\n]|$)/g;

/** The head of a text: no marker of any block, and nothing that only the parser of inline text can tell. */
const TEXT = `(?=[A-Za-z("'$%/,;.]|[^\\0-\\x7f]|\\d+(?![.)\\d])|\`(?!\`\`)|\\*{1,2}[A-Za-z0-9]|_{1,2}[A-Za-z0-9])`;
/** What may stand behind a box, so that it is known where GFM lets the text of the paragraph begin (GFM 0.29 §5.3). */
const BOLD = '\\*\\*(?=[A-Za-z0-9])[^*_`~\\\\[\\]\\r\\n]*[A-Za-z0-9]\\*\\*';
const CODE = '`[^`\\r\\n]+`(?!`)';
/** GFM lets the text of these alone begin behind the box. */
const USUAL_BOX = '\\[[ xX]\\] ';
const OTHER_BOX = '\\[(?![ xX]\\])[^[\\]\\r\\n]{1,16}\\] (?=[^ \\r\\n])';
/** A bullet whose paragraph begins behind its box, and one whose paragraph has all that stands behind the bullet. */
const BOXED_BULLET = new RegExp(`[-*+] ${USUAL_BOX}(?=[^ *_\`~\\\\!&[\\r\\n])[^\\r\\n]*`, 'y');
const BULLET = new RegExp(`[-*+] (?:${USUAL_BOX}(?:${BOLD}|${CODE})|${OTHER_BOX}|${TEXT})[^\\r\\n]*`, 'y');
const PLAIN_TEXT = new RegExp(`${TEXT}[^\\r\\n]*`, 'y');
/** Without marks of inline text, so that a reader sees what is written. */
const HEADING = /(?<marks>#{1,6}) (?<content>[^\s#*_`~\\&![\]|][^\r\n#*_`~\\&![\]]*)(?=[\r\n]|$)/y;
const QUOTE = new RegExp(`> ${TEXT}[^\\r\\n]*`, 'y');
const BREAK = /---(?=[\r\n]|$)/y;

/** In lists; deeper ones are for the parser. */
const DEEPEST = 20;

/** Finds the sections that have something odd in them. Asked of places that rise. */
export function makeOddFinder(text: string): (start: number, end: number) => boolean {
  let next = -1;
  return (start, end) => {
    if (next < start) {
      ODD.lastIndex = start;
      next = ODD.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    return next < end;
  };
}

/** A list with its last item, each of which the next line may go on with; they end where the last line of them does. */
interface OpenList {
  readonly bullet: string;
  readonly list: { readonly type: 'list'; readonly start: number; end: number; items: Item[] };
  item: { readonly start: number; end: number; blocks: readonly Block[] };
}

interface OpenParagraph {
  readonly type: 'paragraph';
  readonly start: number;
  end: number;
}

/**
 * Adds the blocks of a section that has nothing odd in it to the document; false, and nothing added, where it is not plain.
 * @param start where a line begins; at the start of the text, no front matter
 * @param end where a line begins, or the end of the text
 */
export function readPlain(text: string, start: number, end: number, draft: MarkdownDraft): boolean {
  const section = new PlainSection(text);
  for (let at = start; at < end; ) {
    const stop = section.readLine(at);
    if (stop === null) return false;
    at = text.charCodeAt(stop) === CARRIAGE_RETURN ? stop + 2 : stop + 1;
  }
  section.closeLists(0);
  appendAll(draft.blocks, section.blocks);
  appendAll(draft.headings, section.headings);
  return true;
}

/** The blocks of a section, line by line. Each line gives the offset of its end, or null where it is not plain. */
class PlainSection {
  readonly blocks: Block[] = [];
  readonly headings: HeadingPlace[] = [];
  readonly #text: string;
  /** Outermost first: the bullets of the nth are indented by 2n. */
  readonly #lists: OpenList[] = [];
  /** Where the last line of text or with a bullet ends. */
  #lastEnd = 0;
  /** What the next line of text goes on with. */
  #paragraph: OpenParagraph | null = null;
  #quote: { readonly type: 'other'; readonly start: number; end: number; readonly isBreak: false } | null =
    null;

  constructor(text: string) {
    this.#text = text;
  }

  readLine(at: number): number | null {
    const text = this.#text;
    let from = at;
    while (text.charCodeAt(from) === SPACE) from += 1;
    const indent = from - at;
    switch (text.charCodeAt(from)) {
      case LINE_FEED:
      case CARRIAGE_RETURN:
        this.#paragraph = null;
        this.#quote = null;
        return from;
      case DASH:
        return this.#readBullet(from, indent) ?? this.#readBreak(from, indent);
      case STAR:
      case PLUS:
        return this.#readBullet(from, indent) ?? this.#readText(from, indent);
      case HASH:
        return this.#readHeading(from, indent);
      case QUOTE_MARK:
        return this.#readQuote(from, indent);
      default:
        return this.#readText(from, indent);
    }
  }

  #readBullet(from: number, indent: number): number | null {
    const lists = this.#lists;
    const depth = indent / INDENT;
    if (this.#quote !== null || depth > Math.min(lists.length, DEEPEST) || !Number.isInteger(depth))
      return null;
    const isBoxed = isAt(BOXED_BULLET, this.#text, from);
    if (!isBoxed && !isAt(BULLET, this.#text, from)) return null;
    const bullet = this.#text.charAt(from);
    const same = lists[depth];
    if (same !== undefined && same.bullet !== bullet) return null;
    const end = isBoxed ? BOXED_BULLET.lastIndex : BULLET.lastIndex;
    const start = from + INDENT + (isBoxed ? BOX_WIDTH : 0);
    const paragraph: OpenParagraph = { type: 'paragraph', start, end };
    const item: OpenList['item'] = { start: from, end, blocks: [paragraph] };
    if (same === undefined) {
      const list: OpenList['list'] = { type: 'list', start: from, end, items: [item] };
      const holder = lists[depth - 1]?.item;
      if (holder === undefined) this.blocks.push(list);
      // A list that grows keeps room for more, and there is one of each task.
      else holder.blocks = [...holder.blocks, list];
      lists.push({ bullet, list, item });
    } else {
      this.closeLists(depth + 1);
      same.item.end = this.#lastEnd;
      same.list.items.push(item);
      same.item = item;
    }
    this.#paragraph = paragraph;
    this.#lastEnd = end;
    return end;
  }

  #readText(from: number, indent: number): number | null {
    if (this.#quote !== null) return null;
    if (!isAt(PLAIN_TEXT, this.#text, from)) return null;
    const end = PLAIN_TEXT.lastIndex;
    if (this.#paragraph === null) {
      if (indent !== 0) return null;
      this.closeLists(0);
      this.#paragraph = { type: 'paragraph', start: from, end };
      this.blocks.push(this.#paragraph);
      return end;
    }
    if (indent !== this.#lists.length * INDENT) return null;
    this.#paragraph.end = end;
    this.#lastEnd = end;
    return end;
  }

  /** Under a line of text it would make that a heading: CommonMark 0.31 §4.3. */
  #readBreak(from: number, indent: number): number | null {
    if (indent !== 0 || this.#paragraph !== null || this.#quote !== null || !isAt(BREAK, this.#text, from))
      return null;
    this.closeLists(0);
    this.blocks.push({ type: 'other', start: from, end: BREAK.lastIndex, isBreak: true });
    return BREAK.lastIndex;
  }

  #readHeading(from: number, indent: number): number | null {
    HEADING.lastIndex = from;
    const { marks = '', content = '' } = HEADING.exec(this.#text)?.groups ?? {};
    if (indent !== 0 || marks === '') return null;
    const end = HEADING.lastIndex;
    this.closeLists(0);
    this.#paragraph = null;
    this.#quote = null;
    const place = { start: end - content.length, end };
    this.blocks.push({
      type: 'heading',
      start: from,
      end,
      depth: marks.length,
      content: place,
      plain: content,
    });
    this.headings.push({ plain: content, start: from, end });
    return end;
  }

  #readQuote(from: number, indent: number): number | null {
    if (indent !== 0 || this.#paragraph !== null || !isAt(QUOTE, this.#text, from)) return null;
    const end = QUOTE.lastIndex;
    if (this.#quote === null) {
      this.closeLists(0);
      this.#quote = { type: 'other', start: from, end, isBreak: false };
      this.blocks.push(this.#quote);
    }
    this.#quote.end = end;
    return end;
  }

  /** Ends the lists from that depth on, with their last items, where the last of their lines ends. */
  closeLists(depth: number): void {
    while (this.#lists.length > depth) {
      const open = this.#lists.pop();
      if (open === undefined) return;
      open.item.end = this.#lastEnd;
      open.list.end = this.#lastEnd;
      open.list.items = [...open.list.items];
    }
  }
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** In columns, from a bullet to its text. */
const INDENT = 2;
/** Of `[x] `. */
const BOX_WIDTH = 4;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const STAR = 0x2a;
const PLUS = 0x2b;
const DASH = 0x2d;
const QUOTE_MARK = 0x3e;
