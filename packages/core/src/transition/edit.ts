/** Replaces the bytes from `start` up to `end` by a text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  /** Written as UTF-8. */
  readonly text: string;
}

/** Splices edits that do not overlap; every other byte stays as it is. Edits at one place keep their order. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const encoder = new TextEncoder();
  let at = 0;
  for (const { start, end, text } of sortEdits(edits)) {
    if (start < at || end < start || end > bytes.length)
      throw new Error(`an edit at ${start} overlaps another`);
    pieces.push(bytes.subarray(at, start), encoder.encode(text));
    at = end;
  }
  pieces.push(bytes.subarray(at));
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** The edits that undo others, by offsets into what these gave. Of bytes that are no UTF-8 it has no text: it throws. */
export function invertEdits(bytes: Uint8Array, edits: readonly Edit[]): Edit[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  let shift = 0;
  return sortEdits(edits).map(({ start, end, text }) => {
    const length = encoder.encode(text).length;
    const inverse = {
      start: start + shift,
      end: start + shift + length,
      text: decoder.decode(bytes.subarray(start, end)),
    };
    shift += length - (end - start);
    return inverse;
  });
}

function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
