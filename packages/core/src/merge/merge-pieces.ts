import { alignKeys } from './align.ts';
import { type Line, pickChanged, settleEnds, splitLines, textOf } from './lines.ts';
import { type Conflict, type Merged, sliceLines, slicePiece } from './merged.ts';
import { isKeyed, isSameText, type Piece } from './piece.ts';
import { unitePieces } from './unite-pieces.ts';

/** The same stretch of all three versions. */
export interface Stretch {
  readonly base: readonly Piece[];
  readonly ours: readonly Piece[];
  readonly theirs: readonly Piece[];
}

/** What holds for the whole merge. */
export interface MergeRules {
  /** Keys of tasks that conflict as a whole where both sides have changed them, or one has taken them out. */
  readonly whole: ReadonlySet<string>;
  /** Whether the change log has its newest rows on top. */
  readonly isNewestFirst: boolean;
}

type Side = 'ours' | 'theirs';

/** Where a piece that is known by its key is in each version. */
interface Finder {
  readonly base: ReadonlyMap<string, Piece>;
  readonly ours: ReadonlyMap<string, Piece>;
  readonly theirs: ReadonlyMap<string, Piece>;
  /** Keys of the base that a side has in another place of the order. */
  readonly moved: Readonly<Record<Side, ReadonlySet<string>>>;
}

/**
 * Merges three sequences of pieces, as diff3 does with lines (S. Khanna, K. Kunal and B. Pierce, A Formal Investigation of
 * Diff3, 2007): what both sides have kept anchors it, and between two anchors either one side alone has changed something,
 * or what both have put there can stand side by side, or it is a conflict. What is known by its key is merged by itself,
 * wherever a side has it now.
 * @param about what a conflict is about where its pieces have no name
 */
export function mergePieces(stretch: Stretch, rules: MergeRules, about: string): Merged[] {
  const { base, ours, theirs } = stretch;
  const toOurs = alignKeys(base.map(keyOf), ours.map(keyOf));
  const toTheirs = alignKeys(base.map(keyOf), theirs.map(keyOf));
  const merger = { finder: makeFinder(stretch, toOurs, toTheirs), rules, about };
  const merged: Merged[][] = [];
  let at = { base: 0, ours: 0, theirs: 0 };
  for (const [place, piece] of base.entries()) {
    const [our, their] = [toOurs[place] ?? -1, toTheirs[place] ?? -1];
    const [own, other] = [ours[our], theirs[their]];
    if (own === undefined || other === undefined) continue;
    merged.push(
      mergeStretch(
        {
          base: base.slice(at.base, place),
          ours: ours.slice(at.ours, our),
          theirs: theirs.slice(at.theirs, their),
        },
        merger,
      ),
      mergePiece(piece, own, other, merger),
    );
    at = { base: place + 1, ours: our + 1, theirs: their + 1 };
  }
  merged.push(
    mergeStretch(
      { base: base.slice(at.base), ours: ours.slice(at.ours), theirs: theirs.slice(at.theirs) },
      merger,
    ),
  );
  return merged.flat();
}

interface Merger {
  readonly finder: Finder;
  readonly rules: MergeRules;
  readonly about: string;
}

function keyOf({ key }: Piece): string {
  return key;
}

function makeFinder({ base, ours, theirs }: Stretch, toOurs: Int32Array, toTheirs: Int32Array): Finder {
  const index = (pieces: readonly Piece[]): ReadonlyMap<string, Piece> =>
    new Map(pieces.filter(isKeyed).map((piece) => [piece.key, piece]));
  const [inOurs, inTheirs] = [index(ours), index(theirs)];
  const findMoved = (pairs: Int32Array, side: ReadonlyMap<string, Piece>): ReadonlySet<string> =>
    new Set(base.filter((piece, at) => isKeyed(piece) && pairs[at] === -1 && side.has(piece.key)).map(keyOf));
  return {
    base: index(base),
    ours: inOurs,
    theirs: inTheirs,
    moved: { ours: findMoved(toOurs, inOurs), theirs: findMoved(toTheirs, inTheirs) },
  };
}

