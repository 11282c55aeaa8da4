import { setImmediate } from 'node:timers/promises';
import type { GitObject, ObjectReader } from '../git/object-reader.ts';

/** Reads blobs by their full hashes; what was read lately is not read again. */
export interface BlobReader {
  read(id: string): Promise<GitObject>;
  /** In bytes, of the blobs that were read lately; 0 where none was. */
  longest(): number;
}

/** Bytes of blobs that are kept, and their number. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_KEPT = 192;

export function makeBlobReader(objects: ObjectReader): BlobReader {
  const kept = new Map<string, { readonly object: Promise<GitObject>; length: number }>();
  let sum = 0;
  const forget = (): void => {
    for (const [id, { length }] of kept) {
      if (kept.size <= 1 || (sum <= MOST_BYTES && kept.size <= MOST_KEPT)) return;
      kept.delete(id);
      sum -= length;
    }
  };
  return {
    read: (id) => {
      const known = kept.get(id);
      if (known !== undefined) {
        kept.delete(id);
        kept.set(id, known);
        return known.object;
      }
      const object = objects.read(id);
      const one = { object, length: 0 };
      kept.set(id, one);
      void object.then((read) => {
        const length = read.kind === 'object' ? (read.bytes?.length ?? 0) : 0;
        if (kept.get(id) !== one) return;
        one.length = length;
        sum += length;
        forget();
      });
      return object;
    },
    longest: () => Math.max(0, ...[...kept.values()].map(({ length }) => length)),
  };
}

/** Bytes and steps that are asked for before they are needed. */
const MOST_AHEAD_BYTES = 8 * 1024 * 1024;
const MOST_AHEAD = 64;

/**
 * Goes through steps one after the other, and begins some ahead, so that git reads what the next ones need while one is
 * worked on.
 * @param begin asks for what a step needs
 */
export async function* lookAhead<Step, Begun>(
  steps: Iterable<Step>,
  begin: (step: Step) => Begun,
  blobs: BlobReader,
): AsyncGenerator<Begun> {
  const begun: Begun[] = [];
  for (const step of steps) {
    begun.push(begin(step));
    if (begun.length < MOST_AHEAD && begun.length * blobs.longest() <= MOST_AHEAD_BYTES) continue;
    // Several are asked for together, while as many are left.
    const ready = begun.splice(0, Math.ceil(begun.length / 2));
    for (const one of ready) {
      yield one;
      // What git has written meanwhile is taken, so that it can go on.
      await setImmediate();
    }
  }
  yield* begun;
}
