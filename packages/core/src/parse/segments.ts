import type { Forms, SectionKind } from '../dialects/forms.ts';
import type { Block, Heading } from '../markdown/blocks.ts';
import { isLegendHeading } from './legend-heading.ts';
import type { TailClaim } from './read-tail.ts';
import { dropLooseMark, foldLines, type TextRange, trimRange } from './text-range.ts';

/** A heading with the blocks under it up to the next heading of any level. */
export interface Segment {
  /** Null for what stands before the first heading. */
  readonly heading: SegmentHeading | null;
  readonly blocks: readonly Block[];
  readonly role: SegmentRole;
  /** The headings around it, outermost first, the document's title left out. */
  readonly around: readonly SegmentHeading[];
  /** Whether it explains what boxes mean. */
  readonly isLegend: boolean;
}

export interface SegmentHeading {
  readonly depth: number;
  /** Source text on one line. */
  readonly title: string;
  /** The same without marks and link targets. */
  readonly plain: string;
  readonly titleRange: TextRange;
  readonly range: TextRange;
}

/** What a segment is for: a phase by its form, one of the other parts, or neither; `own` is false under a heading of it. */
export type SegmentRole =
  | {
      readonly kind: 'phase';
      readonly own: boolean;
      readonly id: string;
      readonly title: TextRange;
      /** What the heading says about the commit that closed it. */
      readonly checkpoint: TailClaim | null;
    }
  | { readonly kind: SectionKind; readonly own: boolean }
  | { readonly kind: 'preamble' | 'other'; readonly own: boolean };

/** Splits a document at its headings and says what each part is for. */
export function splitSegments(all: readonly Block[], text: string, forms: Forms): Segment[] {
  const segments: Segment[] = [];
  const open: SegmentHeading[] = [];
  let title: SegmentHeading | null = null;
  let heading: SegmentHeading | null = null;
  let blocks: Block[] = [];
  let isLegend = false;
  let owner: { depth: number; role: SegmentRole } = { depth: 0, role: { kind: 'preamble', own: true } };
  const close = (): void => {
    const around = open.filter((one) => one !== heading && one !== title);
    if (heading !== null || blocks.length > 0)
      segments.push({ heading, blocks, role: owner.role, around, isLegend });
    blocks = [];
  };
  for (const node of all) {
    if (node.type !== 'heading') {
      blocks.push(node);
      continue;
    }
    close();
    heading = readHeading(node, text);
    isLegend = isLegendHeading(node.plain);
    const { depth } = heading;
    if (title === null && depth === 1) title = heading;
    while (open.length > 0 && (open[open.length - 1]?.depth ?? 0) >= depth) open.pop();
    open.push(heading);
    owner = nextOwner(owner, heading, heading === title, text, forms);
  }
  close();
  return segments;
}

function nextOwner(
  owner: { depth: number; role: SegmentRole },
  heading: SegmentHeading,
  isTitle: boolean,
  text: string,
  forms: Forms,
): { depth: number; role: SegmentRole } {
  const role = readRole(heading, text, forms);
  if (role !== null) return { depth: heading.depth, role };
  if (isTitle) return { depth: 0, role: { kind: 'preamble', own: true } };
  const within = owner.role.kind !== 'preamble' && owner.role.kind !== 'other' && heading.depth > owner.depth;
  if (within) return { depth: owner.depth, role: { ...owner.role, own: false } };
  return { depth: heading.depth, role: { kind: 'other', own: true } };
}

/** What a heading says by its form: the id and title of a phase, or the kind of part that it opens. */
function readRole(heading: SegmentHeading, text: string, forms: Forms): SegmentRole | null {
  const phase = readPhase(heading.titleRange, text, forms);
  if (phase !== null) return phase;
  const kind = readSectionKind(heading.title, forms);
  return kind === null ? null : { kind, own: true };
}

/** What the form of a phase is held against: as long as the source, with blanks for marks of bold text and line ends. */
const BLANKED = /\*\*|__|[\r\n\u2028\u2029]/g;
/** Emoji, numbers' dots and marks that lead a heading. */
const DECORATION = /^[^\p{L}\p{N}]*/u;

function readPhase({ start, end }: TextRange, text: string, forms: Forms): SegmentRole | null {
  const blanked = text.slice(start, end).replace(BLANKED, (mark) => ' '.repeat(mark.length));
  const lead = DECORATION.exec(blanked)?.[0].length ?? 0;
  for (const { pattern, idPrefix } of forms.phaseHeadings) {
    const match = pattern.exec(blanked.slice(lead));
    if (match === null) continue;
    let from = lead + (match.indices?.groups?.['title']?.[0] ?? match[0].length);
    while (from > 0 && /\s/.test(blanked[from - 1] ?? '')) from -= 1;
    const title = dropLooseMark(text, { start: start + from, end });
    const checkpoint = readCheckpoint(title, text, forms);
    const named =
      checkpoint === null ? title : trimRange(text, { start: title.start, end: checkpoint.before });
    const id = `${idPrefix}${match.groups?.['id'] ?? ''}`.toUpperCase();
    return { kind: 'phase', own: true, id, title: named, checkpoint: checkpoint?.claim ?? null };
  }
  return null;
}

/** What a heading says about the commit that closed its phase, and the offset at which that begins. */
function readCheckpoint(
  { start, end }: TextRange,
  text: string,
  { checkpoint }: Forms,
): { readonly claim: TailClaim; readonly before: number } | null {
  const match = checkpoint?.exec(text.slice(start, end));
  const hash = match?.groups?.['hash'];
  if (match === null || match === undefined || hash === undefined) return null;
  const at = start + match.index + match[0].indexOf(hash);
  return {
    claim: {
      kind: 'commit',
      hashes: [hash.toLowerCase()],
      repository: null,
      start: at,
      end: at + hash.length,
    },
    before: start + match.index,
  };
}

/** The part that a heading or a bold label names. */
export function readSectionKind(label: string, forms: Forms): SectionKind | null {
  const bare = stripDecoration(label);
  return forms.sections.find(([, pattern]) => pattern.test(bare))?.[0] ?? null;
}

/** A heading without the emoji, numbers' dots and marks that lead it. */
function stripDecoration(title: string): string {
  return title.replace(DECORATION, '').replace(/(?:\*\*|__)/g, '');
}

function readHeading({ start, end, depth, content, plain }: Heading, text: string): SegmentHeading {
  const title = foldLines(text.slice(content.start, content.end));
  return { depth, title, plain, titleRange: content, range: { start, end } };
}
