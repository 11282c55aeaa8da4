import { expect, test } from '@jest/globals';
import { holdDataToSchema, holdToSchema } from './hold-to-schema.ts';

test('every violation is told, with its place', async () => {
  const schema = { properties: { a: { type: 'string' }, b: { const: 1 } } };
  expect(await holdToSchema('a: 1\nb: 2\n', schema)).toEqual(['a 1 is not of type string', 'b 2 is not 1']);
  expect(await holdToSchema('a: x\nb: 1\n', schema)).toEqual([]);
  expect(await holdToSchema('a: [', schema)).toBeNull();
});

test('of much data the first violation is told alone, so that they do not fill the memory', async () => {
  const many = Array.from({ length: 500_000 }, () => 1);
  const schema = { items: { type: 'string' } };
  expect(await holdDataToSchema(many, schema, 1_000_000)).toEqual(['0 1 is not of type string']);
  expect(await holdDataToSchema([1, 2], schema, 5)).toHaveLength(2);
});

test('a schema that would answer later, and one that is none, hold for nothing', async () => {
  for (const schema of [
    { $async: true, type: 'string' },
    { $ref: 'https://example.org/other' },
    { type: 'x' },
  ])
    expect(await holdDataToSchema(1, schema, 1)).toEqual([
      expect.stringContaining("the schema can't be used"),
    ]);
});

test('a pattern that would take for ever is ended', async () => {
  const start = Date.now();
  const faults = await holdDataToSchema(`${'a'.repeat(60)}!`, { pattern: '^(a+)+$' }, 61);
  expect(faults).toEqual(["the schema can't be used: it takes longer than 3 s"]);
  expect(Date.now() - start).toBeLessThan(20_000);
}, 30_000);
