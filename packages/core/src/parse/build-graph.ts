import type { Forms } from '../dialects/forms.ts';
import type { Field, Phase, Roadmap, State } from '../generated/roadmap.types.ts';
import { emptyGraph } from '../graph/empty-graph.ts';
import type { Block, List, Markdown, Paragraph, Table } from '../markdown/blocks.ts';
import type { Source } from '../source/source.ts';
import { appendAll } from './append-all.ts';
import {
  type Label,
  makeChangeLog,
  openReport,
  openSignOff,
  openSignOffAt,
  readEntries,
  readOutcome,
  readReportList,
} from './closing-parts.ts';
import { makeField } from './make-field.ts';
import { takePlainIds } from './plain-ids.ts';
import { type FieldRange, readBoldField } from './read-field.ts';
import { readFileTask } from './read-file-task.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { type BoxedItem, type BoxReading, type ListsRead, readBoxes } from './read-list.ts';
import { readMarginalia } from './read-marginalia.ts';
import { makeReviewItem } from './read-review.ts';
import { readRows } from './read-rows.ts';
import { makeRowTasks, makeTasks, makeTextClaims, type TaskMaking } from './read-tasks.ts';
import { addWaves } from './read-waves.ts';
import { dropRepeatedIds } from './repeated-ids.ts';
import { resolveDependencies } from './resolve-dependencies.ts';
import { makeScribe } from './scribe.ts';
import { readSectionKind, type Segment } from './segments.ts';
import { HandleRegister, makeSlug } from './slug.ts';
import { splitLines, trimRange } from './text-range.ts';
import { makeToldTexts } from './told-texts.ts';

export interface BuildOptions {
  readonly path: string;
  /** Of the document, split by the same forms. */
  readonly segments: readonly Segment[];
  /** What detection has read by the same forms. */
  readonly lists: ListsRead;
  readonly gates?: readonly string[] | undefined;
  /** What the file itself says that its boxes mean. */
  readonly legend?: Readonly<Record<string, State>> | undefined;
}

/** A graph under construction, and what the builders of its parts share. */
interface Draft extends TaskMaking {
  readonly graph: Roadmap;
  readonly phaseHandles: HandleRegister;
  readonly boxes: BoxReading;
  isTold(words: string): boolean;
  label: Label | null;
}

/** Builds the graph of a document that was read in the dialect of `forms`. */
export function buildGraph(markdown: Markdown, source: Source, forms: Forms, options: BuildOptions): Roadmap {
  const scribe = makeScribe(source);
  const { segments } = options;
  const marginalia = readMarginalia(markdown, scribe);
  const graph: Roadmap = {
    ...emptyGraph(options.path, forms.dialect.name),
    title: segments.find(({ heading }) => heading?.depth === 1)?.heading?.title ?? null,
    frontMatter: readFrontMatter(markdown.blocks, scribe),
    legend: { ...options.legend },
    ...marginalia,
  };
  const checkpoints = segments.flatMap(({ role }) =>
    'checkpoint' in role ? (role.checkpoint?.hashes ?? []) : [],
  );
  const file = readFileTask(graph.frontMatter, scribe, forms);
  const draft: Draft = {
    graph,
    scribe,
    forms,
    phaseHandles: new HandleRegister(),
    taskHandles: new HandleRegister(),
    topTasks: new Map(),
    gates: new Set(options.gates ?? []),
    waits: new Map(),
    holder: file?.tasks[0]?.id ?? null,
    boxes: { text: source.text, forms, id: forms.taskId, named: new Set(checkpoints), lists: options.lists },
    isTold: makeToldTexts(segments, source.text),
    label: null,
  };
  for (const { role } of segments) if (role.kind === 'phase' && role.own) draft.phaseHandles.reserve(role.id);
  if (file !== null) graph.phases.push(file);
  let phase: Phase | null = null;
  for (const segment of segments) phase = readSegment(segment, phase, draft);
  finishGraph(markdown, draft);
  return graph;
}

