import { describe, expect, test } from '@jest/globals';
import { decodeSource, isSource } from './source.ts';

const read = (...bytes: number[]): ReturnType<typeof decodeSource> => decodeSource(Uint8Array.from(bytes));
const codesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

describe('the place of the first byte that is no UTF-8', () => {
  test.each([
    ['a lone lead byte', [...codesOf('# é\n- caf'), 0xe9, ...codesOf('\nmore')], { line: 2, column: 6 }],
    ['a lone lead byte at the end', [...codesOf('ab'), 0xe9], { line: 1, column: 3 }],
    ['a cut-off character', [...codesOf('a\nb'), 0xe2, 0x82], { line: 2, column: 2 }],
    ['a continuation byte', [...codesOf('😀'), 0x80], { line: 1, column: 3 }],
    ['a surrogate', [...codesOf('a'), 0xed, 0xa0, 0x80, ...codesOf('b')], { line: 1, column: 2 }],
    ['an overlong form', [0xc0, 0xaf], { line: 1, column: 1 }],
    ['one behind a byte order mark', [0xef, 0xbb, 0xbf, ...codesOf('ab'), 0xff], { line: 1, column: 3 }],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], { line: 1, column: 1 }],
    ['the first of several', [...codesOf('a'), 0xff, ...codesOf('b'), 0xff], { line: 1, column: 2 }],
    ['one behind CR LF', [...codesOf('a\r\nb\rc'), 0xff], { line: 3, column: 2 }],
  ])('%s', (_name, bytes, place) => {
    expect(read(...bytes)).toEqual({ place });
  });
});

describe('places in a text', () => {
  const text = '\uFEFFé😀\r\nb\rc\nd';
  const source = decodeSource(Uint8Array.from(codesOf(text)));
  if (!isSource(source)) throw new Error('it is UTF-8');

  test('are counted in bytes of the file, byte order mark included', () => {
    expect(source.text).toBe(text.slice(1));
    expect([0, 1, 3, 4, 5].map((offset) => source.toByte(offset))).toEqual([3, 5, 9, 10, 11]);
  });

  test('are counted in lines from 1, whatever ends them, and in UTF-16 code units', () => {
    expect([0, 3, 5, 6, 7, 9].map((offset) => source.lineOf(offset))).toEqual([1, 1, 2, 2, 3, 4]);
    expect(source.placeOf(3)).toEqual({ line: 1, column: 1 });
    expect(source.placeOf(9)).toEqual({ line: 1, column: 4 });
    expect(source.placeOf(11)).toEqual({ line: 2, column: 1 });
    expect(source.placeOf(source.bytes.length)).toEqual({ line: 4, column: 2 });
  });
});
