/** Whether two texts have the same bytes. */
export type SameBytes = (one: Uint8Array, other: Uint8Array) => boolean;

/** Bytes that are compared at once, before it is looked where they differ. */
const BLOCK = 4096;

export const isSameBytes: SameBytes = (one, other) =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** How many bytes two texts have in common from their first byte on. */
export function countSame(one: Uint8Array, other: Uint8Array, isSame: SameBytes): number {
  const most = Math.min(one.length, other.length);
  let same = 0;
  for (let end = BLOCK; end <= most; end += BLOCK) {
    if (!isSame(one.subarray(same, end), other.subarray(same, end))) break;
    same = end;
  }
  while (same < most && one[same] === other[same]) same += 1;
  return same;
}

/** How many bytes two texts have in common up to their last byte, so many at most. */
export function countSameAtEnd(one: Uint8Array, other: Uint8Array, most: number, isSame: SameBytes): number {
  const cut = (bytes: Uint8Array, from: number, to: number): Uint8Array =>
    bytes.subarray(bytes.length - to, bytes.length - from);
  let same = 0;
  for (let end = BLOCK; end <= most; end += BLOCK) {
    if (!isSame(cut(one, same, end), cut(other, same, end))) break;
    same = end;
  }
  while (same < most && one[one.length - same - 1] === other[other.length - same - 1]) same += 1;
  return same;
}
