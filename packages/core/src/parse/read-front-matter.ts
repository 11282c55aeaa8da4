import type { FrontMatter } from '../generated/roadmap.types.ts';
import type { Block } from '../markdown/blocks.ts';
import { readMapping } from './read-mapping.ts';
import type { Scribe } from './scribe.ts';

/** The YAML block at the head of a document, or null; its data is null where it is no valid mapping, or too long. */
export function readFrontMatter([first]: readonly Block[], scribe: Scribe): FrontMatter | null {
  if (first?.type !== 'yaml') return null;
  const text = first.value.replace(/\r\n?/g, '\n');
  return { text, data: readMapping(text), ...scribe.place(first) };
}