/** What can be told once all tasks are known. */
function finishGraph({ blocks }: Markdown, { graph, forms, waits, taskHandles, scribe }: Draft): void {
  takePlainIds(graph, forms.dialect.task.plain, scribe);
  dropRepeatedIds(graph, forms.dialect.task.repeats, taskHandles);
  resolveDependencies(graph, forms.dialect, waits);
  if (forms.dialect.dependencies.waves) addWaves(blocks, graph);
}

/** Reads one segment; `before` is the phase that it may go on with. Returns the phase that the next may go on with. */
function readSegment(segment: Segment, before: Phase | null, draft: Draft): Phase | null {
  const { role, heading } = segment;
  const phase = role.kind !== 'phase' ? null : role.own ? openPhase(segment, draft) : before;
  const isLegend = segment.isLegend && role.kind === 'other';
  const place: SegmentPlace = { segment, phase, fields: [], listPhase: null, isLegend };
  draft.label = null;
  if (role.kind === 'report' && heading !== null) {
    const report = openReport(segment, draft);
    if (!role.own && report !== null) draft.label = { text: heading.title, range: heading.range };
  }
  if (role.kind === 'outcome' && role.own) readOutcome(segment, draft);
  for (const block of segment.blocks) readBlock(block, place, draft);
  const holder = place.phase ?? place.listPhase;
  if (holder !== null) appendAll(holder.fields, place.fields);
  else if (role.kind === 'preamble') appendAll(draft.graph.fields, place.fields);
  return phase;
}

interface SegmentPlace {
  readonly segment: Segment;
  readonly phase: Phase | null;
  /** Labelled lines, which go to the phase if there is one. */
  readonly fields: Field[];
  /** The phase made for boxes under a heading that is none by its form. */
  listPhase: Phase | null;
  /** Whether its boxes explain boxes. */
  readonly isLegend: boolean;
}

function readBlock(block: Block, place: SegmentPlace, draft: Draft): void {
  if (block.type === 'paragraph') readParagraph(block, place, draft);
  else if (block.type === 'list') readListBlock(block, place, draft);
  else if (block.type === 'table') readTable(block, place, draft);
}

/** Takes the labelled lines of a paragraph to where they belong, and the count of phases that the text claims. */
function readParagraph(node: Paragraph, place: SegmentPlace, draft: Draft): void {
  const { scribe, forms, graph } = draft;
  const lines = splitLines(scribe.text, node).map((line) => trimRange(scribe.text, line));
  draft.label = null;
  const labelled = lines.flatMap((line, index) => (readBoldField(scribe.text, line) === null ? [] : [index]));
  labelled.forEach((index, nth) => {
    const start = lines[index]?.start ?? 0;
    const end = lines[(labelled[nth + 1] ?? lines.length) - 1]?.end ?? start;
    const field =
      readBoldField(scribe.text, { start, end }) ??
      readBoldField(scribe.text, lines[index] ?? { start, end });
    if (field !== null) readLabelledLine(field, place, draft);
  });
  for (const line of lines) {
    const count = forms.phaseCount?.exec(scribe.slice(line))?.groups?.['count'];
    if (count !== undefined && graph.phaseCount === null) {
      graph.phaseCount = { count: Number(count), ...scribe.place(line) };
    }
  }
}

function readLabelledLine(field: FieldRange, place: SegmentPlace, draft: Draft): void {
  const { scribe, graph } = draft;
  if (field.value.start === field.value.end) {
    draft.label = { text: field.name, range: { start: field.start, end: field.value.end } };
    return;
  }
  const made = makeField(field, scribe);
  if (place.segment.role.kind === 'signOff') openSignOff(place.segment, draft)?.entries.push(made);
  else if (place.segment.role.kind === 'report') graph.report?.entries.push(made);
  else place.fields.push(made);
}

