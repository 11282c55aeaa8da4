export { rules } from '../generated/rules.ts';
export { renderRuleIndex, renderRulePage } from './render-rule-page.ts';
export type { Finding, Rule, RuleContext, RuleExample, RuleFamily, RuleMeta } from './rule.ts';
export { type Case, runRules } from './run-rules.ts';
