import { describe, expect, test } from '@jest/globals';
import type { RoadmapConfig } from '../generated/config.types.ts';
import { readExample } from '../graph/read-example.ts';
import { makeOrderLaw } from './order.ts';

/** What keeps a task from going on: "clause id" of each. */
function blockersOf(id: string, markdown: string, config: Omit<RoadmapConfig, 'path'> = {}): string[] {
  const { graph, policy, task } = readExample(markdown, config);
  return makeOrderLaw(graph, policy)
    .blockersOf(task(id))
    .map((blocker) => `${blocker.clause} ${blocker.task.id}`);
}

const phases = `### P0 — A
- [x] **P0.1** a
- [ ] **P0.2** b
- [-] **P0.3** c
### P1 — B
- [ ] **P1.1** d
- [ ] **P1.2** e
### P2 — Review
- [ ] **P2.1** f
`;

describe('the policy', () => {
  test('phases wants every task of every phase before closed, and lets the order within one be', () => {
    expect(blockersOf('P1.1', phases)).toEqual(['phases P0.2']);
    expect(blockersOf('P1.2', phases)).toEqual(['phases P0.2']);
    expect(blockersOf('P0.2', phases)).toEqual([]);
  });

  test('strict wants the tasks of a phase in order, too', () => {
    expect(blockersOf('P1.2', phases, { order: 'strict' })).toEqual(['phases P0.2', 'strict P1.1']);
  });

  test('off wants none of it', () => {
    expect(blockersOf('P1.2', phases, { order: 'off' })).toEqual([]);
  });

  test('lets an optional task be passed, but no gate', () => {
    const markdown = '- [ ]* 1. a\n- [ ]* 2. b\n  - Gate: yes\n- [ ] 3. c\n';
    expect(blockersOf('3', markdown, { dialect: 'kiro', order: 'strict' })).toEqual(['gate 2']);
  });

  test('does not bind a review phase', () => {
    expect(blockersOf('P2.1', phases, { order: 'strict' })).toEqual([]);
  });

  test.each(['BLOCKED: x', 'FAILED: x', 'PARTIAL: x', 'IN PROGRESS', 'TODO'])(
    'takes %s for open',
    (status) => {
      expect(
        blockersOf(
          'P1.1',
          `### P0 — A\n- [ ] **P0.1** a\n  - Status: ${status}\n### P1 — B\n- [ ] **P1.1** b\n`,
        ),
      ).toEqual(['phases P0.1']);
    },
  );

  test('takes a box without a meaning for open', () => {
    expect(blockersOf('P1.1', '### P0 — A\n- [?] **P0.1** a\n### P1 — B\n- [ ] **P1.1** b\n')).toEqual([
      'phases P0.1',
    ]);
  });

  test('goes by where a task stands, not by its id', () => {
    expect(blockersOf('P0.2', '### P1 — B\n- [ ] **P1.1** a\n### P0 — A\n- [ ] **P0.2** b\n')).toEqual([
      'phases P1.1',
    ]);
  });
});

describe('strict order and nested tasks', () => {
  const nested = `### P0 — A
- [ ] **P0.1** outer
  - [x] **P0.1.1** first inner
  - [ ] **P0.1.2** second inner
    - [ ] **P0.1.2.1** innermost
- [ ] **P0.2** after
`;

  test('a task does not wait for those that it is nested in', () => {
    expect(blockersOf('P0.1.2', nested, { order: 'strict' })).toEqual([]);
    expect(blockersOf('P0.1.2.1', nested, { order: 'strict' })).toEqual([]);
  });

  test('one after them waits for them and for what they hold', () => {
    expect(blockersOf('P0.2', nested, { order: 'strict' })).toEqual([
      'strict P0.1',
      'strict P0.1.2',
      'strict P0.1.2.1',
    ]);
  });
});

describe('a dependency', () => {
  const write = (box: string): string =>
    `### P0 — A\n- [ ] **P0.1** a\n  - Depends on: P1.1, P9.9\n### P1 — B\n- [${box}] **P1.1** b\n`;

  test('holds up from wherever it stands, under any policy', () => {
    expect(blockersOf('P0.1', write(' '))).toEqual(['dependency P1.1']);
    expect(blockersOf('P0.1', write(' '), { order: 'off' })).toEqual(['dependency P1.1']);
  });

  test('is met by done, and not by dropped', () => {
    expect(blockersOf('P0.1', write('x'))).toEqual([]);
    expect(blockersOf('P0.1', write('-'))).toEqual(['dependency P1.1']);
  });

  test('binds a review phase', () => {
    const markdown =
      '### P0 — A\n- [ ] **P0.1** a\n### P1 — Review\n- [ ] **P1.1** b\n  - Depends on: P0.1\n';
    expect(blockersOf('P1.1', markdown)).toEqual(['dependency P0.1']);
  });

  test('on itself holds up nothing: that is a cycle, and for another rule', () => {
    expect(blockersOf('P0.1', '### P0 — A\n- [ ] **P0.1** a\n  - Depends on: P0.1\n')).toEqual([]);
  });
});

