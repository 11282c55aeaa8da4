import type { Severity } from '../generated/check.types.ts';
import type { OrderPolicy } from '../generated/config.types.ts';
import type { Span } from '../generated/roadmap.types.ts';
import { headSpan } from '../graph/tasks.ts';
import type { Policy } from '../law/policy.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'policy-weakened',
    family: 'transition',
    severity: 'warning',
    description: 'A change after which less is asked for than before.',
    details:
      'A gate that is no gate any more, a rule that is switched off or only warns, an order that is lifted, a box that now means done, a comment that silences a rule: whoever may change the file may also want to get something past. The change itself, and what is ticked in it, is judged by what held before; so this stops nothing, and says what a reviewer has to look at.',
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
        title: 'A policy that asks for more',
        config: {},
        configAfter: { gates: ['P0.1'], order: 'strict', rules: { 'commit-reused': 'error' } },
        before: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        findings: [],
      },
    ],
  },
  check(context) {
    const { change, policy, severities } = context;
    if (change === null || change.isNew) return [];
    return [
      ...comparePolicies(policy, change.policyAfter, severities).map((says) => describe(says, START, null)),
      ...listLostGates(context),
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
  return [
    ...before.gates
      .filter((gate) => !after.gates.includes(gate))
      .map((gate) => `${gate} is no gate any more`),
    ...(ORDERS.indexOf(after.order) < ORDERS.indexOf(before.order)
      ? [`the order is ${after.order}, and was ${before.order}`]
      : []),
    ...(before.required && !after.required ? ['no field is required any more'] : []),
    ...[...after.boxes]
      .filter(([box, state]) => state === 'done' && before.boxes.get(box) !== 'done')
      .map(([box]) => `[${box}] means done`),
    ...[...severities].flatMap(([id, severity]) => {
      const was = before.rules.get(id)?.severity ?? severity;
      const is = after.rules.get(id)?.severity ?? severity;
      return LEVELS.indexOf(is) < LEVELS.indexOf(was) ? [`the rule ${id} is ${is}, and was ${was}`] : [];
    }),
  ];
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

function listNewSilences({ change }: RuleContext): Finding[] {
  return (change?.newSilences ?? []).flatMap(({ rules: ids, reason, span }) =>
    reason === null ? [] : [describe(`a comment silences ${ids.join(', ')}`, span, null)],
  );
}
