import { describe, expect, test } from '@jest/globals';
import { dialects } from '../dialects/dialects.ts';
import { type CommitFact, type Facts, isAsked, keyOfClaim, makeFact, noFacts } from '../facts/facts.ts';
import type { RoadmapConfig } from '../generated/config.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { makePolicy } from '../law/policy.ts';
import { parseRoadmap } from '../parse/index.ts';
import type { Case } from '../rules/run-rules.ts';
import { type ChangeVerdict, judgeChange } from './judge-change.ts';

type Settings = Omit<RoadmapConfig, 'path'>;

interface Options {
  readonly config?: Settings;
  readonly configAfter?: Settings;
  readonly bases?: readonly string[];
  readonly facts?: Readonly<Record<string, Partial<CommitFact> & Pick<CommitFact, 'fact'>>>;
  readonly dialect?: string;
}

function read(markdown: string, { config = {}, facts = {}, dialect: name = 'execution' }: Options): Case {
  const dialect = dialects.find((one) => one.name === name);
  if (dialect === undefined) throw new Error(`no dialect ${name}`);
  const bytes = new TextEncoder().encode(markdown);
  const { graph, source } = parseRoadmap(bytes, {
    path: 'ROADMAP.md',
    dialect,
    gates: config.gates,
    states: config.states,
  });
  if (source === null) throw new Error('unreadable');
  const claims = listTasks(graph).flatMap((task) => task.claims.filter(isAsked));
  const told: Facts = {
    ...noFacts,
    commits: new Map(
      claims.map((claim) => {
        const { fact, ...known } = facts[claim.text] ?? { fact: 'landed' as const };
        const commit = (claim.hashes.at(-1) ?? '').padEnd(40, '0');
        return [
          keyOfClaim(claim),
          makeFact(fact, fact === 'landed' ? { commit, how: 'ancestor', changes: 'work', ...known } : known),
        ];
      }),
    ),
  };
  return { graph, dialect, source, facts: told, policy: makePolicy(dialect, config) };
}

function change(
  before: string | readonly (string | null)[],
  after: string,
  options: Options = {},
): ChangeVerdict {
  const parents = (typeof before === 'string' ? [before] : before).map((one) =>
    one === null ? null : read(one, options),
  );
  const subject = read(after, options);
  return judgeChange({
    after: subject,
    parents,
    bases: (options.bases ?? []).map((base) => read(base, options).graph),
    policyAfter: makePolicy(subject.dialect, options.configAfter ?? options.config ?? null),
    isCommit: true,
  });
}

const find = (...given: Parameters<typeof change>): string[] =>
  change(...given).diagnostics.map(({ severity, rule, task }) => `${severity} ${rule} ${task ?? ''}`.trim());

const IDS = ['P0.1', 'P0.2', 'P1.1'];

/** A task for each of them: `x1` is the first one, done with good evidence. Two make a phase. */
function write(...tasks: readonly string[]): string {
  return tasks
    .map((task, index) => {
      const [box = ' ', id = ''] = task;
      const heading = index % 2 === 0 ? `\n### P${index / 2} — Phase\n\n` : '';
      const commit = box === 'x' ? ` abc123${id}` : '';
      const status = box === 'x' ? ' seen' : box === '!' ? ' BLOCKED: no key' : '';
      const mark = box === '!' ? ' ' : box;
      return `${heading}- [${mark}] **${IDS[Number(id) - 1]}** Task ${id}\n  - Commit:${commit}\n  - Status:${status}\n`;
    })
    .join('');
}

