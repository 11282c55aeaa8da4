import type { Root } from 'mdast';
import { parseDocument } from 'yaml';
import type { FrontMatter } from '../generated/roadmap.types.ts';
import type { Scribe } from './scribe.ts';
import { rangeOf } from './segments.ts';

/** The YAML block at the head of a document, or null; its data is null where it is no valid mapping, or too long. */
export function readFrontMatter(root: Root, scribe: Scribe): FrontMatter | null {
  const first = root.children[0];
  if (first?.type !== 'yaml') return null;
  const text = first.value.replace(/\r\n?/g, '\n');
  return { text, data: readMapping(text), ...scribe.place(rangeOf(first)) };
}

/** The yaml library takes time quadratic in the keys of a mapping. */
const LONGEST = 64 * 1024;

/** An alias can grow a small text into a huge value, so aliases are bounded (the yaml library's own default). */
function readMapping(text: string): Record<string, unknown> | null {
  if (text.length > LONGEST) return null;
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    if (document.errors.length > 0) return null;
    const data: unknown = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null');
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
