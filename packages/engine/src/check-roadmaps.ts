import { type CheckReport, type Config, type Facts, noFacts } from '@roadmap-as-code/core';
import { softenPast } from '@roadmap-as-code/core/change';
import { rules, runRules } from '@roadmap-as-code/core/rules';
import type { Repository } from './git/find-repository.ts';
import type { LoadedRoadmap } from './load-roadmap.ts';
import { type EvidenceOptions, lookUpEvidence } from './lookups/look-up-evidence.ts';
import { lookUpLinks } from './lookups/look-up-links.ts';
import { lookUpPast } from './lookups/look-up-past.ts';
import { lookUpReview } from './lookups/look-up-review.ts';
import { lookUpViolations } from './lookups/team-schema.ts';
import { makeReport } from './make-report.ts';
import { findSecrets } from './secrets/find-secrets.ts';
import { lookUpVerified } from './verify/look-up-runs.ts';

const FAMILIES = new Map(rules.map(({ meta }) => [meta.id, meta.family]));

/**
 * Looks up what the roadmaps claim, all in one batch, and judges each by every rule.
 * @param reached what the refs reach, where git was asked for that already
 */
export async function checkRoadmaps(
  roadmaps: readonly LoadedRoadmap[],
  repository: Repository,
  config: Config | null,
  reached: EvidenceOptions['reached'] = null,
): Promise<CheckReport> {
  const evidence = await lookUpEvidence(repository, roadmaps, { config, mostFiles: 0, reached });
  const verified = await lookUpVerified(repository, roadmaps);
  const past = await lookUpPast(repository, roadmaps);
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
        secrets: await findSecrets(roadmap.source),
        verified: verified.get(roadmap) ?? null,
        ...(await lookUpReview(repository, roadmap, config)),
      };
      const found = runRules({ ...roadmap, facts });
      const old = past.get(roadmap);
      const diagnostics = old === undefined ? found : softenPast(found, graph, old, FAMILIES);
      return { graph, facts, diagnostics, isReported: () => true };
    }),
  );
  return makeReport(judged, null);
}
