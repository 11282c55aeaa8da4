import type { Change } from '../change/change.ts';
import type { Facts } from '../facts/facts.ts';
import type { Diagnostic, Severity } from '../generated/check.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { rules } from '../generated/rules.ts';
import { makeOrderLaw } from '../law/order.ts';
import type { Policy } from '../law/policy.ts';
import type { Source } from '../source/source.ts';
import { type DueEvidence, listDueEvidence } from './due-evidence.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** What one roadmap is judged on. */
export interface Case {
  readonly graph: Roadmap;
  readonly dialect: Dialect;
  readonly source: Source;
  readonly facts: Facts;
  readonly policy: Policy;
  /** What led to the graph, where a change is judged. */
  readonly change?: Change;
}

const severities: RuleContext['severities'] = new Map(rules.map(({ meta }) => [meta.id, meta.severity]));

/** Judges a graph by every rule that is not switched off; diagnostics in the order of their places. */
export function runRules(subject: Case, using: readonly Rule[] = rules): Diagnostic[] {
  const order = makeOrderLaw(subject.graph, subject.policy);
  let evidence: readonly DueEvidence[] | null = null;
  const context: RuleContext = {
    ...subject,
    change: subject.change ?? null,
    order,
    // A third of the rules ask for it, or none where what is judged is no evidence.
    listEvidence: () => {
      evidence ??= listDueEvidence(subject.graph, subject.facts);
      return evidence;
    },
    options: {},
    severities,
  };
  const diagnostics: Diagnostic[] = [];
  for (const { rule, severity, options } of listApplied(using, subject.policy)) {
    const findings = rule.check(options === null ? context : { ...context, options });
    for (const finding of findings)
      diagnostics.push(
        placeFinding(finding, rule, severity ?? finding.severity ?? rule.meta.severity, subject),
      );
  }
  if (diagnostics.length === 0) return [];
  const isSilenced = makeSilencer(subject.graph);
  return diagnostics
    .filter((diagnostic) => !isSilenced(diagnostic))
    .sort((a, b) => a.offset - b.offset || a.rule.localeCompare(b.rule, 'en'));
}

/** A rule that is not switched off. */
interface Applied {
  readonly rule: Rule;
  /** Null where the rule and its findings say it. */
  readonly severity: Severity | null;
  readonly options: RuleContext['options'] | null;
}

/** By the rules and what a policy says of them: a history has one policy for thousands of versions. */
const applied = new WeakMap<readonly Rule[], WeakMap<Policy['rules'], readonly Applied[]>>();

function listApplied(using: readonly Rule[], policy: Policy): readonly Applied[] {
  const byPolicy = applied.get(using) ?? new WeakMap<Policy['rules'], readonly Applied[]>();
  applied.set(using, byPolicy);
  const known = byPolicy.get(policy.rules);
  if (known !== undefined) return known;
  const listed = using.flatMap((rule): Applied[] => {
    const { severity = null, options = null } = policy.rules.get(rule.meta.id) ?? {};
    return severity === 'off' ? [] : [{ rule, severity, options }];
  });
  byPolicy.set(policy.rules, listed);
  return listed;
}

function placeFinding(finding: Finding, rule: Rule, severity: Severity, { graph, source }: Case): Diagnostic {
  const { start, end } = finding.span;
  const from = source.placeOf(start);
  const to = source.placeOf(end);
  return {
    rule: rule.meta.id,
    severity,
    message: finding.message,
    help: finding.help,
    file: graph.path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    offset: start,
    endOffset: end,
    task: finding.task,
  };
}

/** Whether a comment silences a rule on a line. A comment without a reason silences nothing. */
function makeSilencer(graph: Roadmap): (diagnostic: Diagnostic) => boolean {
  const silenced = new Map<number, string[]>();
  for (const { silencedLine, reason, rules: ids } of graph.silences) {
    if (reason !== null) silenced.set(silencedLine, [...(silenced.get(silencedLine) ?? []), ...ids]);
  }
  return ({ line, rule }) => silenced.get(line)?.includes(rule) ?? false;
}
