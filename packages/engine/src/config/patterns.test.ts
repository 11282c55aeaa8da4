import { describe, expect, test } from '@jest/globals';
import { dialects, listPatterns } from '@roadmap-as-code/core/dialects';
import { isSlowPattern } from './slow-pattern.ts';

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))(
  'the dialect %s',
  (_name, dialect) => {
    test.each(listPatterns(dialect).map((one) => [one.keys.join('.'), one] as const))(
      'has a pattern that no text is long for: %s',
      (_keys, { pattern, flags }) => {
        expect(isSlowPattern(pattern, flags)).toBe(false);
      },
    );
  },
);

test.each(['(a+)+b', '(?:ORC-?\\w*)+\\d', '(?:ab\\w*)+-', '(?:\\w|\\d)+x', '\\s*\\s*x', '(?:(?:a-)*b?)*'])(
  'a pattern that some text is long for is found out: %s',
  (pattern) => {
    expect(isSlowPattern(pattern, 'iu')).toBe(true);
  },
);

test.each(['L\\d+', '\\d+(?:\\.\\d+)*', '[A-Z]{2,5}-\\d{1,6}', 'Phase\\s+(?<id>\\d+)'])(
  'a pattern that is quick is taken: %s',
  (pattern) => {
    expect(isSlowPattern(pattern, 'iu')).toBe(false);
  },
);
