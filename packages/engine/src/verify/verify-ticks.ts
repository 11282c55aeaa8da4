import type { TransitionReport } from '@roadmap-as-code/core';
import { listVerifyNames } from '@roadmap-as-code/core/verify';
import { type Changing, makeTransitions } from '../transition/make-transitions.ts';
import { isUnchanged, planSteps } from '../transition/plan-steps.ts';
import type { MeantTask, TransitionRequest } from '../transition/transition-request.ts';
import { type StepVerdict, verifyStep } from './verify-step.ts';

/**
 * Runs what tasks name for their verification before they are ticked, where the law would allow the tick. It may take long,
 * so that the caller holds no lock: the law is asked again under it.
 * @returns the refusal, where a check fails; else what is to be said beside the tick
 */
export async function verifyTicks(
  changing: Changing,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
): Promise<{ readonly refused: TransitionReport | null; readonly warnings: StepVerdict['warnings'] }> {
  const none = { refused: null, warnings: [] };
  const isNamed = tasks.some(({ roadmap, id }) =>
    roadmap.graph.phases.some((phase) =>
      phase.tasks.some((task) => task.id === id && listVerifyNames(task, roadmap.dialect).length > 0),
    ),
  );
  if (request.to !== 'done' || request.isDryRun || !isNamed) return none;
  const judged = await makeTransitions(changing, tasks, { ...request, isDryRun: true });
  if (judged.outcome === 'refused') return { refused: judged, warnings: [] };
  const { steps } = await planSteps(changing.repository, tasks, request);
  const refusals: StepVerdict['refusals'] = [];
  const warnings: StepVerdict['warnings'] = [];
  for (const step of steps.filter((one) => !isUnchanged(one))) {
    const told = await verifyStep(changing, step, request);
    refusals.push(...told.refusals);
    warnings.push(...told.warnings);
  }
  if (refusals.length === 0) return { refused: null, warnings };
  return {
    refused: { ...judged, outcome: 'refused', refusals, warnings: [...judged.warnings, ...warnings] },
    warnings: [],
  };
}