describe('a tick', () => {
  test('with evidence, in its turn, is legal', () => {
    expect(find(write(' 1', ' 2', ' 3'), write('x1', ' 2', ' 3'))).toEqual([]);
  });

  test('out of order is not', () => {
    expect(find(write(' 1', ' 2', ' 3'), write(' 1', ' 2', 'x3'))).toEqual(['error phase-order P1.1']);
    expect(find(write(' 1', ' 2', ' 3'), write(' 1', ' 2', '/3'))).toEqual(['error phase-order P1.1']);
  });

  test('past a gate is not, whatever the order', () => {
    const config = { gates: ['P0.1'], order: 'off' as const };
    expect(find(write(' 1', ' 2'), write(' 1', 'x2'), { config })).toEqual(['error gate-passed P0.2']);
  });

  test('whose order was lifted is a warning; a gate is not lifted', () => {
    const after = write(' 1', ' 2', 'x3').replace('seen', 'seen (override: P0.1 waits for a person)');
    expect(find(write(' 1', ' 2', ' 3'), after)).toEqual(['warning phase-order P1.1']);
    expect(find(write(' 1', ' 2', ' 3'), after, { config: { gates: ['P0.1'] } })).toEqual([
      'error gate-passed P1.1',
      'warning phase-order P1.1',
    ]);
  });

  test('without evidence is not, whether that is missing or bad', () => {
    const empty = write('x1').replace(' abc1231', '');
    expect(find(write(' 1'), empty)).toEqual(['error commit-missing P0.1']);
    for (const [fact, rule] of [
      ['absent', 'commit-absent'],
      ['dangling', 'commit-dangling'],
      ['pending', 'commit-pending'],
    ] as const) {
      const facts = { abc1231: { fact, ...(fact === 'absent' ? {} : { commit: 'abc1231' }) } };
      expect(find(write(' 1'), write('x1'), { facts })).toEqual([`error ${rule} P0.1`]);
    }
  });

  test('with evidence that was bad before is not', () => {
    const before = write('!1').replace('Commit:', 'Commit: abc1231');
    const facts = { abc1231: { fact: 'absent' } } as const;
    expect(find(before, write('x1'), { facts })).toEqual(['error commit-absent P0.1']);
  });

  test('says nothing of what was wrong before, and counts it', () => {
    const facts = { abc1231: { fact: 'absent' } } as const;
    const before = write('x1', ' 2');
    const verdict = change(before, write('x1', 'x2'), { facts });
    expect(verdict.diagnostics).toEqual([]);
    expect(verdict.oldErrors).toBe(1);
  });

  test('of which a clone cannot tell is neither, and what it cannot tell of others is not said', () => {
    const unknown = { fact: 'unknown', reason: 'shallow' } as const;
    expect(find(write(' 1'), write('x1'), { facts: { abc1231: unknown } })).toEqual([
      'warning evidence-unknown',
    ]);
    expect(find(write('x1', ' 2'), write('x1', 'x2'), { facts: { abc1231: unknown } })).toEqual([]);
  });
});

describe('under cover of the same change', () => {
  const bad = write(' 1', ' 2', 'x3');

  test('a gate that is taken out still holds', () => {
    const config = { gates: ['P0.1'] };
    expect(find(write(' 1', ' 2'), write(' 1', 'x2'), { config, configAfter: {} })).toEqual([
      'warning policy-weakened',
      'error gate-passed P0.2',
    ]);
    const before = write(' 1', ' 2').replace('- Commit:', '- Gate: yes\n  - Commit:');
    expect(find(before, write(' 1', 'x2'))).toEqual([
      'warning policy-weakened P0.1',
      'error gate-passed P0.2',
    ]);
  });

  test('a gate that is taken out is lifted by no override', () => {
    const gated = write(' 1', ' 2', ' 3').replace('Status:\n', 'Status:\n  - Gate: yes\n');
    const after = write(' 1', ' 2', 'x3').replace('seen', 'seen (override: the owner wants it)');
    expect(find(gated, after)).toContain('error gate-passed P1.1');
    expect(find(write(' 1', ' 2', ' 3'), after)).toEqual(['warning phase-order P1.1']);
  });

  test('a rule that is switched off still judges', () => {
    const facts = { abc1231: { fact: 'absent' } } as const;
    const configAfter = { rules: { 'commit-absent': 'off' } } as const;
    expect(find(write(' 1'), write('x1'), { facts, configAfter })).toEqual([
      'warning policy-weakened',
      'error commit-absent P0.1',
    ]);
  });

  test('a comment silences nothing', () => {
    const after = bad.replace('- [x]', '<!-- roadmap-disable-next-line phase-order -- by phone -->\n- [x]');
    expect(find(write(' 1', ' 2', ' 3'), after)).toEqual([
      'warning policy-weakened',
      'error phase-order P1.1',
    ]);
  });

  test('a comment that was there silences', () => {
    const comment = (text: string, box: string): string =>
      text.replace(
        `- [${box}] **P1.1`,
        `<!-- roadmap-disable-next-line phase-order -- by phone -->\n- [${box}] **P1.1`,
      );
    expect(find(comment(write(' 1', ' 2', ' 3'), ' '), comment(bad, 'x'))).toEqual([]);
  });

  test('a task that is moved to an earlier phase is held up as before', () => {
    const moved =
      '### P0 — Phase\n\n- [ ] **P0.1** Task 1\n- [x] **P1.1** Task 3\n  - Commit: abc1233\n  - Status: seen\n';
    expect(find(write(' 1', ' 2', ' 3'), `${moved}- [ ] **P0.2** Task 2\n`)).toEqual([
      'error no-misplaced-task P1.1',
      'error phase-order P1.1',
    ]);
  });

  test('an open task that is taken out holds up as before', () => {
    expect(find(write(' 1', 'x2', ' 3'), '### P0 — Phase\n\n'.concat(write('x2', 'x3').slice(1)))).toContain(
      'error phase-order P1.1',
    );
  });

  test('a dependency that is taken out holds up as before', () => {
    const before = write(' 1', ' 2').replace('**P0.2** Task 2\n', '**P0.2** Task 2\n  - Depends on: P0.1\n');
    expect(find(before, write(' 1', 'x2'))).toEqual(['error phase-order P0.2']);
  });

  test('a heading that now says review lifts nothing', () => {
    expect(find(write(' 1', ' 2', ' 3'), bad.replace('P1 — Phase', 'P1 — Review handoff'))).toEqual([
      'error phase-order P1.1',
    ]);
  });
});

