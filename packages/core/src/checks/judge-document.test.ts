import { describe, expect, test } from '@jest/globals';
import { isAsked, keyOfClaim, makeFact, noFacts } from '../facts/facts.ts';
import type { FactName } from '../generated/check.types.ts';
import { readExample } from '../graph/read-example.ts';
import { listTasks } from '../graph/tasks.ts';
import { findDefaultChecks, suggestCheck } from './default-checks.ts';
import {
  type JudgedDocument,
  judgePlaceholders,
  judgeReport,
  judgeSurprises,
  judgeTasksDone,
} from './judge-document.ts';

const HEAD =
  '# Plan — Execution Roadmap\n\n### P0 — Work\n\n- [x] **P0.1** Build\n  - Commit: abc1234\n  - Status: seen\n- [ ] **P0.2** Ship\n';

function read(rest = '', facts: Readonly<Record<string, FactName>> = {}): JudgedDocument {
  const { graph } = readExample(`${HEAD}${rest}`);
  const claims = listTasks(graph).flatMap((task) => task.claims.filter(isAsked));
  const commits = new Map(
    claims.map((claim) => [keyOfClaim(claim), makeFact(facts[claim.text] ?? 'landed', { changes: 'work' })]),
  );
  return { graph, facts: { ...noFacts, commits } };
}

describe('tasks-done', () => {
  const judge = (tasks: string[] | undefined, document = read()): string => {
    const { verdict, message } = judgeTasksDone(document, {
      kind: 'tasks-done',
      ...(tasks ? { tasks } : {}),
    });
    return `${verdict}: ${message}`;
  };

  test('passes where each is done and its evidence landed', () => {
    expect(judge(['P0.1'])).toBe('pass: all 1 are done');
  });

  test('fails where one is open, alone or in a phase', () => {
    expect(judge(['P0'])).toBe('fail: not done: P0.2 (todo)');
    expect(judge(undefined)).toBe('fail: not done: P0.2 (todo)');
  });

  test('fails where what is cited never landed', () => {
    expect(judge(['P0.1'], read('', { abc1234: 'absent' }))).toBe('fail: done without good evidence: P0.1');
  });

  test('does not know what git can not tell, nor a task that is not there', () => {
    expect(judge(['P0.1'], read('', { abc1234: 'unknown' }))).toMatch(/^unknown: /);
    expect(judge(['P9'])).toBe('unknown: there is no task or phase P9');
  });
});

const REPORT =
  '\n## Final report\n\n**Release:**\n\n- Version: 1.0.0\n- Hash: BLOCKED — no network\n- Who:\n';

describe('the report', () => {
  test('has placeholders, each named with its line', () => {
    expect(judgePlaceholders(read(REPORT), { kind: 'no-placeholder' })).toMatchObject({
      verdict: 'fail',
      message: 'not filled in: Release, Who (line 16)',
    });
  });

  test('is not there, or holds nothing', () => {
    expect(judgePlaceholders(read(), { kind: 'no-placeholder' })).toMatchObject({ verdict: 'fail' });
    expect(judgePlaceholders(read('\n## Final report\n\nSoon.\n'), { kind: 'no-placeholder' })).toMatchObject(
      {
        verdict: 'fail',
        message: 'the final report holds no value at all',
      },
    );
  });

  test('is complete as far as it is asked for', () => {
    const judge = (...entries: string[]): string =>
      judgeReport(read(REPORT), { kind: 'report-complete', entries }).verdict;
    expect(judge('Version')).toBe('pass');
    expect(judge('Release, Version')).toBe('pass');
    expect(judge('Hash')).toBe('fail');
    expect(judge('Release')).toBe('fail');
    expect(judge('Nothing')).toBe('fail');
  });
});

describe('surprises', () => {
  test.each([
    ['pass', '- None.'],
    ['pass', '- The disk was full; fixed'],
    ['pass', '- The disk was full (follow-up: P7.2)\n- It rained, no follow-up'],
    ['person', '- The disk was full'],
    ['fail', '- The disk was full; needs a follow-up'],
    ['fail', '- The disk was full, not fixed'],
    ['fail', '- <what went otherwise>'],
  ])('%s: %s', (verdict, items) => {
    const report = `\n## Final report\n\n- Version: 1\n\n**Surprises / deviations:**\n\n${items}\n`;
    expect(judgeSurprises(read(report)).verdict).toBe(verdict);
  });

  test('that nobody tells are no answer', () => {
    expect(judgeSurprises(read(REPORT))).toMatchObject({ verdict: 'fail' });
  });
});

describe('without a config', () => {
  const { graph } = read();
  const kindOf = (title: string): string | undefined => findDefaultChecks(graph, { title })[0]?.kind;

  test('an item is answered by what it asks for', () => {
    expect(kindOf('The final report has no `<placeholder>` left')).toBe('no-placeholder');
    expect(kindOf('No surprise needs a follow-up')).toBe('surprises-answered');
    expect(findDefaultChecks(graph, { title: 'Both hashes (P0.1 + P0.2) are the same' })).toEqual([
      { kind: 'tasks-done', tasks: ['P0.1', 'P0.2'] },
    ]);
    expect(kindOf('It looks fine')).toBeUndefined();
    expect(kindOf('P0.10 is done')).toBeUndefined();
  });

  test('the kind that would answer it is named', () => {
    const hint = (title: string): string | null => suggestCheck({ title, requirements: [] });
    expect(hint('systemctl status x.service is active')).toBe('systemd-unit');
    expect(hint('No leftover branches on origin')).toBe('git-branch');
    expect(hint('The package is gone from both registries')).toBe('npm-package');
    expect(hint('The owner is happy')).toBeNull();
  });
});
