import { describe, expect, test } from '@jest/globals';
import { styled } from './styled-text.ts';
import { renderJson, renderLines } from './terminal.ts';

describe('lines for a person', () => {
  test('end with a line feed, and not with spaces', () => {
    const lines = [['one', styled('red', ' two'), '  '], [], ['three']];
    expect(renderLines(lines, { NO_COLOR: '1' })).toBe('one two\n\nthree\n');
    expect(renderLines([], { NO_COLOR: '1' })).toBe('');
  });

  test('are escaped piece by piece, so that no piece can begin a line of its own', () => {
    const lines = [['a\nb', styled('bold', '\u001b[2J'), '\u202ec']];
    expect(renderLines(lines, { NO_COLOR: '1' })).toBe('a\\x0ab\\x1b[2J\\u202ec\n');
  });

  test('have no colour where NO_COLOR is set', () => {
    expect(renderLines([[styled('red', 'a')]], { NO_COLOR: '1' })).toBe('a\n');
  });
});

describe('JSON for a program', () => {
  test('is laid out, and ends with a line feed', () => {
    expect(renderJson({ a: [1, null], b: 'c' })).toBe('{\n  "a": [\n    1,\n    null\n  ],\n  "b": "c"\n}\n');
  });

  test('says the same as the value, with nothing in it that a terminal could take amiss', () => {
    const value = {
      '\u001b[31m\u202e': 'a\u0000\u0007\u007f\u0085\u009b\u2028\u2029\u2066\u2069 ü 计 😀 "\\',
    };
    const json = renderJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(json).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
    );
    expect(json).toContain('ü 计 😀');
  });
});
