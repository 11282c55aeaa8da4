import type { Severity } from '../generated/check.types.ts';
import type { OrderPolicy } from '../generated/config.types.ts';
import type { Span, State } from '../generated/roadmap.types.ts';
import { headSpan } from '../graph/tasks.ts';
import type { Policy } from '../law/policy.ts';
import { listVerifyNames } from '../verify/verify-names.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'policy-weakened',
    family: 'transition',
    severity: 'warning',
    description: 'A change after which less is asked for than before.',
    details:
      'A gate that is no gate any more, a rule that is switched off or only warns, an order that is lifted, a box that now means done or dropped, or does not any more, a later `since`, another target, a check that is gone or is another, a task that names one no more, a roadmap that the config does not name any more, a comment that silences a rule: whoever may change the file may also want to get something past. The change itself, and what is ticked in it, is judged by what held before; so this stops nothing, and says what a reviewer has to look at.',
    examples: [
      {
        title: 'A gate and a rule that went, and a comment that came',
        config: { gates: ['P0.1'], order: 'strict' },
        configAfter: { rules: { 'commit-absent': 'off' }, order: 'phases' },
        before:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n- [ ] **P0.2** Do\n  - Gate: yes\n- [ ] **P0.3** Check\n',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n- [ ] **P0.2** Do\n<!-- roadmap-disable-next-line commit-missing -- asked by phone -->\n- [ ] **P0.3** Check\n',
        findings: [
          { line: 1, says: 'P0.1 is no gate any more' },
          { line: 1, says: 'the order is phases, and was strict' },
          { line: 1, says: 'the rule commit-absent is off, and was error' },
          { line: 4, says: 'P0.2 is no gate any more' },
          { line: 5, says: 'a comment silences commit-missing' },
        ],
      },
      {
        title: 'Checks that went, or are others, and a task that names one no more',
        config: {
          checks: {
            tests: [{ kind: 'command', argv: ['npm', 'test'] }],
            lint: [{ kind: 'file', path: 'a' }],
            same: [{ kind: 'file', path: 'a' }],
          },
        },
        configAfter: {
          checks: {
            tests: [{ kind: 'command', argv: ['true'] }],
            same: [{ kind: 'file', path: 'a' }],
            more: [{ kind: 'file', path: 'b' }],
          },
        },
        before: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Verify: tests, same\n',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Verify: same, more\n',
        findings: [
          { line: 1, says: 'the check tests is another than before' },
          { line: 1, says: 'the check lint is gone' },
          { line: 3, says: 'P0.1 names the check tests no more' },
        ],
      },
      {
        title: 'Boxes that mean something else, a later baseline and another target',
        config: { target: 'origin/main' },
        configAfter: { states: { ' ': 'dropped', '?': 'blocked' }, since: 'abc1234' },
        before: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        findings: [
          { line: 1, says: '[ ] means dropped, and meant todo' },
          { line: 1, says: 'nothing before abc1234 is an error (since)' },
          { line: 1, says: 'evidence has to have landed on HEAD, and was to on origin/main' },
        ],
      },
      {
        title: 'A policy that asks for more',
        config: {},
        configAfter: { gates: ['P0.1'], order: 'strict', rules: { 'commit-reused': 'error' } },
        before: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        findings: [],
      },
    ],
  },
  scope: 'change',
  check(context) {
    const { change, policy, severities } = context;
    if (change === null || change.isNew) return [];
    return [
      ...(change.policyAfter.isGuarding
        ? comparePolicies(policy, change.policyAfter, severities)
        : ['the config names this file no more, so that nothing guards it']
      ).map((says) => describe(says, START, null)),
      ...listLostGates(context),
      ...listLostChecks(context),
      ...listNewSilences(context),
    ];
  },
};

const START: Span = { start: 0, end: 0 };

function describe(says: string, span: Span, task: string | null): Finding {
  return {
    message: `Less is asked for than before: ${says}`,
    help: 'See that whoever owns the roadmap wants it so.',
    span,
    task,
  };
}

function comparePolicies(before: Policy, after: Policy, severities: RuleContext['severities']): string[] {
  if (before === after) return [];
  return [
    ...before.gates
      .filter((gate) => !after.gates.includes(gate))
      .map((gate) => `${gate} is no gate any more`),
    ...(ORDERS.indexOf(after.order) < ORDERS.indexOf(before.order)
      ? [`the order is ${after.order}, and was ${before.order}`]
      : []),
    ...(before.required && !after.required ? ['no field is required any more'] : []),
    ...[...new Set([...before.boxes.keys(), ...after.boxes.keys()])].flatMap((box) =>
      compareBoxes(box, before.boxes.get(box) ?? 'unknown', after.boxes.get(box) ?? 'unknown'),
    ),
    ...(after.since === null || after.since === before.since
      ? []
      : [`nothing before ${after.since} is an error (since)`]),
    ...(before.target === null || after.target === before.target
      ? []
      : [`evidence has to have landed on ${after.target ?? 'HEAD'}, and was to on ${before.target}`]),
    ...[...before.checks].flatMap(([name, was]) => {
      const is = after.checks.get(name);
      if (is === was) return [];
      return [is === undefined ? `the check ${name} is gone` : `the check ${name} is another than before`];
    }),
    ...[...severities].flatMap(([id, severity]) => {
      const was = before.rules.get(id)?.severity ?? severity;
      const is = after.rules.get(id)?.severity ?? severity;
      return LEVELS.indexOf(is) < LEVELS.indexOf(was) ? [`the rule ${id} is ${is}, and was ${was}`] : [];
    }),
  ];
}

/** What is closed lets others pass, and what is done is a record. */
function compareBoxes(box: string, was: State, is: State): string[] {
  const isClosing = (state: State): boolean => state === 'done' || state === 'dropped';
  return was === is || (!isClosing(was) && !isClosing(is)) ? [] : [`[${box}] means ${is}, and meant ${was}`];
}

const ORDERS: readonly OrderPolicy[] = ['off', 'phases', 'strict'];
const LEVELS: readonly (Severity | 'off')[] = ['off', 'info', 'warning', 'error'];

/** Those that the config names are said by comparePolicies. */
function listLostGates({ change, policy }: RuleContext): Finding[] {
  return (change?.kept ?? []).flatMap(({ before, after }) =>
    before.gate && !after.gate && !policy.gates.includes(before.id)
      ? [describe(`${after.id} is no gate any more`, headSpan(after), after.id)]
      : [],
  );
}

/** What would have to pass before a task is done, or was seen to. */
function listLostChecks({ change, dialect }: RuleContext): Finding[] {
  return (change?.kept ?? []).flatMap(({ before, after }) => {
    const names = listVerifyNames(after, dialect);
    return listVerifyNames(before, dialect)
      .filter((name) => !names.includes(name))
      .map((name) => describe(`${after.id} names the check ${name} no more`, headSpan(after), after.id));
  });
}

function listNewSilences({ change }: RuleContext): Finding[] {
  return (change?.newSilences ?? []).flatMap(({ rules: ids, reason, span }) =>
    reason === null ? [] : [describe(`a comment silences ${ids.join(', ')}`, span, null)],
  );
}
