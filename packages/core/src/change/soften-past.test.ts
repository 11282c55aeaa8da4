import { expect, test } from '@jest/globals';
import { noFacts } from '../facts/facts.ts';
import { rules } from '../generated/rules.ts';
import { readExample } from '../graph/read-example.ts';
import { runRules } from '../rules/run-rules.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { softenPast } from './soften-past.ts';

const families = new Map(rules.map(({ meta }) => [meta.id, meta.family]));
const PAST =
  '### P0 — A\n\n- [x] **P0.1** a\n  - Commit: TBD\n- [x] **P0.2** b\n  - Commit: TBD\n### P1 — B\n\n- [ ] **P1.1** c\n### P2 — C\n\n- [x] **P2.1** d\n  - Commit: none\n  - Status: seen\n';

/** Rule, task and severity of each finding, softened by the past. */
function judge(now: string): string[] {
  const { graph, policy, dialect, bytes } = readExample(now);
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error('the example is no UTF-8');
  const found = runRules({ graph, dialect, source, policy, facts: noFacts });
  return softenPast(found, graph, readExample(PAST).graph, families).map(
    ({ rule, task, severity }) => `${rule} ${task ?? '-'} ${severity}`,
  );
}

test('what a task said of its evidence and its status then, and says still, is information', () => {
  expect(
    judge(PAST)
      .filter((one) => /P0\.[12]/.test(one))
      .every((one) => one.endsWith(' info')),
  ).toBe(true);
});

test('what has changed since is judged in full', () => {
  const now = judge(PAST.replace('Commit: TBD', 'Commit: pending'));
  expect(now).toContain('commit-missing P0.1 error');
  expect(now).toContain('commit-missing P0.2 info');
});

test('the order is judged in full: what comes later breaks it, too', () => {
  expect(judge(PAST)).toContain('phase-order P1.1 error');
});
