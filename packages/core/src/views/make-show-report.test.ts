import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { makeShowReport, type ShowFilter } from './make-show-report.ts';

const markdown = `# Title

### P0 — A

- [x] **P0.1** a
- [-] **P0.2** b
- [ ] **P0.3** c
  - [ ] **P0.3.1** d

### P1 — Empty

### P2 — B

- [ ] **P2.1** e
`;

const example = { ...readExample(markdown), holds: new Map() };
const show = (filter: ShowFilter): string[] =>
  makeShowReport([example], filter).roadmaps.flatMap(({ phases }) =>
    phases.map(
      ({ id, closed, total, tasks }) => `${id} ${closed}/${total}: ${tasks.map((task) => task.id).join(' ')}`,
    ),
  );

describe('what is shown', () => {
  test('is everything, phases without tasks too', () => {
    expect(show({})).toEqual(['P0 2/4: P0.1 P0.2 P0.3 P0.3.1', 'P1 0/0: ', 'P2 0/1: P2.1']);
  });

  test('is what fits the filter, with the progress of the whole phase', () => {
    expect(show({ state: 'todo' })).toEqual(['P0 2/4: P0.3 P0.3.1', 'P2 0/1: P2.1']);
    expect(show({ phase: 'P0' })).toEqual(['P0 2/4: P0.1 P0.2 P0.3 P0.3.1']);
    expect(show({ phase: 'P0', state: 'dropped' })).toEqual(['P0 2/4: P0.2']);
    expect(show({ tasks: ['P2.1', 'P0.1'] })).toEqual(['P0 2/4: P0.1', 'P2 0/1: P2.1']);
    expect(show({ phase: 'P1' })).toEqual([]);
  });

  test('is what an open task waits for, and nothing for one that is closed', () => {
    const [report] = makeShowReport([example], {}).roadmaps;
    const waits = report?.phases.flatMap(({ tasks }) => tasks.map(({ id, waitsFor }) => [id, waitsFor]));
    expect(waits).toEqual([
      ['P0.1', []],
      ['P0.2', []],
      ['P0.3', []],
      ['P0.3.1', []],
      ['P2.1', ['P0.3', 'P0.3.1']],
    ]);
    expect(report?.phases[0]?.tasks[3]?.parent).toBe('P0.3');
  });

  test('says how far it is, and nothing of evidence that was not looked up', () => {
    expect(makeShowReport([example], { phase: 'P1' }).roadmaps[0]?.summary).toBe(
      '1 of 5 done, 1 dropped; not done: 3 todo',
    );
  });
});
