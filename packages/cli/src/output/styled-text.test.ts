import { describe, expect, test } from '@jest/globals';
import { escapeControls } from './styled-text.ts';

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

describe('what could steer a terminal or reorder what is read', () => {
  test.each([
    ['C0 control characters', range(0x00, 0x1f)],
    ['DEL and C1 control characters', range(0x7f, 0x9f)],
    ['line and paragraph separators', range(0x2028, 0x2029)],
    ['embeddings and overrides', range(0x202a, 0x202e)],
    ['isolates', range(0x2066, 0x2069)],
  ])('%s are escaped, each by its number', (_name, characters) => {
    for (const character of characters) {
      const number = character.charCodeAt(0).toString(16);
      const escaped = escapeControls(`a${character}b`);
      expect(escaped).toBe(number.length > 2 ? `a\\u${number}b` : `a\\x${number.padStart(2, '0')}b`);
      expect(escapeControls(escaped)).toBe(escaped);
    }
  });

  test('is all that is escaped', () => {
    const text = 'Ünï 计划 עברית 😀 é👩‍💻 \u00a0\u00ad\u200d\ufeff \\x1b[31m <b> `c`';
    expect(escapeControls(text)).toBe(text);
    expect(escapeControls('')).toBe('');
  });
});
