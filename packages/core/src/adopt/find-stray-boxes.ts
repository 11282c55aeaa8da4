import type { Blockquote, ListItem, Nodes, Root } from 'mdast';
import { readPhrase } from '../dialects/state-phrases.ts';
import type { Unplaced } from '../generated/adopt.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { readPlainText } from '../markdown/read-plain-text.ts';
import { isLegendHeading } from '../parse/legend-heading.ts';
import type { AdoptedFile } from './adopted-file.ts';

const BULLET = /(?:[-+*]|\d{1,9}[.)])[ \t]+/y;
/** Brackets at the head of a text that no link and no footnote has. */
const BRACKETS = /(?<slash>\\?)\[(?<marker>(?!\^)[^[\]\r\n]{0,16})\\?\](?<behind>.?)/y;
/** A percentage or a part: `[50%]`, `[0.5]`, `[1/3]`. */
const PART = /^(?:\d+[.,]\d+|\d+%|\d+\/\d+)$/;

/** What looks like a box and is no task. */
interface Stray {
  readonly marker: string;
  /** UTF-16 offset of the first bracket. */
  readonly at: number;
  readonly reason: 'behind' | 'empty' | 'escaped' | 'quote' | 'bullet' | 'letter';
}

/** Boxes that nobody reads as such, those of one kind together, at the first of them. */
export function findStrayBoxes(root: Root, { graph, source, dialect }: AdoptedFile): Unplaced[] {
  const known = new Set([...listTasks(graph), ...graph.review].map(({ boxSpan }) => boxSpan.start));
  const { text } = source;
  const { behind } = dialect.task;
  const label = behind === null ? null : new RegExp(`^(?:${behind})$`, 'u');
  const strays: Stray[] = [];
  let isLegend = false;
  for (const node of root.children) {
    if (node.type === 'heading') isLegend = isLegendHeading(readPlainText(node));
    else if (!isLegend) walk(node, { text, isKnown: (at) => known.has(source.toByte(at)) }, false, strays);
  }
  const groups = new Map<string, Stray[]>();
  for (const stray of strays) {
    // `[P]` explained in a list is a label, and so is it elsewhere.
    if (label?.test(`[${stray.marker}]`) === true) continue;
    const key = `${stray.reason} ${stray.reason === 'letter' ? stray.marker : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), stray]);
  }
  return [...groups.values()].flatMap((group) => describe(group, source));
}

function startOf({ position }: Nodes): number {
  return position?.start.offset ?? 0;
}

interface Walk {
  readonly text: string;
  /** Whether a task has its mark there. */
  isKnown(at: number): boolean;
}

function walk(node: Nodes, about: Walk, isQuoted: boolean, found: Stray[]): void {
  if (node.type === 'listItem') noteItem(node, about, isQuoted, found);
  if (node.type === 'paragraph') {
    const stray = readStray(about.text, startOf(node));
    if (stray !== null && /^[ xX]$/.test(stray.marker) && stray.reason === null)
      found.push({ ...stray, reason: 'bullet' });
    return;
  }
  if (!('children' in node)) return;
  const inQuote = isQuoted || node.type === ('blockquote' satisfies Blockquote['type']);
  const [first, ...rest] = node.children;
  // The paragraph that leads an item is what the item says.
  const children = node.type === 'listItem' && first?.type === 'paragraph' ? rest : node.children;
  for (const child of children) walk(child, about, inQuote, found);
}

function noteItem(item: ListItem, { text, isKnown }: Walk, isQuoted: boolean, found: Stray[]): void {
  BULLET.lastIndex = startOf(item);
  if (!BULLET.test(text)) return;
  const stray = readStray(text, BULLET.lastIndex);
  if (stray === null || isKnown(stray.at + 1)) return;
  const reason = stray.reason ?? (isQuoted ? 'quote' : /^\p{L}$/u.test(stray.marker) ? 'letter' : null);
  found.push({ ...stray, reason: reason ?? 'letter' });
}

function readStray(
  text: string,
  start: number,
): (Omit<Stray, 'reason'> & { readonly reason: Stray['reason'] | null }) | null {
  BRACKETS.lastIndex = start;
  const { slash = '', marker = '', behind = '' } = BRACKETS.exec(text)?.groups ?? { behind: '(' };
  if (/[([:]/.test(behind) || !isBoxLike(marker)) return null;
  const at = start + slash.length;
  if (slash !== '') return { marker, at, reason: 'escaped' };
  const rest = text.slice(BRACKETS.lastIndex - behind.length).split(/[\r\n]/, 1)[0] ?? '';
  if (rest.trim() === '') return { marker, at, reason: 'empty' };
  if (/^\S/.test(behind) || /^(?:|\s{2,}|\s*[xX]\s+|\s+[xX])$/.test(marker))
    return { marker, at, reason: 'behind' };
  return { marker, at, reason: null };
}

/** Blanks, a mark, a letter, a part, or words that name a state; a number alone names a source. */
function isBoxLike(marker: string): boolean {
  const bare = marker.trim();
  if (bare === '' || PART.test(bare)) return true;
  if (bare === '…' || /^\p{N}+$/u.test(bare)) return false;
  return [...bare].length === 1 || (/^\p{Lu}+$/u.test(bare) && readPhrase(bare) !== null);
}

const SAYS: Readonly<Record<Stray['reason'], readonly [string, string]>> = {
  behind: [
    'looks like a box, and is none as it is written',
    'Write `[ ]` and a space behind it, if it is one.',
  ],
  empty: ['is a box with nothing behind it', 'Write what is to be done, or take it out.'],
  escaped: ['is a box that a backslash makes text of', 'Take the backslash out, if it is a task.'],
  quote: ['is a box in a quotation, which holds no tasks', 'Take the `>` away, if it is a task.'],
  bullet: ['is a box without a bullet, which is no task', 'Write `- ` before it, if it is one.'],
  letter: ['looks like a box, and nothing says that it is one', ''],
};

function describe(group: readonly Stray[], source: AdoptedFile['source']): Unplaced[] {
  const [first] = group;
  if (first === undefined) return [];
  const [says, help] = SAYS[first.reason];
  const more =
    group.length === 1 ? '' : `; so ${group.length === 2 ? 'is one more' : `are ${group.length - 1} more`}`;
  return [
    {
      kind: 'box',
      ...source.placeOf(source.toByte(first.at)),
      task: null,
      message: `[${first.marker}] ${says}${more}`,
      help:
        help === ''
          ? `If it is, say so in roadmap.yaml: \`states: {${JSON.stringify(first.marker)}: doing}\`, or whatever it means.`
          : help,
    },
  ];
}
