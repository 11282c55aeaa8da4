import { describe, expect, test } from '@jest/globals';
import { validateConfig } from '../generated/config.validate.ts';
import { describeInTheirWords, describeViolation, suggestKey } from './describe-violation.ts';
import type { SchemaError } from './schema-validator.ts';

function makeError(
  keyword: string,
  params: Record<string, unknown>,
  rest: Partial<SchemaError> = {},
): SchemaError {
  return { keyword, params, instancePath: '', schemaPath: '', ...rest };
}

test.each([
  [makeError('required', { missingProperty: 'path' }), 'path is missing'],
  [makeError('additionalProperties', { additionalProperty: 'gate' }), 'gate is not known here'],
  [makeError('unevaluatedProperties', { unevaluatedProperty: 'gate' }), 'gate is not known here'],
  [makeError('enum', { allowedValues: ['a', 'b'] }, { data: 'c' }), '"c" is not one of "a" and "b"'],
  [makeError('enum', { allowedValues: ['a'] }), 'is not one of "a"'],
  [makeError('const', { allowedValue: 1 }, { data: 2 }), '2 is not 1'],
  [makeError('type', { type: 'array' }, { data: { a: 1 } }), '{"a":1} is not of type array'],
  [makeError('pattern', { pattern: '^PASS' }, { data: 'FAIL' }), '"FAIL" does not match the pattern ^PASS'],
  [makeError('contains', { minContains: 1 }), 'no element is as it must be'],
  [makeError('minimum', { limit: 1 }, { data: 0, message: 'must be >= 1' }), '0 must be >= 1'],
  [makeError('novelty', {}), 'violates novelty'],
  [
    makeError('type', { type: 'string' }, { data: 'x'.repeat(100) }),
    `"${'x'.repeat(58)}… is not of type string`,
  ],
])('%j is said in words', (error, says) => {
  expect(describeViolation(error)).toBe(says);
});

describe('the words of those who wrote the schema', () => {
  const error = makeError('pattern', { pattern: '^PASS' }, { data: 'x' });

  test('are said where there are any', () => {
    expect(describeInTheirWords({ ...error, parentSchema: { description: 'begin with PASS' } })).toBe(
      'begin with PASS',
    );
  });

  test('are our own where there are none', () => {
    for (const parentSchema of [{}, { description: '' }, { description: 3 }]) {
      expect(describeInTheirWords({ ...error, parentSchema })).toBe('"x" does not match the pattern ^PASS');
    }
  });
});

describe('a key that may be meant', () => {
  const properties = { gates: {}, rules: {} };

  test('is one of the schema that refused it', () => {
    const error = makeError(
      'additionalProperties',
      { additionalProperty: 'gate' },
      { parentSchema: { properties } },
    );
    expect(suggestKey(error)).toBe('gates');
  });

  test('is none for another violation, or where the schema is not known', () => {
    expect(
      suggestKey(makeError('required', { missingProperty: 'gate' }, { parentSchema: { properties } })),
    ).toBeNull();
    expect(suggestKey(makeError('additionalProperties', { additionalProperty: 'gate' }))).toBeNull();
  });

  test('is told by the generated validator of the config', () => {
    expect(validateConfig({ version: 1, roadmap: [] })).toBe(false);
    expect(validateConfig.errors?.map(suggestKey)).toEqual(['roadmaps']);
  });
});
