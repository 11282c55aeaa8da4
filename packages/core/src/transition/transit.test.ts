import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../generated/check.types.ts';
import type { State } from '../generated/roadmap.types.ts';
import { readExample } from '../graph/read-example.ts';
import type { RuleFamily } from '../rules/rule.ts';
import { type Planned, refuseFindings, writeTransition } from './transit.ts';
import { type Asked, listRefusals, makeTransition, tryTransition, writeText } from './try-transition.ts';

const plan = `### P0 — A

- [ ] **P0.1** ask
- [-] **P0.2** not needed

### P1 — B

- [ ] **P1.1** prove
  - Gate: yes
- [ ] **P1.2** do
  - Depends on: P0.1

### P2 — C

- [ ] **P2.1** more

### P3 — Review

- [ ] **P3.1** look
`;
/** The same with some of the tasks done. */
const withDone = (...ids: readonly string[]): string =>
  ids.reduce((text, id) => text.replace(`- [ ] **${id}**`, `- [x] **${id}**`), plan);
const tick = (task: string, more: Partial<Asked> = {}): Asked => ({
  task,
  to: 'done',
  commit: 'abc1234',
  status: 'works',
  ...more,
});

describe('order', () => {
  test('holds up doing and done by the tasks of the phases before', () => {
    const refusals = ['order: P1.1 may not be done before P0.1 (todo)'];
    expect(listRefusals(plan, tick('P1.1'))).toEqual(refusals);
    expect(listRefusals(plan, { task: 'P1.1', to: 'doing' })).toEqual([
      'order: P1.1 may not be doing before P0.1 (todo)',
    ]);
  });

  test('says of each task by what it holds up', () => {
    expect(listRefusals(plan, tick('P1.2'))).toEqual([
      'order: P1.2 may not be done before P0.1 (todo, which it depends on) and P1.1 (todo, a gate)',
    ]);
  });

  test.each(['todo', 'partial', 'blocked', 'failed', 'dropped'] as const)(
    'binds nothing that is %s',
    (to) => {
      expect(tryTransition(plan, { task: 'P2.1', to, reason: 'why' }).kind).toBe('planned');
    },
  );

  test('lets through what nothing holds up, a review phase among it', () => {
    for (const [markdown, id] of [
      [plan, 'P0.1'],
      [withDone('P0.1'), 'P1.1'],
      [withDone('P0.1', 'P1.1'), 'P1.2'],
      [plan, 'P3.1'],
    ] as const)
      expect(tryTransition(markdown, tick(id)).kind).toBe('planned');
  });

  test('is lifted by an override, which the status shows', () => {
    expect(writeText(plan, tick('P1.1', { override: 'the owner asked for it' }))).toContain(
      '- [x] **P1.1** prove\n  - Commit: abc1234\n  - Status: works (override: the owner asked for it)\n  - Gate: yes\n',
    );
    const depends = '- [ ] **P0.1** a\n- [ ] **P0.2** b\n  - Depends on: P0.1\n';
    expect(listRefusals(depends, tick('P0.2'), { dialect: 'execution' })).toHaveLength(1);
    expect(tryTransition(depends, tick('P0.2', { override: 'why' }), { dialect: 'execution' }).kind).toBe(
      'planned',
    );
  });

  test('is not lifted by an override that nobody could read in the status', () => {
    for (const override of ['see (a', 'see a)', 'see (a (b (c)))'])
      expect(listRefusals(plan, tick('P1.1', { override }))).toEqual([
        `form: P1.1: its override would not be read as it was given: ${override}`,
      ]);
    expect(tryTransition(plan, tick('P1.1', { override: 'see (a) and (b)' })).kind).toBe('planned');
  });

  test('is not lifted for a gate, in a field or in the config', () => {
    const override = { override: 'the owner asked for it' };
    expect(listRefusals(plan, tick('P1.2', override))).toEqual([
      'order: P1.2 may not be done before P1.1 (todo, a gate)',
    ]);
    const bare = plan.replace('  - Gate: yes\n', '');
    expect(listRefusals(bare, tick('P1.1', override), { gates: ['P0.1'] })).toEqual([
      'order: P1.1 may not be done before P0.1 (todo, a gate)',
    ]);
  });
});

