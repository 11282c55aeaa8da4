import type { Task } from '../generated/roadmap.types.ts';
import type { Passed } from '../law/order.ts';
import type { RuleContext } from './rule.ts';

const GATE_RULE = 'gate-passed';

/**
 * What went past open tasks, without what the finding about an open gate explains. A gate whose finding is switched off or
 * silenced explains nothing: what it would have absorbed is said after all.
 * @param isCounted which of the tasks count that went past what is no gate; all without it
 */
export function listReportedPasses(
  { graph, order, policy }: RuleContext,
  isCounted: (task: Task) => boolean = () => true,
): Passed[] {
  if (policy.rules.get(GATE_RULE)?.severity === 'off') return order.listPassed(() => false, isCounted);
  const silenced = new Set(
    graph.silences
      .filter(({ rules, reason }) => reason !== null && rules.includes(GATE_RULE))
      .map((one) => one.silencedLine),
  );
  return order.listPassed((gate) => !silenced.has(gate.line), isCounted);
}