function readListBlock(list: List, place: SegmentPlace, draft: Draft): void {
  const { role } = place.segment;
  const { scribe, forms } = draft;
  const label = draft.label;
  draft.label = null;
  const labelled = label === null ? null : readSectionKind(label.text, forms);
  const kind = labelled ?? role.kind;
  if (kind === 'review') {
    for (const item of readBoxes(list, { ...draft.boxes, id: forms.reviewId })) {
      draft.graph.review.push(makeReviewItem(item, `review:${draft.graph.review.length + 1}`, draft));
    }
    return;
  }
  if (kind === 'signOff') {
    const signOff =
      label !== null && labelled === 'signOff'
        ? openSignOffAt(label, draft)
        : openSignOff(place.segment, draft);
    if (signOff !== null) appendAll(signOff.entries, readEntries(list, scribe));
  } else if (kind === 'report') readReportList(list, label, draft);
  if (!place.isLegend) readTasks(readBoxes(list, draft.boxes), place, draft);
}

function readTasks(items: readonly BoxedItem[], place: SegmentPlace, draft: Draft): void {
  if (items.length > 0) makeTasks(items, phaseFor(place, draft), draft);
}

/** The phase that tasks of a segment belong to. */
function phaseFor(place: SegmentPlace, draft: Draft): Phase {
  if (place.phase !== null) return place.phase;
  place.listPhase ??= openListPhase(place.segment, draft);
  return place.listPhase;
}

function openPhase(segment: Segment, draft: Draft): Phase | null {
  const { role, heading } = segment;
  if (role.kind !== 'phase' || heading === null) return null;
  const { graph, scribe, forms } = draft;
  const title = scribe.slice(role.title);
  const phase: Phase = {
    id: role.id,
    derived: false,
    title,
    order: graph.phases.length,
    kind: forms.reviewPhase?.test(title) === true ? 'review' : 'work',
    depth: heading.depth,
    headings: segment.around.map(({ title }) => title),
    ...scribe.place(heading.range),
    titleSpan: scribe.span(role.title),
    fields: [],
    claims: role.checkpoint === null ? [] : makeTextClaims([role.checkpoint], 'text', scribe),
    tasks: [],
  };
  graph.phases.push(phase);
  return phase;
}

function openListPhase(segment: Segment, draft: Draft): Phase {
  const { graph, scribe, forms } = draft;
  const { heading } = segment;
  const isTitle = heading !== null && heading.title === graph.title && heading.depth === 1;
  const path = isTitle || heading === null ? [] : [...segment.around, heading];
  const start = heading?.range ?? { start: 0, end: 0 };
  const phase: Phase = {
    id: draft.phaseHandles.take(
      path.length === 0 ? 'tasks' : path.map(({ plain }) => makeSlug(plain)).join('/'),
    ),
    derived: true,
    title: heading?.title ?? '',
    order: graph.phases.length,
    kind: forms.dialect.phase === null ? 'work' : 'list',
    depth: heading?.depth ?? 0,
    headings: segment.around.map(({ title }) => title),
    ...scribe.place(start),
    titleSpan: scribe.span(heading?.titleRange ?? start),
    fields: [],
    claims: [],
    tasks: [],
  };
  graph.phases.push(phase);
  return phase;
}

function readTable(table: Table, place: SegmentPlace, draft: Draft): void {
  const { graph, forms } = draft;
  const labelled = draft.label === null ? null : readSectionKind(draft.label.text, forms);
  const title = draft.label?.text ?? place.segment.heading?.title ?? '';
  draft.label = null;
  if ((labelled ?? place.segment.role.kind) !== 'changeLog') readTaskRows(table, place, draft);
  else graph.changeLog ??= makeChangeLog(table, title, draft.scribe);
}

/** A heading over a table that says which work covers what, and is none itself. */
const TRACING = /traceab|coverage|matrix/iu;

function readTaskRows(table: Table, place: SegmentPlace, draft: Draft): void {
  if (TRACING.test(place.segment.heading?.plain ?? '')) return;
  if (place.isLegend || place.segment.role.kind === 'signOff' || place.segment.role.kind === 'report') return;
  const rows = readRows(table, draft.scribe.text, draft.forms, draft.isTold);
  if (rows.length > 0) makeRowTasks(rows, phaseFor(place, draft), draft);
}
