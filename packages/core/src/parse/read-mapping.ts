import { parseDocument } from 'yaml';

/** The yaml library takes time quadratic in the keys of a mapping. */
const LONGEST = 64 * 1024;

/**
 * What a text of YAML says, where it is a mapping; null where it is none, not valid or too long. An alias can grow a small
 * text into a huge value, so aliases are bounded (the yaml library's own default).
 */
export function readMapping(text: string): Record<string, unknown> | null {
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
