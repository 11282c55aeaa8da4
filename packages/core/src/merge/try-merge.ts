import { dialects } from '../dialects/dialects.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { parseRoadmap } from '../parse/index.ts';
import {
  conflictWhole,
  type MergeOptions,
  type MergeResult,
  type MergeVersions,
  mergeRoadmaps,
} from './index.ts';

/** Merges texts for a test, with short markers. */
export function tryMerge(
  base: string,
  ours: string,
  theirs: string,
  more: { readonly style?: 'merge' | 'diff3'; readonly dialect?: string; readonly isWhole?: boolean } = {},
): MergeResult & { readonly text: string } {
  const dialect = dialects.find(({ name }) => name === (more.dialect ?? 'execution'));
  const read = (bytes: Uint8Array): ReturnType<typeof parseRoadmap> =>
    parseRoadmap(bytes, { path: 'ROADMAP.md', dialect });
  const version = (text: string): MergeVersions['base'] => {
    const { graph, source } = read(new TextEncoder().encode(text));
    if (source === null) throw new Error('unreadable');
    return { graph, source };
  };
  const versions = { base: version(base), ours: version(ours), theirs: version(theirs) };
  const options: MergeOptions = {
    parse: (bytes): Roadmap => read(bytes).graph,
    markerSize: 7,
    labels: { ours: 'ours', base: 'base', theirs: 'theirs' },
    style: more.style ?? 'merge',
  };
  const result = more.isWhole ? conflictWhole(versions, options) : mergeRoadmaps(versions, options);
  return { ...result, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(result.bytes) };
}
