import type { Report, Roadmap } from '../generated/roadmap.types.ts';
import { cutText } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { applyEdits, type Edit } from '../transition/edit.ts';
import { setField } from '../transition/edit-field.ts';
import { pictureOf } from '../transition/find-side-effect.ts';
import type { ReadFile } from '../transition/read-file.ts';
import { SEVERAL_LINES } from '../transition/transit.ts';
import { addItem } from './add-item.ts';
import { findEntry } from './find-entry.ts';

/** What is to be written into the final report. */
export type ReportChange =
  | { readonly kind: 'set'; readonly group: string; readonly key: string; readonly value: string }
  | { readonly kind: 'surprise'; readonly text: string };

export type PlannedReport =
  /** The report has nothing of that name. */
  | { readonly kind: 'unknown'; readonly message: string; readonly help: string }
  | { readonly kind: 'refused'; readonly message: string; readonly help: string }
  | {
      readonly kind: 'planned';
      readonly edits: readonly Edit[];
      readonly bytes: Uint8Array;
      /** What was written, as people call it: "Release: Version". */
      readonly name: string;
      /** What stood there; null where a line is new. */
      readonly before: string | null;
      readonly after: string;
    };

/**
 * Writes one value or one line into the final report, and reads the result again: it must say just that, and all the
 * rest must be as it was. What the report says already gives no edits.
 * @param parse reads bytes in the same way as the file
 */
export function planReportEdit(
  file: ReadFile,
  change: ReportChange,
  parse: (bytes: Uint8Array) => Roadmap,
): PlannedReport {
  const { report } = file.graph;
  if (report === null)
    return {
      kind: 'unknown',
      message: 'it has no final report',
      help: 'Give it a heading `## Final report`.',
    };
  const text = (change.kind === 'set' ? change.value : change.text).trim();
  const problem = judgeText(change.kind === 'set' ? 'value' : 'surprise', text);
  if (problem !== null) return problem;
  const written =
    change.kind === 'set'
      ? writeValue(file, report, { ...change, value: text })
      : writeSurprise(file, report, text);
  if (written.kind !== 'written') return written;
  const { edits, expected, ...what } = written;
  const bytes = applyEdits(file.source.bytes, edits);
  if (pictureOf(parse(bytes)) !== pictureOf({ ...file.graph, report: expected }))
    return {
      kind: 'refused',
      message: `it would not be read as it was given: ${text}`,
      help: 'Say it in other words, or change the file by hand.',
    };
  return { ...what, kind: 'planned', edits, bytes, after: text };
}

type Refused = Extract<PlannedReport, { kind: 'refused' | 'unknown' }>;

/** What is written, and what the report must say then. */
interface Written {
  readonly kind: 'written';
  readonly edits: readonly Edit[];
  readonly expected: Report;
  readonly name: string;
  readonly before: string | null;
}

function judgeText(what: string, text: string): Refused | null {
  if (SEVERAL_LINES.test(text))
    return { kind: 'refused', message: `the ${what} has several lines`, help: 'Say it in one line.' };
  if (isPlaceholder(text))
    return { kind: 'refused', message: `the ${what} is a placeholder`, help: 'Say what was seen.' };
  return null;
}

function writeValue(
  { source: { bytes } }: ReadFile,
  report: Report,
  { group, key, value }: Extract<ReportChange, { kind: 'set' }>,
): Written | Refused {
  const found = findEntry(report, group, key);
  if (found.kind === 'unknown') return found;
  const { field, name } = found;
  const fill = (fields: Report['entries']): Report['entries'] =>
    fields.map((one) => (one === field ? { ...one, value } : one));
  const groups = report.groups.map((one) => ({ ...one, entries: fill(one.entries) }));
  const expected = { ...report, entries: fill(report.entries), groups };
  return { kind: 'written', edits: setField(bytes, field, value), expected, name, before: field.value };
}

/** The list of the report that tells what went otherwise than planned. */
const SURPRISES = /^(?:surprises?|deviations?)\b/i;
/** Of a line, in the subject of a commit. */
const NAME_WIDTH = 60;

function writeSurprise({ source: { bytes } }: ReadFile, report: Report, text: string): Written | Refused {
  const list = report.lists.find(({ name }) => SURPRISES.test(name));
  const added = list === undefined ? null : addItem(bytes, list, text);
  if (list === undefined || added === null)
    return {
      kind: 'unknown',
      message: 'the final report has no list of surprises that a line can be added to',
      help: 'Write `**Surprises:**` in it, a blank line, and `- None.`',
    };
  const name = cutText(`Surprises: ${text}`, NAME_WIDTH);
  if (list.items.some((item) => item.text === text))
    return { kind: 'written', edits: [], expected: report, name, before: text };
  const { edit, before } = added;
  const items = [...(before === null ? list.items : []), { text, line: list.line, span: list.span }];
  const lists = report.lists.map((one) => (one === list ? { ...one, items } : one));
  return { kind: 'written', edits: [edit], expected: { ...report, lists }, name, before };
}
