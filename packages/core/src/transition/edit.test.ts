import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyEdits, type Edit, invertEdits } from './edit.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) });

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

test('edits are spliced in the order of their places, and in their own at one place', () => {
  const edits = [
    { start: 4, end: 5, text: 'E' },
    { start: 2, end: 2, text: '1' },
    { start: 2, end: 2, text: '2' },
    { start: 2, end: 3, text: '' },
  ];
  expect(textOf(applyEdits(bytesOf('abcdef'), edits))).toBe('ab12dEf');
});

test.each([
  [
    'overlap',
    [
      { start: 0, end: 3, text: '' },
      { start: 2, end: 4, text: '' },
    ],
  ],
  ['end before they begin', [{ start: 3, end: 2, text: '' }]],
  ['end behind the file', [{ start: 3, end: 9, text: '' }]],
])('edits that %s are an error', (_name, edits) => {
  expect(() => applyEdits(bytesOf('abcdef'), edits)).toThrow('overlaps');
});

describe('an inverse', () => {
  /** Edits of the characters of a text, by the bytes at which they begin. */
  const edited = fc
    .tuple(
      fc.array(fc.constantFrom('a', '\r\n', 'é', '日', '👩‍👩‍👧', '\ufeff', '\t'), { maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(12), fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 3 })), {
        maxLength: 4,
      }),
    )
    .map(([characters, asked]) => {
      const offsets = [0];
      for (const one of characters) offsets.push((offsets.at(-1) ?? 0) + bytesOf(one).length);
      const last = offsets.length - 1;
      let free = 0;
      const edits: Edit[] = [];
      for (const [from, length, text] of asked.toSorted(([a], [b]) => a - b)) {
        const first = Math.max(free, Math.min(from, last));
        const end = Math.min(first + length, last);
        edits.push({ start: offsets[first] ?? 0, end: offsets[end] ?? 0, text });
        free = end;
      }
      return { bytes: bytesOf(characters.join('')), edits };
    });

  test('gives back the very bytes', () => {
    fc.assert(
      fc.property(edited, ({ bytes, edits }) => {
        const written = applyEdits(bytes, edits);
        expect(applyEdits(written, invertEdits(bytes, edits))).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test('of what is no UTF-8 does not exist', () => {
    expect(() => invertEdits(new Uint8Array([0xff]), [{ start: 0, end: 1, text: '' }])).toThrow();
  });
});
