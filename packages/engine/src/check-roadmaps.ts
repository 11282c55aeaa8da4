import {
  type CheckReport,
  collectHashes,
  countTasks,
  type Fact,
  type Facts,
  findFact,
  listTasks,
  noFacts,
  type Roadmap,
  summarize,
} from '@roadmap-as-code/core';
import { runRules } from '@roadmap-as-code/core/rules';
import type { Repository } from './git/find-repository.ts';
import { lookUpCommits } from './git/look-up-commits.ts';
import type { LoadedRoadmap } from './load-roadmap.ts';
import { lookUpLinks } from './lookups/look-up-links.ts';
import { lookUpViolations } from './lookups/team-schema.ts';

/** Looks up what the roadmaps claim, all in one batch, and judges each by every rule. */
export async function checkRoadmaps(
  roadmaps: readonly LoadedRoadmap[],
  repository: Repository,
): Promise<CheckReport> {
  const claims = roadmaps.flatMap(({ graph }) => listTasks(graph).flatMap((task) => task.claims));
  const commits = await lookUpCommits(repository, collectHashes(claims));
  const blindSpot = repository.shallow
    ? { reason: 'this clone is shallow', help: 'Run `git fetch --unshallow`, and check again.' }
    : noFacts.blindSpot;
  const judged = await Promise.all(
    roadmaps.map(async (roadmap) => {
      const { graph, config } = roadmap;
      const links = await lookUpLinks(repository.root, graph);
      const violations =
        config?.schema === undefined ? [] : await lookUpViolations(repository.root, config.schema, graph);
      const facts: Facts = { commits, links, violations, blindSpot };
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
      return found === null
        ? []
        : [{ file: graph.path, task: task.id, claim: claim.text, fact: found.fact, commit: found.commit }];
    }),
  );
}
