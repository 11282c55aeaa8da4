import { type ExplainReport, suggestName } from '@roadmap-as-code/core';
import { renderRulePage, rules } from '@roadmap-as-code/core/rules';
import { InputError } from './input-error.ts';

/** The page of one rule, or of every rule where none is named. */
export function explainRules(id: string | null): ExplainReport {
  const chosen = rules.filter(({ meta }) => id === null || meta.id === id);
  if (chosen.length === 0) {
    const near = suggestName(
      id ?? '',
      rules.map(({ meta }) => meta.id),
    );
    throw new InputError(
      `there is no rule ${id ?? ''}`,
      near === null ? '`roadmap explain` lists them.' : `Is ${near} meant?`,
    );
  }
  return {
    schemaVersion: 1,
    rules: chosen.map(({ meta }) => ({
      id: meta.id,
      family: meta.family,
      severity: meta.severity,
      description: meta.description,
      page: renderRulePage(meta),
    })),
  };
}