describe('a roadmap that comes with the change', () => {
  test('is judged for its evidence, not for its order', () => {
    expect(find([], write(' 1', ' 2', 'x3'))).toEqual([]);
    expect(find([null], write(' 1', ' 2', 'x3'), { facts: { abc1233: { fact: 'absent' } } })).toEqual([
      'error commit-absent P1.1',
    ]);
  });

  test('a task that comes done into one that was there is held to the order', () => {
    expect(find(write(' 1', ' 2'), write(' 1', ' 2', 'x3'))).toEqual(['error phase-order P1.1']);
  });
});

describe('what is undone', () => {
  test('needs a reason', () => {
    expect(find(write('x1'), write(' 1'))).toEqual(['error no-silent-untick P0.1']);
    const said = write(' 1').replace('Status:', 'Status: REOPENED: wrong build');
    expect(find(write('x1'), said)).toEqual([]);
    const word = write(' 1').replace('Status:', 'Status: IN PROGRESS');
    expect(find(write('x1'), word)).toEqual(['error no-silent-untick P0.1']);
  });

  test('may leave later ones done', () => {
    const after = write(' 1', 'x2', 'x3').replace('Status:', 'Status: REOPENED: wrong build');
    expect(find(write('x1', 'x2', 'x3'), after)).toEqual([]);
  });
});

describe('evidence', () => {
  const one = write('x1');

  test('of a task that stays done stays', () => {
    expect(find(one, one.replace('abc1231', 'def5678'))).toEqual(['error no-evidence-rewrite P0.1']);
    expect(find(one, one.replace('abc1231', 'abc1231, def5678'))).toEqual([]);
    expect(find(one, one.replace('abc1231', ''))).toEqual([
      'error commit-missing P0.1',
      'error no-evidence-rewrite P0.1',
    ]);
  });

  test('may become what carries it', () => {
    const facts = { abc1231: { fact: 'landed', commit: 'def5678'.padEnd(40, '0') } } as const;
    expect(find(one, one.replace('abc1231', 'def5678'), { facts })).toEqual([]);
  });
});

describe('many changes at once', () => {
  test('are better one by one', () => {
    expect(find(write(' 1', ' 2'), write('x1', 'x2'))).toEqual(['warning one-transition-per-commit']);
    expect(find([], write('x1', 'x2'))).toEqual([]);
  });
});

