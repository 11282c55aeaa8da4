import { describe, expect, test } from '@jest/globals';
import { dialects, listPatterns } from '@roadmap-as-code/core/dialects';
import { analyse } from 'scslre';

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))(
  'the dialect %s',
  (_name, dialect) => {
    test.each(listPatterns(dialect).map((one) => [one.keys.join('.'), one] as const))(
      'has a pattern that no text is long for: %s',
      (_keys, { pattern, flags }) => {
        const { reports } = analyse(
          { source: pattern, flags },
          { maxReports: 3, reportTypes: { Move: false } },
        );
        expect(
          reports
            .map(({ type, exponential, character }) => ({ type, exponential, on: character.pick }))
            .slice(0, 1),
        ).toEqual([]);
      },
    );
  },
);