describe('words', () => {
  const open = (asked: Omit<Asked, 'task'>): string[] => listRefusals(plan, { ...asked, task: 'P0.1' });

  test.each(['\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0'])('are one line: %j', (end) => {
    for (const name of ['commit', 'status', 'reason', 'override'])
      expect(open({ to: 'done', [name]: `a${end}b` })).toEqual([
        `words: P0.1: the ${name} has several lines`,
      ]);
  });

  test.each(['', '  ', 'TBD', '<one line>', '…', '**pending**'])('are no placeholder: %j', (value) => {
    for (const name of ['commit', 'status', 'reason', 'override'])
      expect(open({ to: 'done', [name]: value })).toEqual([`words: P0.1: the ${name} is a placeholder`]);
  });

  test.each([
    ['todo', 'reopen', 'REOPENED:'],
    ['partial', 'partial', 'PARTIAL'],
    ['blocked', 'block', 'BLOCKED —'],
    ['failed', 'fail', 'Failed.'],
    ['dropped', 'drop', 'SKIPPED: TBD'],
  ] as const)('say why a task is %s', (to, verb, word) => {
    expect(open({ to })).toEqual([`words: P0.1: ${verb} needs a reason`]);
    expect(open({ to, status: word })).toEqual([`words: P0.1: ${verb} needs a reason`]);
    for (const given of [{ reason: 'no access' }, { status: 'no access' }, { status: word, reason: 'no' }])
      expect(tryTransition(plan, { task: 'P0.1', to, ...given }).kind).toBe('planned');
  });

  test('say why a task that is done is started again', () => {
    const done = withDone('P0.1');
    expect(listRefusals(done, { task: 'P0.1', to: 'doing' })).toEqual([
      'words: P0.1: it is done, and to start it again needs a reason',
    ]);
    expect(writeText(done, { task: 'P0.1', to: 'doing', reason: 'the host changed' })).toContain(
      '- [ ] **P0.1** ask\n  - Status: IN PROGRESS: the host changed\n',
    );
  });
});

describe('truth', () => {
  test.each([
    ['done', 'PARTIAL PASS / BLOCKED', 'partial'],
    ['done', 'blocked by the firewall', 'blocked'],
    ['blocked', 'DONE', 'done'],
    ['doing', 'FAILED: no', 'failed'],
    ['todo', 'WIP: again', 'doing'],
  ] as const)('keeps a task that is to be %s from saying "%s"', (to, status, says) => {
    expect(listRefusals(plan, { task: 'P0.1', to, status, reason: 'why' })).toEqual([
      `truth: P0.1: the status says ${says}, and the task is to be ${to}`,
    ]);
  });

  test('wants no other line of the task to say another state', () => {
    const says = (lines: string, title = 'do'): string[] =>
      listRefusals(`- [ ] ${title}\n${lines}`, { task: 'tasks:1', to: 'done', status: 'works' });
    expect(says('  - Status: BLOCKED: a\n  - Status: FAILED: b\n')).toEqual([
      'truth: tasks:1: the file would still say that it is failed',
    ]);
    expect(says('', '**FAILED: the archive** is damaged')).toEqual([
      'truth: tasks:1: the file would still say that it is failed',
    ]);
    expect(says('', '**FAILED**')).toEqual(['truth: tasks:1: the file would still say that it is failed']);
  });

  test('wants no title that says another state than the Status', () => {
    const markdown = '- [ ] **FAILED: the archive** is damaged\n';
    expect(listRefusals(markdown, { task: 'tasks:1', to: 'blocked', reason: 'no access' })).toEqual([
      'truth: tasks:1: the file would still say that it is failed',
    ]);
  });

  test('wants a box that means done for a task that is', () => {
    const states = { x: 'todo', X: 'todo', '✅': 'todo', '✔': 'todo', '✓': 'todo' } as const;
    for (const status of ['works', 'DONE: works'])
      expect(listRefusals('- [ ] do\n', { task: 'tasks:1', to: 'done', status }, { states })).toEqual([
        'truth: tasks:1: the file would still say that it is todo',
      ]);
  });

  test('writes a reason that begins with another state behind the word of the state', () => {
    expect(writeText(plan, { task: 'P0.1', to: 'blocked', reason: 'FAILED logins' })).toContain(
      '  - Status: BLOCKED: FAILED logins\n',
    );
    expect(listRefusals(plan, { task: 'P0.1', to: 'done', reason: 'FAILED logins' })).toEqual([
      'truth: P0.1: the file would still say that it is failed',
    ]);
  });
});

