import type { Root } from 'mdast';
import type { Dialect } from '../generated/dialect.types.ts';
import type { HandoffPassage, HandoffSectionName } from '../generated/handoff.types.ts';
import type { Field, Roadmap } from '../generated/roadmap.types.ts';
import { readPlainText } from '../markdown/read-plain-text.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { isCalled } from './sections.ts';

/** A roadmap as it is read for a handoff. */
export interface RoadmapText {
  readonly graph: Roadmap;
  /** The tree of `text`; null where it can't be parsed. */
  readonly root: Root | null;
  readonly text: string;
  readonly dialect: Dialect;
}

/**
 * What a roadmap itself says for a section: under a heading of that name, else in a field of that name at its head or in
 * its report. Null where it says nothing, or has a placeholder there.
 */
export function findPassage(roadmap: RoadmapText, section: HandoffSectionName): HandoffPassage | null {
  return (
    findUnderHeading(roadmap, (title) => isCalled(title, section)) ?? findInFields(roadmap.graph, section)
  );
}

/** The section that says what holds when the roadmap is done. */
export function findOutcome(roadmap: RoadmapText): HandoffPassage | null {
  const { outcome } = roadmap.graph;
  if (outcome === null) return null;
  const pattern = roadmap.dialect.sections.outcome;
  const isIt = (title: string): boolean =>
    pattern !== null && new RegExp(pattern, 'iu').test(title.replace(/^[^\p{L}\p{N}]+/u, ''));
  return findUnderHeading(roadmap, isIt) ?? makePassage(outcome.text, outcome.line);
}

/** What stands under the first such heading that says something, up to the next of its depth, or a part with a meaning. */
function findUnderHeading(
  { graph, root, text }: RoadmapText,
  isIt: (title: string) => boolean,
): HandoffPassage | null {
  const blocks = root?.children ?? [];
  const { phases, report, signOff, changeLog } = graph;
  const parts = new Set([...phases, report, signOff, changeLog].map((part) => part?.line));
  for (const [at, node] of blocks.entries()) {
    if (node.type !== 'heading' || !isIt(readPlainText(node))) continue;
    const { depth } = node;
    const end = blocks.findIndex(
      (one, place) =>
        place > at && one.type === 'heading' && (one.depth <= depth || parts.has(one.position?.start.line)),
    );
    const content = blocks.slice(at + 1, end === -1 ? blocks.length : end);
    const first = content.find(({ type }) => type !== 'html');
    const start = first?.position?.start;
    if (start === undefined) continue;
    const passage = makePassage(text.slice(start.offset, content.at(-1)?.position?.end.offset), start.line);
    if (passage !== null) return passage;
  }
  return null;
}

function findInFields({ fields, report }: Roadmap, section: HandoffSectionName): HandoffPassage | null {
  const all: readonly Field[] = [
    ...fields,
    ...(report?.entries ?? []),
    ...(report?.groups.flatMap(({ entries }) => entries) ?? []),
  ];
  const found = all.find(({ name, value }) => isCalled(name, section) && !isPlaceholder(value));
  return found === undefined ? null : { text: found.value, line: found.line };
}

/** Null where nothing is said. */
export function makePassage(text: string, line: number): HandoffPassage | null {
  return isPlaceholder(text.trim().replaceAll('\\', '')) ? null : { text: text.trim(), line };
}
