import { describe, expect, test } from '@jest/globals';
import { parseRoadmap } from '../parse/index.ts';
import { execution } from './execution.ts';

function parse(markdown: string) {
  return parseRoadmap(new TextEncoder().encode(markdown), { path: 'ROADMAP.md', dialect: execution }).graph;
}

describe('a phase heading', () => {
  test.each([
    ['### P3 — Smoke test'],
    ['### P3: Smoke test'],
    ['### P3：Smoke test'],
    ['### Phase 3 - Smoke test'],
    ['### Phase 3：Smoke test'],
    ['### ✅ Phase P3. Smoke test'],
  ])('%s', (heading) => {
    const [phase] = parse(`${heading}\n\n- [ ] **P3.1** Push a job\n`).phases;
    expect(phase).toMatchObject({ id: 'P3', title: 'Smoke test', derived: false });
  });
});

test.each([
  ['### P3.1 — Push a job'],
  ['### P3a — Smoke test'],
  ['### Phases'],
  ['### Phase 3.1: Push a job'],
])('no phase heading: %s', (heading) => {
  expect(parse(`${heading}\n\n- [ ] Push a job\n`).phases[0]?.derived).toBe(true);
});

describe('the head of a task', () => {
  test.each([
    ['**P3.1** Push a job', 'P3.1', 'Push a job'],
    ['P3.1: Push a job', 'P3.1', 'Push a job'],
    ['`P3.1` - Push a job', 'P3.1', 'Push a job'],
    ['**P3.1a** — Push a job', 'P3.1a', 'Push a job'],
    ['**P3.1-T** Push a job', 'P3:1', '**P3.1-T** Push a job'],
    ['P3.1-P3.4 Push each job', 'P3:1', 'P3.1-P3.4 Push each job'],
    ['P3.1.0rc1 is out', 'P3:1', 'P3.1.0rc1 is out'],
  ])('%s', (head, id, title) => {
    const [task] = parse(`### P3 — Smoke test\n\n- [ ] ${head}\n`).phases[0]?.tasks ?? [];
    expect(task).toMatchObject({ id, title });
  });
});
