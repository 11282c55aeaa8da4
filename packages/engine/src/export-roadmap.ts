import type { RoadmapDocument } from '@roadmap-as-code/core';
import { validateRoadmap } from '@roadmap-as-code/core/schema';
import type { LoadedRoadmap } from './load-roadmap.ts';

/** The graph of a roadmap as it leaves the tool: nothing leaves it that does not fit its schema. */
export function exportRoadmap({ graph }: LoadedRoadmap): RoadmapDocument {
  const document: RoadmapDocument = { schemaVersion: 1, roadmap: graph };
  if (validateRoadmap(document)) return document;
  const errors = JSON.stringify(validateRoadmap.errors?.slice(0, 3));
  throw new Error(
    `${graph.path}: the graph does not fit its own schema, which is a bug of roadmap: ${errors}`,
  );
}
