import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import type { Guarded } from './guarded.ts';

/** What CI says of all that came since the base, and what an audit says of it: exit codes and rules of errors. */
export async function judgeSince({ root, base }: Guarded): Promise<{ ci: unknown[]; audit: unknown[] }> {
  const [ci, audit] = await Promise.all([
    runRoadmap(root, ['check', '--range', `${base}..HEAD`, '--json']),
    runRoadmap(root, ['audit', `${base}..HEAD`, '--json']),
  ]);
  const rules = (found: readonly { rule: string; severity: string }[]): string[] =>
    found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  return {
    ci: [ci.code, ...rules(readOutput('check', ci).diagnostics)],
    audit: [audit.code, ...rules(readOutput('audit', audit).diagnostics)],
  };
}