describe('form', () => {
  const one = '- [ ] **P0.1** a\n- [ ] **P0.1** b\n';

  test('wants exactly one task of that id', () => {
    expect(listRefusals(one, tick('P0.1'), { dialect: 'execution' })).toEqual([
      'form: P0.1: several tasks have this id',
    ]);
    expect(listRefusals(one, tick('P9.9'), { dialect: 'execution' })).toEqual([
      'form: P9.9: there is no such task',
    ]);
  });

  test('wants values that are read as they were given', () => {
    expect(listRefusals(plan, tick('P0.1', { status: 'half a \ud800 pair' }))).toEqual([
      'form: P0.1: its status would not be read as it was given: half a \ud800 pair',
    ]);
    expect(listRefusals(plan, tick('P0.1', { commit: 'half a \ud800 pair' }))).toEqual([
      'form: P0.1: its commit would not be read as it was given: half a \ud800 pair',
    ]);
  });

  test('wants the rest of the file to stay as it is: a status silences no rule', () => {
    const status = 'works <!-- roadmap-disable-next-line commit-absent -- why -->';
    expect(listRefusals(plan, tick('P0.1', { status }))).toEqual([
      'form: P0.1: writing it would change other parts of the file',
    ]);
  });
});

describe('a refusal', () => {
  test.each<[string, Asked]>([
    ['order', tick('P2.1')],
    ['words', { task: 'P0.1', to: 'blocked' }],
    ['truth', tick('P0.1', { status: 'BLOCKED' })],
    ['form', tick('P7.7')],
  ])('of %s has no edits, names the task and says what to do', (clause, asked) => {
    const planned: Planned = tryTransition(plan, asked);
    expect(planned).not.toHaveProperty('edits');
    expect(planned).toMatchObject({
      kind: 'refused',
      refusals: [{ clause, task: asked.task, help: expect.stringMatching(/\S/) }],
    });
  });

  test('says every clause that is broken', () => {
    expect(listRefusals(plan, tick('P2.1', { status: 'TBD' }))).toEqual([
      'order: P2.1 may not be done before P0.1 (todo), P1.1 (todo, a gate) and P1.2 (todo)',
      'words: P2.1: the status is a placeholder',
    ]);
  });
});

test('the task that a transition gives is the one that the written file holds', () => {
  const planned = tryTransition(plan, tick('P0.1'));
  expect(planned).toMatchObject({ kind: 'planned', status: 'works', task: { id: 'P0.1', state: 'done' } });
});

test('writing does not ask for the order, since the same is written into another version of the file', () => {
  const planned = tryTransition(plan, tick('P0.1'));
  const { policy } = readExample(plan);
  const written = writeTransition(
    planned.file,
    policy,
    makeTransition(tick('P2.1')),
    (bytes) => readExample(new TextDecoder().decode(bytes)).graph,
  );
  expect(written.kind).toBe('planned');
});

describe('what the law finds in the change', () => {
  const finding = (rule: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
    rule,
    severity: 'error',
    message: `${rule} is found`,
    help: 'Mend it.',
    file: 'ROADMAP.md',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    offset: 0,
    endOffset: 0,
    task: 'P0.1',
    ...more,
  });
  const families = new Map<string, RuleFamily>([
    ['commit-absent', 'evidence'],
    ['status-missing', 'words'],
    ['phase-order', 'order'],
    ['no-evidence-rewrite', 'transition'],
    ['no-duplicate-task-id', 'structure'],
  ]);
  const refuse = (...found: readonly Diagnostic[]): string[] =>
    refuseFindings(found, families, 'P0.9').map(
      ({ clause, task, message }) => `${clause} ${task} ${message}`,
    );

  test('breaks the clause of its rule', () => {
    expect(refuse(...[...families.keys()].map((rule) => finding(rule)))).toEqual([
      'evidence P0.1 commit-absent is found',
      'words P0.1 status-missing is found',
      'order P0.1 phase-order is found',
      'evidence P0.1 no-evidence-rewrite is found',
      'form P0.1 no-duplicate-task-id is found',
    ]);
  });

  test('breaks none as a warning, and is of the task that is meant where it names none', () => {
    expect(refuse(finding('commit-absent', { severity: 'warning' }))).toEqual([]);
    expect(refuse(finding('commit-absent', { task: null }))).toEqual([
      'evidence P0.9 commit-absent is found',
    ]);
  });
});

const STATES: readonly State[] = ['doing', 'partial', 'blocked', 'failed', 'dropped'];

test.each(STATES)('a task that was %s is ticked with nothing left of that', (state) => {
  if (state === 'unknown') throw new Error('no command goes there');
  const before = writeText(plan, { task: 'P0.1', to: state, reason: 'no access' });
  const after = writeText(before, tick('P0.1', { status: null, subject: 'Ask everybody' }));
  expect(after).toBe(
    plan.replace(
      '- [ ] **P0.1** ask\n',
      '- [x] **P0.1** ask\n  - Commit: abc1234\n  - Status: Ask everybody\n',
    ),
  );
});
