import type { Policy, SelftestCell, SelftestPlant, SelftestWay, Severity } from '@roadmap-as-code/core';
import { readsIds, type TestedPolicy } from './list-policies.ts';
import type { Plant } from './plant.ts';

/** What one way in found in the roadmap of a plant: rules and severities. */
export type WayFindings = ReadonlyMap<
  SelftestWay,
  readonly { readonly rule: string; readonly severity: Severity }[]
>;

/** Ranks of what a gate may do with a change. */
const RANKS = { nothing: 0, warn: 1, stop: 2 } as const;
type Rank = keyof typeof RANKS;

/** Whether a plant went as it ought to by every way in. */
export function judgePlant(plant: Plant, tested: TestedPolicy, found: WayFindings): SelftestPlant {
  const { name, group, rule } = plant;
  const cells = [...found].map(([way, findings]) => makeCell(plant, way, findings));
  const about = { name, group, rule, cells };
  if (rule === null) {
    const rules = new Set(cells.flatMap((cell) => cell.rules));
    const why = rules.size === 0 ? null : `${[...rules].join(', ')} stopped it, and it is good`;
    return { ...about, wanted: 'pass', verdict: why === null ? 'right' : 'stopped', why };
  }
  const asked = asks(plant, tested, tested.policy);
  const usual = asks(plant, tested, tested.usual);
  const wanted = RANKS[asked] > RANKS[usual] ? asked : usual;
  if (wanted === 'nothing') return { ...about, wanted, verdict: 'not-asked', why: null };
  const isLow = RANKS[asked] < RANKS[wanted];
  const isCaught = cells.every(({ outcome }) => outcome === 'not-judged' || rankOf(outcome) >= RANKS[wanted]);
  if (isCaught && !isLow) return { ...about, wanted, verdict: 'right', why: null };
  return { ...about, wanted, verdict: 'let-by', why: isLow ? explain(plant, rule, tested) : BUG };
}

const BUG = 'nothing in roadmap.yaml explains it: this is a bug of roadmap; please report it';

function makeCell(
  { rule, except = [] }: Plant,
  way: SelftestWay,
  findings: readonly { readonly rule: string; readonly severity: Severity }[],
): SelftestCell {
  const errors = findings.filter(({ severity }) => severity === 'error').map((one) => one.rule);
  const rules = [...new Set(errors)];
  if (except.includes(way)) return { way, outcome: 'not-judged', rules };
  const own = findings.filter((one) => rule === null || one.rule === rule).map(({ severity }) => severity);
  const outcome = own.includes('error') ? 'stopped' : own.includes('warning') ? 'warned' : 'passed';
  return { way, outcome, rules };
}

function rankOf(outcome: SelftestCell['outcome']): number {
  return outcome === 'stopped' ? RANKS.stop : outcome === 'warned' ? RANKS.warn : RANKS.nothing;
}

/** What a policy makes of a bad plant. */
function asks({ rule, severity, needs }: Plant, { dialect, hasGates }: TestedPolicy, policy: Policy): Rank {
  const isMissing =
    (needs === 'ids' && !readsIds(dialect)) ||
    (needs === 'fields' && !policy.required) ||
    (needs === 'order' && policy.order === 'off') ||
    (needs === 'gates' && !hasGates);
  if (isMissing) return 'nothing';
  const set = policy.rules.get(rule ?? '')?.severity ?? severity;
  return set === 'error' ? 'stop' : set === 'warning' ? 'warn' : 'nothing';
}

/** Which line of roadmap.yaml asks for less than the dialect does. */
function explain({ needs }: Plant, rule: string, { policy, usual, dialect }: TestedPolicy): string {
  const isUnordered = needs === 'order' && policy.order === 'off' && usual.order !== 'off';
  const says = isUnordered
    ? 'order is off'
    : `the rule ${rule} is ${policy.rules.get(rule)?.severity ?? 'off'}`;
  return `roadmap.yaml asks for less than the dialect ${dialect.name}: ${says}`;
}
