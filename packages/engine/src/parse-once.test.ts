import { expect, test } from '@jest/globals';
import { dialects } from '@roadmap-as-code/core';
import { parseOnce } from './parse-once.ts';

const PLAN = '### P0 — A\n\n- [ ] **P0.1** a\n';
const read = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the same bytes are read once, whatever buffer they come in', () => {
  const first = parseOnce(read(PLAN), { path: 'A.md' });
  expect(parseOnce(read(PLAN), { path: 'A.md' })).toBe(first);
  expect(parseOnce(read(PLAN), { path: 'A.md', dialect: first.dialect })).toBe(first);
});

test('other bytes, and another way to read them, give another graph', () => {
  const first = parseOnce(read(PLAN), { path: 'A.md' });
  const stateOf = ({ graph }: typeof first): string | undefined => graph.phases[0]?.tasks[0]?.state;
  expect(stateOf(parseOnce(read(PLAN.replace('[ ]', '[x]')), { path: 'A.md' }))).toBe('done');
  expect(stateOf(parseOnce(read(PLAN), { path: 'A.md', states: { ' ': 'dropped' } }))).toBe('dropped');
  expect(parseOnce(read(PLAN), { path: 'A.md', gates: ['P0.1'] }).graph.phases[0]?.tasks[0]?.gate).toBe(true);
  expect(parseOnce(read(PLAN), { path: 'B.md' }).graph.path).toBe('B.md');
  const other = dialects.find(({ name }) => name !== first.dialect.name);
  expect(parseOnce(read(PLAN), { path: 'A.md', dialect: other }).dialect).toBe(other);
  expect(stateOf(parseOnce(read(PLAN), { path: 'A.md' }))).toBe('todo');
});

test('few are kept in memory', () => {
  const first = parseOnce(read(PLAN), { path: 'A.md' });
  for (let round = 0; round < 10; round += 1) parseOnce(read(`${PLAN}${round}\n`), { path: 'A.md' });
  expect(parseOnce(read(PLAN), { path: 'A.md' })).not.toBe(first);
});
