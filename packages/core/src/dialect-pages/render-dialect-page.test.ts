import { describe, expect, test } from '@jest/globals';
import { dialects } from '../dialects/dialects.ts';
import { plan } from '../dialects/plan.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import { rules } from '../generated/rules.ts';
import { listTasks } from '../graph/tasks.ts';
import { readPageExample } from './read-page-example.ts';
import { renderDialectIndex } from './render-dialect-index.ts';
import { renderDialectPage } from './render-dialect-page.ts';
import { reasons } from './say-judgement.ts';

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('%s', (name, dialect) => {
  test('has an example that is known for what it is, and whose task was open and is ticked', () => {
    const example = readPageExample(dialect);
    if (example === null) throw new Error('there is no example');
    const { detected, graph, tick } = example;
    expect(detected).toBe(name);
    const states = listTasks(graph).flatMap(({ id, state }) => (id === tick.id ? [state] : []));
    expect(states).toEqual([expect.not.stringMatching(/^done$/)]);
    expect(tick.diff.filter((line) => line.startsWith('+'))).not.toEqual([]);
  });

  test('has a page with what is read of the example, line by line', () => {
    const page = renderDialectPage(dialect);
    const example = readPageExample(dialect);
    if (example === null) throw new Error('there is no example');
    expect(page).toContain(`# ${dialect.title}\n`);
    expect(page).toContain(example.tick.diff.join('\n'));
    for (const { id, state } of listTasks(example.graph))
      expect(page).toMatch(new RegExp(`\\| \`${id}\` \\| ${state}`));
  });

  test('gives a reason for each rule that it sets otherwise', () => {
    for (const [id, severity] of Object.entries(dialect.policy.rules)) {
      expect([id, reasons[id]]).toEqual([id, expect.stringMatching(/\.$/)]);
      expect(rules.find(({ meta }) => meta.id === id)?.meta.severity).not.toBe(severity);
    }
  });
});

test('a page of an example that can’t be ticked is refused with the reason', () => {
  const broken: Dialect = {
    ...plan,
    page: {
      ...plan.page,
      example: {
        path: 'a.md',
        markdown: '## A\n\n- [ ] **A-1** x\n- [ ] **A-2** y (depends on A-1)\n',
        tick: 'A-2',
      },
    },
  };
  expect(() => renderDialectPage(broken)).toThrow(/A-2.*A-1/);
});

test('what a page says follows the data', () => {
  const other: Dialect = {
    ...plan,
    states: {
      ...plan.states,
      boxes: { ...plan.states.boxes, '?': 'blocked' },
      marks: { done: 'X', blocked: '?' },
    },
    evidence: { ...plan.evidence, text: false, pullRequests: false, place: 'field' },
    policy: { ...plan.policy, order: 'strict' },
  };
  const page = renderDialectPage(other);
  expect(page).toContain('| blocked | `[!]` `[?]` | `BLOCKED` | `[?]` `Status: BLOCKED: why` |');
  expect(page).toContain('**Written:** in a `Commit:` line under the task.');
  expect(page).not.toContain('`(24bec6a)`');
  expect(page).toContain('once every task before it is done or dropped');
  expect(renderDialectIndex([other])).toMatch(/\| \[Plan\]\(plan\.md\) \|.*`\[\?\]` blocked.*\| strict \|/);
});
