import { type Diagnostic, noFacts } from '@roadmap-as-code/core';
import { judgeChange } from '@roadmap-as-code/core/change';
import { type Case, rules } from '@roadmap-as-code/core/rules';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/**
 * The errors that a merge brings by the law of transitions, such as a tick that it threw away. What a side brought by itself
 * is no fault of the merge: the gate says that of the commit that did it.
 */
export function judgeMerge(
  base: LoadedRoadmap,
  sides: readonly LoadedRoadmap[],
  merged: LoadedRoadmap,
): readonly Diagnostic[] {
  const found = listErrors(merged, sides, base);
  if (found.length === 0) return [];
  const own = new Set(sides.flatMap((side) => listErrors(side, [base], null)).map(nameError));
  return found.filter((one) => !own.has(nameError(one)));
}

const LAW = rules.filter(({ meta }) => meta.family === 'transition');

function listErrors(
  after: LoadedRoadmap,
  parents: readonly LoadedRoadmap[],
  base: LoadedRoadmap | null,
): Diagnostic[] {
  const change = {
    after: asCase(after),
    parents: parents.map(asCase),
    bases: base === null ? [] : [base.graph],
    policyAfter: after.policy,
    isCommit: false,
  };
  return judgeChange(change, LAW).diagnostics.filter(({ severity }) => severity === 'error');
}

function asCase(roadmap: LoadedRoadmap): Case {
  return { ...roadmap, facts: noFacts };
}

function nameError({ rule, task, message }: Diagnostic): string {
  return JSON.stringify([rule, task, message]);
}
