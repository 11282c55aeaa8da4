import { pickChanged, textOf } from './lines.ts';
import { isKeyed, isSpace, type Piece, type PieceKind } from './piece.ts';

/** What can stand side by side though both sides have put it in one place. */
const UNITED: readonly PieceKind[] = ['task', 'review', 'field', 'requirement', 'entry', 'item', 'row'];

/** A piece with the empty lines before it. */
interface Chunk {
  readonly piece: Piece;
  readonly space: readonly Piece[];
}

/** A stretch of one version: its chunks, and the empty lines behind the last. */
interface Chunks {
  readonly chunks: readonly Chunk[];
  readonly rest: readonly Piece[];
}

interface Stretch {
  readonly base: readonly Piece[];
  readonly ours: readonly Piece[];
  readonly theirs: readonly Piece[];
}

/**
 * What both sides have put into one place or taken out of it, side by side: rows by their dates, fields, tasks and entries
 * by their names, all else by its text. Null where that would be a guess, as where both have written one line anew.
 */
export function unitePieces(stretch: Stretch, isNewestFirst: boolean): Piece[] | null {
  const all = [...stretch.base, ...stretch.ours, ...stretch.theirs].filter((piece) => !isSpace(piece));
  const kind = all[0]?.kind;
  if (kind === undefined || !UNITED.includes(kind) || all.some((piece) => piece.kind !== kind)) return null;
  const [base, ours, theirs] = [stretch.base, stretch.ours, stretch.theirs].map(chunk);
  if (base === undefined || ours === undefined || theirs === undefined) return null;
  const [inOurs, inTheirs] = [listKeys(ours), listKeys(theirs)];
  const kept = base.chunks.filter(({ piece: { key } }) => inOurs.has(key) && inTheirs.has(key));
  const order = kept.map(({ piece }) => piece.key);
  if ([ours, theirs].some((side) => !isInOrder(side, order))) return null;
  const inBase = listKeys(base);
  if (!mayReplace(base, inOurs, inTheirs, inBase)) return null;
  const found = [base, ours, theirs].map(indexChunks);
  const gaps = [ours, theirs].map((side) => splitAt(side, order, inBase));
  const chunks = [...order, null].flatMap((key, at): readonly Chunk[] => {
    const added = join(gaps[0]?.[at] ?? [], gaps[1]?.[at] ?? [], kind === 'row' && isNewestFirst);
    if (key === null) return added;
    const [was, own, other] = found.map((chunks) => chunks.get(key));
    return own === undefined || other === undefined ? added : [...added, settle(was, own, other)];
  });
  const rest = ours.rest.length >= theirs.rest.length ? ours.rest : theirs.rest;
  const spaces = [...chunks.map(({ space }) => space), rest].sort((one, other) => other.length - one.length);
  // In a loose list the empty line may stand on either side of what was put in.
  const between = kind === 'task' ? (spaces[0] ?? []) : [];
  const pieces = chunks.flatMap(({ space, piece }, at) => [
    ...(at > 0 && space.length === 0 ? between : space),
    piece,
  ]);
  return [...pieces, ...rest];
}

/**
 * The same piece of both sides as that side has it that has laid it out anew, or in either way where both have; with the
 * more empty lines before it.
 */
function settle(base: Chunk | undefined, { piece, space }: Chunk, theirs: Chunk): Chunk {
  const [was, own, other] = [base?.piece, piece, theirs.piece].map((one) => one && textOf(one.lines));
  const text = pickChanged(was, own, other) ?? [own, other].sort()[0];
  return {
    piece: text === own ? piece : theirs.piece,
    space: theirs.space.length > space.length ? theirs.space : space,
  };
}

/** Empty lines go with what follows; at the end, where something else does not begin with one, with what stands before. */
function chunk(pieces: readonly Piece[]): Chunks {
  const chunks: Chunk[] = [];
  let space: Piece[] = [];
  for (const piece of pieces) {
    if (isSpace(piece)) space.push(piece);
    else {
      chunks.push({ piece, space });
      space = [];
    }
  }
  return { chunks, rest: space };
}

function listKeys({ chunks }: Chunks): ReadonlySet<string> {
  return new Set(chunks.map(({ piece }) => piece.key));
}

function indexChunks({ chunks }: Pick<Chunks, 'chunks'>): ReadonlyMap<string, Chunk> {
  return new Map(chunks.map((one) => [one.piece.key, one]));
}

function isInOrder({ chunks }: Chunks, order: readonly string[]): boolean {
  const wanted = new Set(order);
  const found = chunks.map(({ piece }) => piece.key).filter((key) => wanted.has(key));
  return found.length === order.length && found.every((key, at) => key === order[at]);
}

/**
 * What both sides have taken out while either put something in is what was written anew, but for what a template left and
 * what is known by its key. What is known by its key and only one side has was changed by that and taken out by the other.
 */
function mayReplace(
  base: Chunks,
  inOurs: ReadonlySet<string>,
  inTheirs: ReadonlySet<string>,
  inBase: ReadonlySet<string>,
): boolean {
  const isAdding = [...inOurs, ...inTheirs].some((key) => !inBase.has(key));
  return base.chunks.every(({ piece }) => {
    const [isOurs, isTheirs] = [inOurs.has(piece.key), inTheirs.has(piece.key)];
    if (isKeyed(piece)) return isOurs === isTheirs;
    return isOurs || isTheirs || !isAdding || piece.isBlank;
  });
}

/** What a side has added before each piece that is kept, and behind the last. */
function splitAt({ chunks }: Chunks, order: readonly string[], inBase: ReadonlySet<string>): Chunk[][] {
  const wanted = new Set(order);
  const gaps: Chunk[][] = [[]];
  for (const one of chunks) {
    if (wanted.has(one.piece.key)) gaps.push([]);
    else if (!inBase.has(one.piece.key)) gaps.at(-1)?.push(one);
  }
  return gaps;
}

/** What one side alone has added stays in its order, and what both have in one order, too. */
function join(ours: readonly Chunk[], theirs: readonly Chunk[], isFalling: boolean): readonly Chunk[] {
  const found = indexChunks({ chunks: theirs });
  const own = ours.map((one) => settle(undefined, one, found.get(one.piece.key) ?? one));
  const known = new Set(ours.map(({ piece }) => piece.key));
  const others = theirs.filter(({ piece }) => !known.has(piece.key));
  const isSame =
    own.length === theirs.length && own.every((one, at) => one.piece.key === theirs[at]?.piece.key);
  if (isSame || (others.length === 0 && own.length > theirs.length)) return own;
  if (own.length === 0) return others;
  if (others.length > 0 && theirs.length - others.length === own.length) return takeOver(theirs, own);
  const sign = isFalling ? -1 : 1;
  return [...own, ...others].sort(
    ({ piece: one }, { piece: other }) => sign * compare(one.rank, other.rank) || compare(one.key, other.key),
  );
}

/** In the order of one side, each with the space that was found for it. */
function takeOver(order: readonly Chunk[], found: readonly Chunk[]): Chunk[] {
  const known = indexChunks({ chunks: found });
  return order.map((one) => known.get(one.piece.key) ?? one);
}

function compare(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}
