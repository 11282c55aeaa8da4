import { posix } from 'node:path';
import type { Config, RoadmapConfig } from '@roadmap-as-code/core';

/** The roadmaps that a config names, as paths from the root without `.` and `..`. */
export function listNamed(config: Config | null): string[] {
  return config?.roadmaps?.map(({ path }) => posix.normalize(path)) ?? [];
}

/** What a config says of a roadmap; null where it does not name it. */
export function findEntry(config: Config | null, path: string): RoadmapConfig | null {
  return config?.roadmaps?.find((one) => posix.normalize(one.path) === path) ?? null;
}
