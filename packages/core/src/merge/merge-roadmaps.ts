import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { findLosses, type TasksByKey } from './find-losses.ts';
import { listKeptLines } from './kept-lines.ts';
import { findUsualEnd, pickChanged } from './lines.ts';
import { conflictLines, type MergeRules, mergePieces } from './merge-pieces.ts';
import { type LinedVersion, type MergeVersion, readLines } from './merge-version.ts';
import type { Merged } from './merged.ts';
import { nameTasks } from './name-tasks.ts';
import { outlinePieces } from './outline-pieces.ts';
import type { Piece } from './piece.ts';
import { type ConflictPlace, type ConflictStyle, renderMerged } from './render-merged.ts';

/** Three versions of a roadmap, all read in the same way; an empty base where the sides have none in common. */
export interface MergeVersions {
  readonly base: MergeVersion;
  readonly ours: MergeVersion;
  readonly theirs: MergeVersion;
}

export interface MergeOptions extends ConflictStyle {
  /** Reads bytes in the same way as the versions. */
  parse(bytes: Uint8Array): Roadmap;
}

export interface MergeResult {
  readonly bytes: Uint8Array;
  /** What is left for a person; none where all was merged. */
  readonly conflicts: readonly ConflictPlace[];
}

/**
 * Merges three versions of a roadmap by task and field, and what is neither by its lines. What one side alone has changed
 * is as that side has it; what both have changed in two ways is a conflict. The result is read again: where a task would be
 * lost, or what a side says of its state, the task conflicts as a whole, and else all that differs does.
 */
export function mergeRoadmaps(versions: MergeVersions, options: MergeOptions): MergeResult {
  const lined = {
    base: readLines(versions.base),
    ours: readLines(versions.ours),
    theirs: readLines(versions.theirs),
  };
  const names = {
    base: nameTasks(versions.base.graph, versions.base.graph),
    ours: nameTasks(versions.base.graph, versions.ours.graph),
    theirs: nameTasks(versions.base.graph, versions.theirs.graph),
  };
  const stretch = {
    base: outlinePieces(lined.base, names.base),
    ours: outlinePieces(lined.ours, names.ours),
    theirs: outlinePieces(lined.theirs, names.theirs),
  };
  const isNewestFirst = Object.values(stretch).some(hasNewestFirst);
  const named = { base: byKey(names.base), ours: byKey(names.ours), theirs: byKey(names.theirs) };
  const kept = listKeptLines(stretch);
  const write = makeWriter(lined, options);
  let whole: ReadonlySet<string> = new Set();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const rules: MergeRules = { whole, isNewestFirst };
    const merged = mergePieces(stretch, rules, '');
    const losses = findLosses(merged, named, kept, (text) => options.parse(new TextEncoder().encode(text)));
    if (losses?.size === 0) return write(merged);
    if (losses === null || [...losses].every((key) => whole.has(key))) break;
    whole = new Set([...whole, ...losses]);
  }
  return conflictWhole(versions, options);
}

/** Each of them makes a few tasks more conflict as a whole. */
const MOST_TRIES = 3;

/** One conflict, from the first line in which the sides differ to the last. */
export function conflictWhole(versions: MergeVersions, options: ConflictStyle): MergeResult {
  const lined = {
    base: readLines(versions.base),
    ours: readLines(versions.ours),
    theirs: readLines(versions.theirs),
  };
  return makeWriter(lined, options)(conflictLines(lined.base, lined.ours, lined.theirs, ''));
}

function byKey(names: ReadonlyMap<Task, string>): TasksByKey {
  return new Map([...names].map(([task, key]) => [`task ${key}`, task]));
}

function hasNewestFirst(pieces: readonly Piece[]): boolean {
  const dates = pieces.filter(({ kind, rank }) => kind === 'row' && rank !== '').map(({ rank }) => rank);
  return (dates[0] ?? '') > (dates.at(-1) ?? '');
}

function makeWriter(
  { base, ours, theirs }: { base: LinedVersion; ours: LinedVersion; theirs: LinedVersion },
  style: ConflictStyle,
): (merged: readonly Merged[]) => MergeResult {
  const marks = [base, ours, theirs].map(({ mark }) => mark.length);
  const length = pickChanged(marks[0], marks[1] ?? 0, marks[2] ?? 0) ?? 0;
  const mark = ours.mark.length === length ? ours.mark : theirs.mark;
  const [was, own, other] = [base, ours, theirs].map(({ lines }) => lines.at(-1)?.end !== '');
  const isEnded = pickChanged(was, own ?? true, other ?? true) ?? true;
  const only = settleEnd([base, ours, theirs]);
  return (merged) => {
    const { text, conflicts } = renderMerged(merged, style, isEnded, only);
    const body = new TextEncoder().encode(text);
    const bytes = new Uint8Array(mark.length + body.length);
    bytes.set(mark);
    bytes.set(body, mark.length);
    return { bytes, conflicts };
  };
}

/** What all lines end with where one side has changed that, the other's new lines with them; null where lines differ. */
function settleEnd(versions: readonly LinedVersion[]): string | null {
  const [was, own, other] = versions.map(({ lines }) => findUsualEnd(lines));
  if (!was || !own || !other) return null;
  return pickChanged(was, own, other) ?? null;
}
