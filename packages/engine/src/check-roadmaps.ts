import {
  type CheckReport,
  type Config,
  countTasks,
  type Fact,
  type Facts,
  findFact,
  isDue,
  listTasks,
  noFacts,
  type Roadmap,
  reportFact,
  summarize,
} from '@roadmap-as-code/core';
import { runRules } from '@roadmap-as-code/core/rules';
import type { Repository } from './git/find-repository.ts';
import type { LoadedRoadmap } from './load-roadmap.ts';
import { lookUpEvidence } from './lookups/look-up-evidence.ts';
import { lookUpLinks } from './lookups/look-up-links.ts';
import { lookUpViolations } from './lookups/team-schema.ts';

/** Looks up what the roadmaps claim, all in one batch, and judges each by every rule. */
export async function checkRoadmaps(
  roadmaps: readonly LoadedRoadmap[],
  repository: Repository,
  config: Config | null,
): Promise<CheckReport> {
  const evidence = await lookUpEvidence(repository, roadmaps, { config, mostFiles: 0 });
  const judged = await Promise.all(
    roadmaps.map(async (roadmap) => {
      const { graph } = roadmap;
      const schema = roadmap.config?.schema;
      const links = await lookUpLinks(repository.root, graph);
      const violations = schema === undefined ? [] : await lookUpViolations(repository.root, schema, graph);
      const { commits = noFacts.commits, target, trouble = null } = evidence.get(roadmap) ?? {};
      const facts: Facts = {
        commits,
        target: target?.name ?? noFacts.target,
        targetProblem: target?.problem ?? null,
        trouble,
        links,
        violations,
      };
      return { roadmap, facts, diagnostics: runRules({ ...roadmap, facts }) };
    }),
  );
  const counted = judged.map(({ roadmap, facts }) => ({ graph: roadmap.graph, facts }));
  const diagnostics = judged.flatMap((one) => one.diagnostics);
  const tasks = countTasks(counted);
  const countSeverity = (severity: string): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  return {
    schemaVersion: 1,
    files: counted.map((one) => {
      const counts = countTasks([one]);
      return { path: one.graph.path, dialect: one.graph.dialect, tasks: counts, summary: summarize(counts) };
    }),
    diagnostics,
    facts: counted.flatMap(({ graph, facts }) => listFacts(graph, facts)),
    summary: {
      errors: countSeverity('error'),
      warnings: countSeverity('warning'),
      infos: countSeverity('info'),
      tasks,
      text: summarize(tasks),
    },
  };
}

/** Every claim that was looked up, with what was found. */
function listFacts(graph: Roadmap, facts: Facts): Fact[] {
  return listTasks(graph).flatMap((task) =>
    task.claims.flatMap((claim): Fact[] => {
      const found = findFact(claim, facts);
      const place = { file: graph.path, task: task.id, due: isDue(task), target: facts.target };
      return found === null ? [] : [reportFact(claim, found, place)];
    }),
  );
}