/** Merges what stands between two anchors. */
function mergeStretch(whole: Stretch, merger: Merger): Merged[] {
  if (whole.base.length + whole.ours.length + whole.theirs.length === 0) return [];
  const stretch = dropGone(whole, merger);
  const [base, ours, theirs] = [stretch.base, stretch.ours, stretch.theirs].map(listKeys);
  if (!isTorn(stretch, merger.finder)) {
    if (ours === theirs) return takeBoth(stretch.ours, stretch.theirs, merger);
    if (theirs === base) return takeSide(stretch.ours, merger);
    if (ours === base) return takeSide(stretch.theirs, merger);
    const united = unitePieces(stretch, merger.rules.isNewestFirst);
    if (united !== null) return takeSide(united, merger);
  }
  return makeConflict(stretch, merger);
}

function listKeys(pieces: readonly Piece[]): string {
  return JSON.stringify(pieces.map(keyOf));
}

/**
 * Leaves out what one side has moved away, since it is merged where it stands now, and what one side has taken out while
 * the other has left it as it was.
 */
function dropGone({ base, ours, theirs }: Stretch, { finder, rules }: Merger): Stretch {
  const isGone = (piece: Piece, from: Side, here: ReadonlySet<string>): boolean => {
    if (!isKeyed(piece) || here.has(piece.key)) return false;
    if (finder.moved[from].has(piece.key)) return true;
    const before = finder.base.get(piece.key);
    const other = finder[from === 'ours' ? 'theirs' : 'ours'].get(piece.key);
    return (
      !finder[from].has(piece.key) &&
      !rules.whole.has(piece.key) &&
      before !== undefined &&
      (other === undefined || isSameText(before, other))
    );
  };
  const [inOurs, inTheirs] = [ours, theirs].map((pieces) => new Set(pieces.map(keyOf)));
  const goneFromOurs = (piece: Piece): boolean => isGone(piece, 'ours', inOurs ?? new Set());
  const goneFromTheirs = (piece: Piece): boolean => isGone(piece, 'theirs', inTheirs ?? new Set());
  const inBase = new Set(base.map(keyOf));
  return {
    base: base.filter((piece) => !goneFromOurs(piece) && !goneFromTheirs(piece)),
    ours: ours.filter((piece) => !inBase.has(piece.key) || !goneFromTheirs(piece)),
    theirs: theirs.filter((piece) => !inBase.has(piece.key) || !goneFromOurs(piece)),
  };
}

/** Whether one side has changed or moved a piece, and the other has moved it elsewhere or taken it out. */
function isTorn({ base, ours, theirs }: Stretch, finder: Finder): boolean {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map((pieces) => new Set(pieces.map(keyOf)));
  const isTornFrom = (other: Side, here?: ReadonlySet<string>) => {
    return (piece: Piece): boolean => {
      const { key } = piece;
      if (!isKeyed(piece) || here?.has(key)) return false;
      if (inBase?.has(key)) return true;
      return finder.base.has(key)
        ? finder.moved[other].has(key) || !finder[other].has(key)
        : finder[other].has(key);
    };
  };
  return ours.some(isTornFrom('theirs', inTheirs)) || theirs.some(isTornFrom('ours', inOurs));
}

function takeSide(pieces: readonly Piece[], { finder, ...merger }: Merger): Merged[] {
  return pieces.flatMap((piece) => {
    const [own, other] = [finder.ours.get(piece.key), finder.theirs.get(piece.key)];
    if (!isKeyed(piece) || own === undefined || other === undefined) return [slicePiece(piece)];
    return mergePiece(finder.base.get(piece.key) ?? null, own, other, { finder, ...merger });
  });
}

/** What stands in both sides in one order. */
function takeBoth(ours: readonly Piece[], theirs: readonly Piece[], merger: Merger): Merged[] {
  return ours.flatMap((piece, at) =>
    mergePiece(merger.finder.base.get(piece.key) ?? null, piece, theirs[at] ?? piece, merger),
  );
}

/** What both sides begin and end with alike is no part of it. */
function makeConflict({ base, ours, theirs }: Stretch, merger: Merger): Merged[] {
  const most = Math.min(ours.length, theirs.length);
  let head = 0;
  while (head < most && ours[head]?.key === theirs[head]?.key) head += 1;
  let tail = 0;
  while (tail < most - head && ours.at(-1 - tail)?.key === theirs.at(-1 - tail)?.key) tail += 1;
  const [own, other] = [ours.slice(head, ours.length - tail), theirs.slice(head, theirs.length - tail)];
  const kept = new Set([...ours.slice(0, head), ...ours.slice(ours.length - tail)].map(keyOf));
  const named = [...own, ...other].find(({ name }) => name !== '');
  const conflict: Conflict = {
    kind: 'conflict',
    base: base.filter(({ key }) => !kept.has(key)).map(slicePiece),
    ours: own.map(slicePiece),
    theirs: other.map(slicePiece),
    about: nameAbout(merger.about, named?.name ?? ''),
  };
  return [
    ...takeBoth(ours.slice(0, head), theirs.slice(0, head), merger),
    ...(own.length + other.length === 0 ? [] : [conflict]),
    ...takeBoth(ours.slice(ours.length - tail), theirs.slice(theirs.length - tail), merger),
  ];
}