describe('a merge', () => {
  const base = write(' 1', ' 2');
  const ours = write('x1', ' 2');
  const theirs = write(' 1', 'x2');

  test('that takes what each side did brings nothing', () => {
    expect(find([ours, theirs], write('x1', 'x2'), { bases: [base] })).toEqual([]);
  });

  test('that throws a tick away is seen', () => {
    expect(find([ours, theirs], theirs, { bases: [base] })).toEqual(['error no-silent-untick P0.1']);
    expect(find([ours, theirs], ours, { bases: [base] })).toEqual(['error no-silent-untick P0.2']);
  });

  test('that makes a tick of its own is judged', () => {
    const facts = { abc1232: { fact: 'absent' } } as const;
    expect(find([base, ours], write('x1', 'x2'), { bases: [base], facts })).toEqual([
      'error commit-absent P0.2',
    ]);
  });

  test('that loses a task is seen, unless a side took it out', () => {
    const more = write(' 1', ' 2', ' 3');
    expect(find([more, ours], ours, { bases: [base] })).toEqual(['warning no-task-lost']);
    expect(find([base, ours], write('x1'), { bases: [base] })).toEqual(['warning no-task-lost']);
    expect(find([write(' 1'), ours], write('x1'), { bases: [base] })).toEqual([]);
  });

  test('that takes an untick with its reason is fine', () => {
    const undone = write(' 1', ' 2').replace('Status:', 'Status: REOPENED: wrong build');
    expect(
      find(
        [undone, write('x1', 'x2')],
        write(' 1', 'x2').replace('Status:', 'Status: REOPENED: wrong build'),
        { bases: [ours] },
      ),
    ).toEqual([]);
  });
});

describe('tasks without ids', () => {
  const plan = (...boxes: string[]): string =>
    `# Plan\n\n## Work\n\n${boxes.map((box) => `- [${box[0]}] task ${box.slice(1)}\n`).join('')}`;

  test('are known by their titles, wherever they move', () => {
    const verdict = change(plan(' a', 'xb'), plan(' new', ' a', 'xb'), { dialect: 'plan' });
    expect(verdict.change.transitions).toEqual([]);
    expect(verdict.diagnostics).toEqual([]);
  });

  test('are known by most of the words of their titles, too', () => {
    const before = plan('xwrite the parser of all dates', ' b');
    expect(find(before, plan('xwrite the parser of all the dates', ' b'), { dialect: 'plan' })).toEqual([]);
    expect(find(before, plan('xsomething else', ' b'), { dialect: 'plan' })).toEqual(['error no-task-lost']);
  });

  test('are unticked as silently as others', () => {
    expect(find(plan(' a', 'xb'), plan(' a', ' b'), { dialect: 'plan' })).toEqual([
      'error no-silent-untick work:2',
    ]);
  });
});

test.each(['\u200b', '.', '—', 'IN PROGRESS', 'REOPENED: '])('%j gives no reason for an untick', (status) => {
  const done = '### P0 — A\n\n- [x] **P0.1** Do\n  - Commit: abc1234\n  - Status: seen\n';
  const { diagnostics } = change(done, done.replace('[x]', '[ ]').replace('seen', status));
  expect(diagnostics.map(({ rule }) => rule)).toContain('no-silent-untick');
});

describe('what was there before, of a task that is called otherwise now', () => {
  const facts = { dead123: { fact: 'absent' } } as const;
  const task = (id: string, silence = ''): string =>
    `### P0 — A\n\n${id === 'P0.1' ? '' : '- [ ] **P0.1** New\n'}- [x] **${id}** Do it well\n${silence}  - Commit: dead123\n  - Status: seen\n`;
  const unnamed = (title: string): string => `# Plan\n\n## Work\n\n- [x] ${title}\n  - Commit: dead123\n`;

  test('is found, and not held against the change', () => {
    expect(change(task('P0.1'), task('P0.2'), { facts })).toMatchObject({ diagnostics: [], oldErrors: 1 });
    const reworded = change(unnamed('do it well'), unnamed('do it very well'), { facts, dialect: 'plan' });
    expect(reworded).toMatchObject({ diagnostics: [], oldErrors: 1 });
  });

  test('is silenced by the same comment', () => {
    const silence = '  <!-- roadmap-disable-next-line commit-absent -- by phone -->\n';
    const { diagnostics, oldErrors } = change(task('P0.1', silence), task('P0.2', silence), { facts });
    expect([diagnostics, oldErrors]).toEqual([[], 0]);
  });
});
