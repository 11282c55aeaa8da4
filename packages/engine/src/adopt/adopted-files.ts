import type { AdoptedFile } from '@roadmap-as-code/core/adopt';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** A roadmap as the core adopts it. */
export function asAdopted(roadmap: LoadedRoadmap): AdoptedFile {
  const { graph, source, dialect, why, config } = roadmap;
  return { graph, source, dialect, why, states: config?.states ?? {} };
}
