import { type Dialect, dialects, type Roadmap } from '@roadmap-as-code/core';
import {
  type MergeOptions,
  type MergeResult,
  type MergeVersion,
  mergeRoadmaps,
} from '@roadmap-as-code/core/merge';
import { parseRoadmap } from '@roadmap-as-code/core/parse';

export interface MergedText extends Pick<MergeResult, 'conflicts'> {
  readonly text: string;
}

/**
 * What core makes of three texts, with marks as git writes them.
 * @param dialect that all are read in; else the one that the base is found to have
 */
export function mergeTexts(
  texts: { readonly base: string; readonly ours: string; readonly theirs: string },
  style: MergeOptions['style'] = 'merge',
  dialect?: Dialect['name'],
): MergedText {
  const encoder = new TextEncoder();
  const known = dialects.find(({ name }) => name === dialect);
  const used = known ?? parseRoadmap(encoder.encode(texts.base), { path: 'ROADMAP.md' }).dialect;
  const read = (bytes: Uint8Array): ReturnType<typeof parseRoadmap> =>
    parseRoadmap(bytes, { path: 'ROADMAP.md', dialect: used });
  const version = (text: string): MergeVersion => {
    const { graph, source } = read(encoder.encode(text));
    if (source === null) throw new Error('unreadable');
    return { graph, source };
  };
  const versions = {
    base: version(texts.base),
    ours: version(texts.ours),
    theirs: version(texts.theirs),
  };
  const { bytes, conflicts } = mergeRoadmaps(versions, {
    parse: (text): Roadmap => read(text).graph,
    markerSize: 7,
    labels: { ours: 'ours', base: 'base', theirs: 'theirs' },
    style,
  });
  return { conflicts, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

const CONFLICT =
  /^<{7} ours\r?\n(?<ours>[\s\S]*?)(?:^\|{7} base\r?\n[\s\S]*?)?^={7}\r?\n(?<theirs>[\s\S]*?)^>{7} theirs(?:\r?\n|$(?![\s\S]))/gm;

/** A merged text with one side taken in each conflict. */
export function takeSide(text: string, side: 'ours' | 'theirs'): string {
  return text.replace(CONFLICT, (...found) => (found.at(-1) as Record<string, string>)[side] ?? '');
}