/** Merges what is in both sides. */
function mergePiece(base: Piece | null, ours: Piece, theirs: Piece, merger: Merger): Merged[] {
  const take = (lines: readonly Line[]): Merged[] => [
    {
      kind: 'lines',
      task: ours.kind === 'task' ? ours.key : null,
      lines: settleEnds(lines, base?.lines ?? [], ours.lines, theirs.lines),
    },
  ];
  if (isSameText(ours, theirs) || (base !== null && isSameText(theirs, base))) return take(ours.lines);
  if (base !== null && isSameText(ours, base)) return take(theirs.lines);
  const about = nameAbout(merger.about, ours.name);
  if (ours.parts.length > 0 && theirs.parts.length > 0) {
    const head = { ...sliceLines([]), task: ours.kind === 'task' ? ours.key : null };
    const isWhole = merger.rules.whole.has(ours.key) || isStateTorn(base, ours, theirs);
    if (isWhole) return [head, ...conflictLines(base, ours, theirs, about)];
    const parts = { base: base?.parts ?? [], ours: ours.parts, theirs: theirs.parts };
    return [head, ...mergePieces(parts, merger.rules, about)];
  }
  const cuts = ours.cuts.map((cut, at) => pickChanged(base?.cuts[at], cut, theirs.cuts[at] ?? ''));
  const isCut = ours.cuts.length === theirs.cuts.length && ours.cuts.length === (base?.cuts.length ?? -1);
  const whole = cuts.filter((cut) => cut !== undefined);
  // A row that both have laid out anew says the same in either way.
  if (ours.kind === 'row') return take(textOf(ours.lines) < textOf(theirs.lines) ? ours.lines : theirs.lines);
  if (!isCut || whole.length < cuts.length) return conflictLines(base, ours, theirs, about);
  return take(copyEnds(splitLines(whole.join('')), ours.lines));
}

/** "P3.4 Commit" */
function nameAbout(around: string, name: string): string {
  return [around, name].filter((one) => one !== '').join(' ');
}

/** Lines that were put together have the ends of those that they were made of. */
function copyEnds(lines: readonly Line[], from: readonly Line[]): Line[] {
  return lines.map(({ text }, at) => ({ text, end: from[at]?.end ?? from.at(-1)?.end ?? '\n' }));
}

/** Whether both sides have taken a task to another state, and not to the same. */
function isStateTorn(base: Piece | null, ours: Piece, theirs: Piece): boolean {
  if (base === null || ours.state === theirs.state) return false;
  return base.state !== ours.state && base.state !== theirs.state;
}

/** A conflict over the lines of one piece, without those that both sides begin and end with. */
export function conflictLines(
  base: Pick<Piece, 'lines'> | null,
  ours: Pick<Piece, 'lines'>,
  theirs: Pick<Piece, 'lines'>,
  about: string,
): Merged[] {
  const most = Math.min(ours.lines.length, theirs.lines.length);
  const isSame = (at: number): boolean => ours.lines.at(at)?.text === theirs.lines.at(at)?.text;
  let head = 0;
  while (head < most && isSame(head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(-1 - tail)) tail += 1;
  const middle = (lines: readonly Line[]): readonly Line[] =>
    lines.slice(head, Math.max(lines.length - tail, head));
  const isInBase = base !== null && textOf(base.lines.slice(0, head)) === textOf(ours.lines.slice(0, head));
  return [
    sliceLines(ours.lines.slice(0, head)),
    {
      kind: 'conflict',
      base: [sliceLines(base === null ? [] : isInBase ? middle(base.lines) : base.lines)],
      ours: [sliceLines(middle(ours.lines))],
      theirs: [sliceLines(middle(theirs.lines))],
      about,
    },
    sliceLines(ours.lines.slice(ours.lines.length - tail)),
  ];
}
