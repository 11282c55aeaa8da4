import type { Root } from 'mdast';
import { parseDocument } from 'yaml';
import type { FrontMatter } from '../generated/roadmap.types.ts';
import type { Scribe } from './scribe.ts';
import { rangeOf } from './segments.ts';

/** The YAML block at the head of a document, or null; its data is null where it is no valid mapping. */
export function readFrontMatter(root: Root, scribe: Scribe): FrontMatter | null {
  const first = root.children[0];
  if (first?.type !== 'yaml') return null;
  return { text: first.value, data: readMapping(first.value), ...scribe.place(rangeOf(first)) };
}

/** An alias can grow a small text into a huge value, so aliases are bounded (the yaml library's own default). */
function readMapping(text: string): Record<string, unknown> | null {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  try {
    const data: unknown = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null');
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
