/**
 * The blocks of a Markdown document (CommonMark 0.31 §4 and §5, GFM 0.29) as far as a roadmap is made of them. Offsets are
 * UTF-16 code units of the whole text.
 */
export type Block = Heading | Paragraph | List | Table | Code | Yaml | Other;

interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Heading extends Place {
  readonly type: 'heading';
  /** 1 to 6. */
  readonly depth: number;
  /** What it says, without the marks that make it a heading; empty at its end where it says nothing. */
  readonly content: Place;
  /** The same as a reader sees it, and as its anchor is made of it: without marks and targets. */
  readonly plain: string;
}

/** The first one of an item with a box of GFM begins behind the box, where text follows. */
export interface Paragraph extends Place {
  readonly type: 'paragraph';
}

export interface List extends Place {
  readonly type: 'list';
  readonly items: readonly Item[];
}

/** From its bullet on. */
export interface Item extends Place {
  readonly blocks: readonly Block[];
}

export interface Table extends Place {
  readonly type: 'table';
  /** The first one has the names of the columns. */
  readonly rows: readonly Row[];
}

export interface Row extends Place {
  readonly cells: readonly Cell[];
}

export interface Cell extends Place {
  /** What it holds, without its pipes and blanks; null where that is nothing. */
  readonly content: Place | null;
}

export interface Code extends Place {
  readonly type: 'code';
  readonly value: string;
}

/** The front matter. */
export interface Yaml extends Place {
  readonly type: 'yaml';
  readonly value: string;
}

/** What holds nothing of a plan: quotes, HTML, definitions. */
export interface Other extends Place {
  readonly type: 'other';
  /** Whether it is a line across the page. */
  readonly isBreak: boolean;
}

/** A document, and what stands anywhere in its blocks, quotes and text. All in the order of the text. */
export interface Markdown {
  readonly blocks: readonly Block[];
  readonly links: readonly LinkPlace[];
  /** HTML of blocks and within text. */
  readonly html: readonly Place[];
  /** What every heading says, in quotes as well: the anchors are made of them. */
  readonly headings: readonly HeadingPlace[];
}

/** A link with its target, or the definition of one. */
export interface LinkPlace extends Place {
  readonly url: string;
}

/** A heading, and what a reader sees of it. */
export interface HeadingPlace extends Place {
  readonly plain: string;
}

/** A document that grows while it is read. */
export interface MarkdownDraft extends Markdown {
  readonly blocks: Block[];
  readonly links: LinkPlace[];
  readonly html: Place[];
  readonly headings: HeadingPlace[];
}

export function beginMarkdown(): MarkdownDraft {
  return { blocks: [], links: [], html: [], headings: [] };
}