describe('a gate', () => {
  const write = (gate: string): string =>
    `### P0 — A\n- [ ] **P0.0** before\n- [${gate}] **P0.1** gate\n- [ ] **P0.2** after\n### P1 — B\n- [ ] **P1.1** later\n### P2 — Review\n- [ ] **P2.1** review\n`;
  const config: Omit<RoadmapConfig, 'path'> = { gates: ['P0.1'], order: 'off' };

  test('holds up all after it, in its own phase, too', () => {
    expect(blockersOf('P0.2', write(' '), config)).toEqual(['gate P0.1']);
    expect(blockersOf('P1.1', write(' '), config)).toEqual(['gate P0.1']);
  });

  test('lets be what stands before it, and a review phase', () => {
    expect(blockersOf('P0.0', write(' '), config)).toEqual([]);
    expect(blockersOf('P2.1', write(' '), config)).toEqual([]);
  });

  test('is passed by done alone: a dropped gate is not done', () => {
    expect(blockersOf('P1.1', write('x'), config)).toEqual([]);
    expect(blockersOf('P1.1', write('-'), config)).toEqual(['gate P0.1']);
  });

  test('may be named by a field', () => {
    const markdown = '### P0 — A\n- [ ] **P0.1** a\n  - Gate: yes\n- [ ] **P0.2** b\n';
    expect(blockersOf('P0.2', markdown)).toEqual(['gate P0.1']);
    expect(blockersOf('P0.2', markdown.replace('yes', 'no'))).toEqual([]);
  });

  test('under a heading that is no phase holds up the lists behind it, too', () => {
    const markdown =
      '### Phase 1: A\n\n- [ ] **T001** a\n\n## Later\n\n- [ ] b\n  - Gate: yes\n- [x] c\n\n## Last\n\n- [x] d\n';
    const { graph, policy } = readExample(markdown, { dialect: 'spec-kit' });
    const law = makeOrderLaw(graph, policy);
    const passed = law
      .listPassed(() => true)
      .map(({ clause, tasks }) => [clause, tasks.map(({ title }) => title)]);
    expect(passed).toEqual([['gate', ['c', 'd']]]);
    const last = graph.phases.at(-1)?.tasks[0];
    expect(last === undefined ? [] : law.blockersOf(last).map(({ task }) => task.title)).toEqual(['b']);
  });

  test('is named before the other clauses that fit as well', () => {
    expect(blockersOf('P1.1', write(' '), { gates: ['P0.1'], order: 'phases' })).toEqual([
      'phases P0.0',
      'gate P0.1',
      'phases P0.2',
    ]);
  });
});

describe('what went past an open task', () => {
  const passedBy = (
    id: string,
    markdown: string,
    config: Omit<RoadmapConfig, 'path'> = {},
  ): string | null => {
    const { graph, policy, task } = readExample(markdown, config);
    const passed = makeOrderLaw(graph, policy)
      .listPassed(() => false)
      .filter(({ open }) => open === task(id));
    if (passed.length === 0) return null;
    return passed.map(({ clause, tasks }) => `${clause} ${tasks.map((one) => one.id).join(' ')}`).join(', ');
  };
  const markdown = `### P0 — A
- [ ] **P0.1** a
- [x] **P0.2** b
### P1 — B
- [/] **P1.1** c
- [ ] **P1.2** d
- [x] **P1.3** e
- [-] **P1.4** f
### P2 — Review
- [x] **P2.1** g
`;

  test('is what was done or begun behind it', () => {
    expect(passedBy('P0.1', markdown)).toBe('phases P1.1 P1.3');
    expect(passedBy('P1.2', markdown)).toBeNull();
  });

  test('under strict is in its own phase, too', () => {
    expect(passedBy('P0.1', markdown, { order: 'strict' })).toBe('strict P0.2 P1.1 P1.3');
    expect(passedBy('P1.2', markdown, { order: 'strict' })).toBe('strict P1.3');
  });

  test('may stand before it, where it depends on it', () => {
    const before = '### P0 — A\n- [x] **P0.1** a\n  - Depends on: P1.1\n### P1 — B\n- [ ] **P1.1** b\n';
    expect(passedBy('P1.1', before)).toBe('dependency P0.1');
  });

  test('is told apart by place and by dependency', () => {
    const both =
      '### P0 — A\n- [x] **P0.0** early\n  - Depends on: P0.1\n- [ ] **P0.1** a\n### P1 — B\n- [x] **P1.1** later\n';
    expect(passedBy('P0.1', both)).toBe('phases P1.1, dependency P0.0');
    expect(passedBy('P0.1', both, { gates: ['P0.1'] })).toBe('gate P1.1, dependency P0.0');
  });

  test('are not the tasks that are nested in it', () => {
    const nested = '### P0 — A\n- [ ] **P0.1** outer\n  - [x] inner\n- [x] **P0.2** b\n';
    expect(passedBy('P0.1', nested, { gates: ['P0.1'] })).toBe('gate P0.2');
    expect(passedBy('P0.1', nested, { order: 'strict' })).toBe('strict P0.2');
  });

  test('answers the same question as what holds a task up', () => {
    const { graph, policy } = readExample(markdown, { order: 'strict', gates: ['P0.1', 'P1.2'] });
    const law = makeOrderLaw(graph, policy);
    const tasks = graph.phases.flatMap((phase) => phase.tasks);
    for (const later of tasks.filter(({ state }) => state === 'done' || state === 'doing')) {
      const blockers = law.blockersOf(later).map(({ task }) => task.id);
      const passed = law.listPassed(() => false).filter((one) => one.tasks.includes(later));
      expect(passed.map(({ open }) => open.id)).toEqual(blockers);
    }
  });

  test('knows the phase of each task', () => {
    const { graph, policy, task } = readExample(markdown);
    expect(makeOrderLaw(graph, policy).phaseOf(task('P1.3'))?.id).toBe('P1');
    expect(makeOrderLaw(graph, policy).phaseOf(readExample(markdown).task('P1.3'))).toBeNull();
  });
});
