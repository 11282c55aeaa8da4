import type { LoadedRoadmap } from '../load-roadmap.ts';
import { findSecrets } from './find-secrets.ts';

const HIDDEN = '[secret]';
/** So many characters of a secret in a row are a part of it; fewer can be any word. */
const PART = 8;
/** What is ours and not the file's: names that a schema holds, and places. */
const OURS = new Set(['rule', 'severity', 'fact', 'kind', 'file', 'path', 'dialect', 'state', 'from', 'to']);

/**
 * Takes the secrets of roadmaps, and parts of them, out of a value that quotes them. Where there are none, that is the
 * value itself.
 */
export async function hideSecrets<Value>(
  value: Value,
  roadmaps: readonly Pick<LoadedRoadmap, 'source'>[],
): Promise<Value> {
  const texts = await Promise.all(roadmaps.map(({ source }) => listTexts(source)));
  const hide = makeHider(texts.flat());
  return hide === null ? value : (mapTexts(value, hide) as Value);
}

async function listTexts(source: LoadedRoadmap['source']): Promise<string[]> {
  const decoder = new TextDecoder();
  const secrets = await findSecrets(source);
  return secrets.map(({ span }) => decoder.decode(source.bytes.subarray(span.start, span.end)));
}

/** What takes secrets out of a text; null where there are none. */
export function makeHider(secrets: readonly string[]): ((text: string) => string) | null {
  if (secrets.length === 0) return null;
  // A handle is made of a heading in lower case, and line breaks of a value are folded.
  const spellings = secrets.flatMap((secret) => [secret, secret.toLowerCase()]);
  const wholes = [...new Set(spellings.filter((secret) => secret.length < PART))];
  const parts = new Set(spellings.flatMap(listParts));
  const findEnd = (text: string, start: number): number => {
    let end = start + (wholes.find((whole) => text.startsWith(whole, start))?.length ?? 0);
    for (let at = start; parts.has(text.slice(at, at + PART)); at += 1) end = at + PART;
    return end;
  };
  return (text) => {
    const shown: string[] = [];
    for (let at = 0; at < text.length; ) {
      const end = findEnd(text, at);
      if (end === at) shown.push(text[at] ?? '');
      else if (shown.at(-1) !== HIDDEN) shown.push(HIDDEN);
      at = Math.max(end, at + 1);
    }
    return shown.join('');
  };
}

function listParts(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - PART + 1) }, (_, at) => text.slice(at, at + PART));
}

function mapTexts(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, hide));
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [hide(key), mapTexts(one, hide)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, OURS.has(key) ? one : mapTexts(one, hide)]),
  );
}
