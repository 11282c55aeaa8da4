import type { Diagnostic } from '@roadmap-as-code/engine';

/** Whether a finding says that evidence could not be determined: exit 3, where nothing worse was found. */
export function isUnknown({ rule, severity }: Pick<Diagnostic, 'rule' | 'severity'>): boolean {
  return rule === 'evidence-unknown' && severity === 'warning';
}
