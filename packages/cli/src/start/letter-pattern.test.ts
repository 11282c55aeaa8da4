import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasLetters, isShort, LetterPattern, shorten } from './letter-pattern.ts';

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) });

const packages = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Every pattern with letters that core and engine write as a literal. */
function listPatterns(): RegExp[] {
  const files = ['core/src', 'engine/src'].flatMap((folder) =>
    readdirSync(join(packages, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(packages, folder, name)),
  );
  const literals = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(
      /(?<=[=(,?:] )\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/g,
    ),
  ]);
  return literals.flatMap(([, source = '', flags = '']) =>
    hasLetters(source, flags) ? [new RegExp(source, flags)] : [],
  );
}

const word = fc.constantFrom(
  'Commit',
  'a',
  'B',
  '7',
  '42',
  'é',
  'Ж',
  '山',
  '٣',
  'ß',
  'K',
  'ſ',
  'e\u0301',
  '✅',
  '✔\ufe0f',
  '❌',
  '👩‍👩‍👧',
  '—',
  '–',
  '→',
  '…',
  '“',
  '①',
  '²',
  '\u00a0',
  '\u2028',
  '\ud800',
  ' ',
  ' ',
  ' ',
  ':',
  ': ',
  '**',
  '__',
  '`',
  '(',
  ')',
  '[',
  ']',
  '.',
  ',',
  '-',
  '#',
  '/',
  '@',
  '<',
  '>',
  '|',
  '\n',
  'none',
  'blocked',
  'phase',
  '1.2',
  'P0.1',
  'abc1234',
  'depends on',
  'готово',
  'N/A',
);
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));

describe('a pattern that compiles fast', () => {
  const patterns = listPatterns();

  test('stands for many of ours', () => {
    expect(patterns.length).toBeGreaterThan(25);
  });

  test('finds what the one that is written finds', () => {
    const both = patterns.map((full) => ({ full, pattern: new LetterPattern(full.source, full.flags) }));
    fc.assert(
      fc.property(text, fc.nat(5), (where, from) => {
        for (const { full, pattern } of both) {
          full.lastIndex = from;
          pattern.lastIndex = from;
          const found = full.exec(where);
          expect(pattern.exec(where)).toEqual(found);
          expect(pattern.lastIndex).toBe(full.lastIndex);
          full.lastIndex = 0;
          pattern.lastIndex = 0;
          expect(pattern.test(where)).toBe(full.test(where));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('is taken by the methods of texts as any other', () => {
    const full = /[\p{L}\p{N}]+/gu;
    const pattern = new LetterPattern(full.source, full.flags) as unknown as RegExp;
    for (const where of ['one 2 three', 'eins, zwei – ß', '']) {
      expect(where.replace(pattern, (found) => `<${found}>`)).toBe(
        where.replace(full, (found) => `<${found}>`),
      );
      expect(where.match(pattern)).toEqual(where.match(full));
      expect([...where.matchAll(pattern)]).toEqual([...where.matchAll(full)]);
      expect(where.search(pattern)).toBe(where.search(full));
      expect(where.split(pattern, 2)).toEqual(where.split(full, 2));
    }
  });
});

test('the short form has the letters of ASCII in the place of all', () => {
  expect(shorten('^[^\\p{L}\\p{N}]*\\p{Lu}\\[\\p{M}')).toBe('^[^A-Za-z0-9]*[A-Z]\\[(?!)');
});

test('no text is short in which a letter, digit or mark beyond ASCII stands', () => {
  const other = /[^\0-\x7f]/u;
  for (let code = 0; code <= 0xffff; code += 1) {
    const character = String.fromCharCode(code);
    if (isShort(character) && other.test(character)) expect(character).toMatch(/^[\p{P}\p{S}]$/u);
  }
});

test.each([
  ['\\p{Script=Greek}', 'u'],
  ['\\P{L}', 'u'],
  ['[👩\\p{L}]', 'u'],
  ['\\u{1F600}\\p{L}', 'u'],
  ['\\p{L}', ''],
  ['[a-z]', 'u'],
])('/%s/%s stays as it is', (source, flags) => {
  expect(hasLetters(source, flags)).toBe(false);
});
