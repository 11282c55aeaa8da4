import {
  type Claim,
  type Config,
  type Facts,
  findFact,
  listTasks,
  noFacts,
  type TransitionReport,
  unknownReasonOf,
} from '@roadmap-as-code/core';
import { rules, runRules } from '@roadmap-as-code/core/rules';
import { judgeEvidence, type Refusal } from '@roadmap-as-code/core/transition';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { lookUpEvidence } from '../lookups/look-up-evidence.ts';
import type { Step } from './plan-steps.ts';

const FAMILIES: ReadonlyMap<string, string> = new Map(rules.map(({ meta }) => [meta.id, meta.family]));

/** The clause on evidence, for all tasks at once, on the files as they would be. */
export async function judgeSteps(
  repository: Repository,
  config: Config | null,
  roadmaps: readonly LoadedRoadmap[],
  steps: readonly Step[],
): Promise<Pick<TransitionReport, 'warnings'> & { refusals: Refusal[] }> {
  if (!steps.some(({ transition }) => transition.to === 'done')) return { refusals: [], warnings: [] };
  const found = await lookUpEvidence(repository, roadmaps, { config, mostFiles: 0 });
  const refusals: Refusal[] = [];
  const warnings: TransitionReport['warnings'] = [];
  for (const roadmap of roadmaps) {
    const { commits = noFacts.commits, target, trouble = null } = found.get(roadmap) ?? {};
    const facts: Facts = {
      ...noFacts,
      commits,
      target: target?.name ?? noFacts.target,
      targetProblem: target?.problem ?? null,
      trouble,
    };
    const diagnostics = runRules({ ...roadmap, facts });
    const own = steps.filter(({ before }) => before.graph.path === roadmap.graph.path);
    for (const { planned, transition } of own)
      refusals.push(...judgeEvidence(planned.task, transition.to, diagnostics, FAMILIES));
    const ids = own.map(({ transition }) => transition.task);
    const isUnknown = listTasks(roadmap.graph).some(
      (task) => ids.includes(task.id) && task.claims.some((claim) => isFactUnknown(claim, facts)),
    );
    for (const { rule, severity, task, message, help } of diagnostics) {
      // One commit for several tasks is said at the second of them, which may be another.
      const isNamed = rule === 'commit-reused' && message.split(/[\s,]+/).some((word) => ids.includes(word));
      const isOurs = task === null ? isUnknown && rule === 'evidence-unknown' : ids.includes(task) || isNamed;
      if (isOurs && severity === 'warning' && FAMILIES.get(rule) === 'evidence')
        warnings.push({ rule, message, help });
    }
  }
  return { refusals, warnings };
}

function isFactUnknown(claim: Claim, facts: Facts): boolean {
  const fact = findFact(claim, facts);
  return fact !== null && unknownReasonOf(fact) !== null;
}
