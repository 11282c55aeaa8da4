import { type Facts, noFacts } from '@roadmap-as-code/core';
import { judgePlaceholders, judgeReport, judgeSurprises, judgeTasksDone } from '@roadmap-as-code/core/checks';
import { lookUpEvidence } from '../../lookups/look-up-evidence.ts';
import type { CheckKind, CheckWorld } from '../check-kind.ts';

/** The kinds that the roadmap itself answers, and what git says of the evidence in it. */

export const tasksDone: CheckKind<'tasks-done'> = {
  kind: 'tasks-done',
  needs: [],
  describe: ({ tasks }) => (tasks === undefined ? 'every task' : tasks.join(', ')),
  run: async (check, world) =>
    judgeTasksDone({ graph: world.roadmap.graph, facts: await lookUp(world) }, check),
};

export const noPlaceholder: CheckKind<'no-placeholder'> = {
  kind: 'no-placeholder',
  needs: [],
  describe: (check) => (check.in === 'roadmap' ? 'the whole roadmap' : 'the final report'),
  run: async (check, { roadmap: { graph } }) => judgePlaceholders({ graph, facts: noFacts }, check),
};

export const reportComplete: CheckKind<'report-complete'> = {
  kind: 'report-complete',
  needs: [],
  describe: ({ entries }) => (entries === undefined ? 'the final report' : entries.join(', ')),
  run: async (check, { roadmap: { graph } }) => judgeReport({ graph, facts: noFacts }, check),
};

export const surprisesAnswered: CheckKind<'surprises-answered'> = {
  kind: 'surprises-answered',
  needs: [],
  describe: () => 'the surprises of the final report',
  run: async (_check, { roadmap: { graph } }) => judgeSurprises({ graph, facts: noFacts }),
};

async function lookUp({ repository, roadmap, config }: CheckWorld): Promise<Facts> {
  const evidence = (await lookUpEvidence(repository, [roadmap], { config, mostFiles: 0 })).get(roadmap);
  if (evidence === undefined) return noFacts;
  const { commits, target, trouble } = evidence;
  return { ...noFacts, commits, target: target.name, targetProblem: target.problem, trouble };
}
