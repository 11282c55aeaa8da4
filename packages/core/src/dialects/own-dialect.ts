import type { OwnDialect } from '../generated/config.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import { dialects } from './dialects.ts';

/** The dialect that others extend where they name none: what fits any file. */
const DEFAULT_BASE = 'plan';

/** The name of the dialect that one of a project's own extends. */
export function nameBase({ extends: base = DEFAULT_BASE }: OwnDialect): string {
  return base;
}

/**
 * A dialect of a project's own as a whole: that which it extends, with what it says differently. Objects are taken
 * together key by key; anything else takes the place of what was there. Not valid by itself: see dialect.schema.json.
 * @returns null where there is no dialect of the name that it extends
 */
export function makeOwnDialect(name: string, own: OwnDialect): unknown {
  const base = dialects.find((one) => one.name === nameBase(own));
  if (base === undefined) return null;
  const { extends: _, ...written } = own;
  const page: Dialect['page'] = { about: `Plans of the dialect ${name}.`, notes: [], example: null };
  return merge({ ...base, name, title: name, page, detect: [] }, written);
}

function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over))
    if (key !== '__proto__') merged[key] = key in base ? merge(base[key], value) : value;
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every pattern of a dialect, with the keys that lead to it and the flags that it is used with. */
export function listPatterns({
  detect,
  phase,
  task,
  evidence,
  dependencies,
  sections,
}: Dialect): { readonly keys: readonly string[]; readonly pattern: string; readonly flags: string }[] {
  const found: { keys: string[]; pattern: string | null | undefined; flags: string }[] = [
    ...detect.flatMap(({ path, text }, at) => [
      { keys: ['detect', `${at}`, 'path'], pattern: path, flags: 'iu' },
      { keys: ['detect', `${at}`, 'text'], pattern: text, flags: 'imu' },
    ]),
    ...(phase?.headings ?? []).map(({ pattern }, at) => ({
      keys: ['phase', 'headings', `${at}`, 'pattern'],
      pattern,
      flags: 'iu',
    })),
    ...(['id', 'before', 'behind', 'atEnd', 'plain'] as const).map((key) => ({
      keys: ['task', key],
      pattern: task[key],
      flags: 'u',
    })),
    { keys: ['task', 'lead'], pattern: task.lead, flags: 'iu' },
    { keys: ['evidence', 'heading'], pattern: evidence.heading, flags: 'iu' },
    ...dependencies.text.map((pattern, at) => ({
      keys: ['dependencies', 'text', `${at}`],
      pattern,
      flags: 'iu',
    })),
    ...Object.entries(sections).map(([key, pattern]) => ({
      keys: ['sections', key],
      pattern,
      flags: key === 'reviewId' ? 'u' : 'iu',
    })),
  ];
  return found.flatMap(({ keys, pattern, flags }) =>
    pattern === null || pattern === undefined ? [] : [{ keys, pattern, flags }],
  );
}
