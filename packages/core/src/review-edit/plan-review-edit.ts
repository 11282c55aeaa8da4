import type { Field, ReviewItem, Roadmap, SignOff } from '../generated/roadmap.types.ts';
import type { Policy } from '../law/policy.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { chooseMark } from '../transition/choose-box.ts';
import { applyEdits, type Edit } from '../transition/edit.ts';
import { setField } from '../transition/edit-field.ts';
import { pictureOf } from '../transition/find-side-effect.ts';
import { decode, indentOf, lineBreakOf, lineEnd, lineStart } from '../transition/lines.ts';
import type { ReadFile } from '../transition/read-file.ts';
import { SEVERAL_LINES } from '../transition/transit.ts';
import { findReviewedField, reviewedField, writeReviewed } from './reviewed.ts';

/** What is to be written of a review. */
export type ReviewChange =
  | {
      readonly kind: 'tick';
      readonly items: readonly string[];
      /** Who answered them, in one line. */
      readonly by: string;
      /** YYYY-MM-DD. */
      readonly date: string;
      /** The commit that was reviewed, with as many digits as are to be written. */
      readonly commit: string;
    }
  | {
      readonly kind: 'sign-off';
      readonly by: string;
      readonly date: string;
      readonly commit: string;
      readonly isApproved: boolean;
    };

export type PlannedReview =
  | { readonly kind: 'refused'; readonly message: string; readonly help: string }
  | { readonly kind: 'planned'; readonly edits: readonly Edit[]; readonly bytes: Uint8Array };

/**
 * Ticks review items, each with a line that says who answered it and for which commit, or fills in the sign-off; and reads
 * the result again: it must say just that, and all the rest must be as it was. What is so already gives no edits.
 * @param parse reads bytes in the same way as the file
 */
export function planReviewEdit(
  file: ReadFile,
  policy: Policy,
  change: ReviewChange,
  parse: (bytes: Uint8Array) => Roadmap,
): PlannedReview {
  const name = change.by.trim();
  if (SEVERAL_LINES.test(name) || isPlaceholder(name) || name.length > LONGEST_NAME)
    return refuse(`${JSON.stringify(change.by)} is no name`, 'Say who it is, in one line: `--by "Name"`.');
  const made = change.kind === 'tick' ? tickItems(file, policy, change) : signOff(file, change);
  if ('message' in made) return refuse(made.message, made.help);
  const bytes = applyEdits(file.source.bytes, made);
  const after = parse(bytes);
  return pictureOf(restOf(after, change)) === pictureOf(restOf(file.graph, change)) && isSaid(after, change)
    ? { kind: 'planned', edits: made, bytes }
    : refuse('it would not be read as it was given', 'Give another name, or change the file by hand.');
}

const LONGEST_NAME = 100;

function refuse(message: string, help: string): PlannedReview {
  return { kind: 'refused', message, help };
}

interface Problem {
  readonly message: string;
  readonly help: string;
}

function tickItems(
  file: ReadFile,
  policy: Policy,
  { items, by, date, commit }: Extract<ReviewChange, { kind: 'tick' }>,
): Edit[] | Problem {
  const found = items.map((id) => file.graph.review.find((item) => item.id === id));
  const missing = items.find((_id, at) => found[at] === undefined);
  if (missing !== undefined)
    return { message: `${missing}: there is no such review item`, help: '`roadmap review` lists them.' };
  return found.flatMap((item) =>
    item === undefined ? [] : tickItem(file, policy, item, writeReviewed(by.trim(), date, commit)),
  );
}

function tickItem(file: ReadFile, policy: Policy, item: ReviewItem, value: string): Edit[] {
  const { bytes } = file.source;
  const mark = chooseMark(file, policy, item.box, 'done');
  const box = mark === item.box ? [] : [{ start: item.boxSpan.start, end: item.boxSpan.end, text: mark }];
  const field = findReviewedField(item);
  if (field !== null)
    return item.state === 'done' && box.length === 0 ? [] : [...box, ...setField(bytes, field, value)];
  if (box.length === 0) return [];
  const at = lineEnd(bytes, Math.max(item.titleSpan.end, item.boxSpan.end));
  const line = `${writePrefix(file, item)}${reviewedField}: ${value}`;
  return [...box, { start: at, end: at, text: `${lineBreakOf(bytes, at)}${line}` }];
}

/** As the first line nested in the item begins; else two columns behind the item's own bullet. */
function writePrefix({ source: { bytes } }: ReadFile, item: ReviewItem): string {
  const nested = item.fields[0]?.span.start ?? item.requirements[0]?.span.start;
  const head = decode(bytes, lineStart(bytes, item.boxSpan.start), item.boxSpan.start);
  const bullet = /[-*+]/.exec(head)?.[0] ?? '-';
  if (nested === undefined) return `${indentOf(head)}  ${bullet} `;
  const text = decode(bytes, lineStart(bytes, nested), lineEnd(bytes, nested));
  return /^[ \t]*[-*+][ \t]+/.exec(text)?.[0] ?? `${indentOf(text)}`;
}

/** The three lines, whatever a roadmap calls them. */
const LINES: readonly (readonly [RegExp, (change: Extract<ReviewChange, { kind: 'sign-off' }>) => string])[] =
  [
    [/review(?:ed|er)|signed|\bby\b|\bname\b/i, ({ by }) => by.trim()],
    [/\bdate\b|\bwhen\b/i, ({ date }) => date],
    [
      /approv|accept|verdict|decision/i,
      ({ isApproved, commit }) => `${isApproved ? 'yes' : 'no'}, at ${commit}`,
    ],
  ];

function findLines(entries: readonly Field[]): readonly (Field | undefined)[] {
  return LINES.map(([name]) => entries.find((entry) => name.test(entry.name)));
}

function signOff(
  { graph, source }: ReadFile,
  change: Extract<ReviewChange, { kind: 'sign-off' }>,
): Edit[] | Problem {
  const found = findLines(graph.signOff?.entries ?? []);
  if (graph.signOff === null || found.includes(undefined))
    return {
      message: 'the roadmap has no sign-off with lines for who, when and whether it is approved',
      help: 'Give it one: `**Sign-off:**`, then `- Reviewed by:`, `- Date:` and `- Approved:`.',
    };
  return found.flatMap((field, at) => {
    const value = LINES[at]?.[1](change);
    return field === undefined || value === undefined ? [] : setField(source.bytes, field, value);
  });
}

/** What must stay as it was. */
function restOf(graph: Roadmap, change: ReviewChange): unknown {
  const review = graph.review.map((item) => {
    const isMeant = change.kind === 'tick' && change.items.includes(item.id);
    if (!isMeant) return item;
    const fields = item.fields.filter((field) => field !== findReviewedField(item));
    return { ...item, box: '', state: '', fields };
  });
  const meant = change.kind === 'sign-off' ? findLines(graph.signOff?.entries ?? []) : [];
  const left = (all: SignOff): SignOff => ({
    ...all,
    entries: all.entries.map((entry) => (meant.includes(entry) ? { ...entry, value: '' } : entry)),
  });
  return { ...graph, review, signOff: graph.signOff === null ? null : left(graph.signOff) };
}

function isSaid(after: Roadmap, change: ReviewChange): boolean {
  if (change.kind === 'sign-off') {
    const lines = findLines(after.signOff?.entries ?? []);
    return lines.every((field, at) => field?.value === LINES[at]?.[1](change));
  }
  return after.review.filter(({ id }) => change.items.includes(id)).every(({ state }) => state === 'done');
}
