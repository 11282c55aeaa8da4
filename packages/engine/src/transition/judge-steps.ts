import { type Config, type Facts, isAsked, noFacts, type TransitionReport } from '@roadmap-as-code/core';
import { judgeChange } from '@roadmap-as-code/core/change';
import { rules } from '@roadmap-as-code/core/rules';
import { addClaims } from '@roadmap-as-code/core/told';
import { type Refusal, refuseFindings } from '@roadmap-as-code/core/transition';
import type { Repository } from '../git/find-repository.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { type Evidence, lookUpEvidence } from '../lookups/look-up-evidence.ts';
import type { Step } from './plan-steps.ts';

const FAMILIES = new Map(rules.map(({ meta }) => [meta.id, meta.family]));

/**
 * Asks the law of the change that all steps together make, as a hook would of the commit. What goes to another state than
 * done claims nothing, so that nothing is looked up for it.
 * @param changed each roadmap as it is, and as it would be
 * @param objects to ask for objects
 */
export async function judgeSteps(
  repository: Repository,
  config: Config | null,
  changed: ReadonlyMap<LoadedRoadmap, LoadedRoadmap>,
  steps: readonly Step[],
  objects: ObjectReader,
): Promise<Pick<TransitionReport, 'warnings'> & { refusals: Refusal[] }> {
  if (!steps.some(({ transition }) => transition.to === 'done')) return { refusals: [], warnings: [] };
  const besides = steps.flatMap(({ planned }) => planned.told.filter(isAsked));
  const found = await lookUpEvidence(repository, [...changed].flat(), {
    config,
    besides,
    mostFiles: 0,
    objects,
  });
  const refusals: Refusal[] = [];
  const warnings: TransitionReport['warnings'] = [];
  for (const [before, after] of changed) {
    const { diagnostics } = judgeChange({
      after: { ...withTold(after, steps), facts: makeFacts(found.get(after)) },
      parents: [{ ...before, facts: makeFacts(found.get(before)) }],
      bases: [],
      policyAfter: after.policy,
      // Each step is a commit of its own.
      isCommit: false,
    });
    const own = steps.find((step) => step.before.graph.path === after.graph.path);
    refusals.push(...refuseFindings(diagnostics, FAMILIES, own?.transition.task ?? ''));
    for (const { rule, severity, message, help } of diagnostics)
      if (severity === 'warning') warnings.push({ rule, message, help });
  }
  return { refusals, warnings };
}

/** With the claims that the messages of the commits are to make; of `this`, there is no commit yet. */
function withTold(after: LoadedRoadmap, steps: readonly Step[]): LoadedRoadmap {
  const own = steps.filter(
    ({ before, planned }) => before.graph.path === after.graph.path && planned.told.length > 0,
  );
  if (own.length === 0) return after;
  const claims = new Map(
    own.map(({ transition, planned }) => [
      transition.task,
      planned.told.filter(({ kind }) => kind !== 'this'),
    ]),
  );
  return { ...after, graph: addClaims(after.graph, claims) };
}

function makeFacts(evidence: Evidence | undefined): Facts {
  if (evidence === undefined) return noFacts;
  const { commits, target, trouble } = evidence;
  return { ...noFacts, commits, target: target.name, targetProblem: target.problem, trouble };
}
