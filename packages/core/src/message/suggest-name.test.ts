import { describe, expect, test } from '@jest/globals';
import { measureDistance, suggestName } from './suggest-name.ts';

describe('the distance of two names', () => {
  test.each([
    ['', '', 0],
    ['gates', 'gates', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['gate', 'gates', 1],
    ['gatse', 'gates', 1],
    ['gotes', 'gates', 1],
    ['sgate', 'gates', 2],
    ['kitten', 'sitting', 3],
  ])('of %j and %j is %i, either way', (from, to, distance) => {
    expect(measureDistance(from, to)).toBe(distance);
    expect(measureDistance(to, from)).toBe(distance);
  });
});

describe('a suggestion', () => {
  test('is the nearest candidate', () => {
    expect(suggestName('commit-abscent', ['commit-missing', 'commit-absent', 'commit-empty'])).toBe(
      'commit-absent',
    );
    expect(suggestName('P3.66', ['P3.5', 'P3.6', 'P36.6'])).toBe('P3.6');
  });

  test('minds no case', () => {
    expect(suggestName('ROADMAPS', ['roadmap', 'roadmaps'])).toBe('roadmaps');
  });

  test('is the first of those that are as near', () => {
    expect(suggestName('P1', ['P2', 'P3'])).toBe('P2');
  });

  test('is none where nothing is near, for its length', () => {
    expect(suggestName('zzz', ['gates', 'rules'])).toBeNull();
    expect(suggestName('x', ['gates'])).toBeNull();
    expect(suggestName('anything', [])).toBeNull();
  });
});
