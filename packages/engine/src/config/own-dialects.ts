import type { Config, Dialect } from '@roadmap-as-code/core';
import { dialects, listPatterns, makeOwnDialect, nameBase } from '@roadmap-as-code/core/dialects';
import { describeViolation, validateDialect } from '@roadmap-as-code/core/schema';

type Fail = (keys: string[], message: string, help: string) => never;

const known = new WeakMap<Config, readonly Dialect[]>();

/** The dialects of a config as wholes; the config was checked before. */
export function listOwnDialects(config: Config | null): readonly Dialect[] {
  if (config?.dialects === undefined) return [];
  const made =
    known.get(config) ??
    Object.entries(config.dialects).map(([name, own]) => makeOwnDialect(name, own) as Dialect);
  known.set(config, made);
  return made;
}

/** Refuses own dialects that are none: by the schema of all dialects, and by what their patterns could cost. */
export function checkOwnDialects({ dialects: own = {}, roadmaps = [] }: Config, fail: Fail): void {
  const names = dialects.map(({ name }) => name);
  for (const [name, written] of Object.entries(own)) {
    if (names.includes(name))
      fail(
        ['dialects', name],
        `${name} is a dialect that roadmap has`,
        `Give it a name of its own, with \`extends: ${name}\`.`,
      );
    const made = makeOwnDialect(name, written);
    if (made === null)
      fail(
        ['dialects', name, 'extends'],
        `there is no dialect ${nameBase(written)}`,
        `Extend one of ${names.join(', ')}.`,
      );
    if (!validateDialect(made)) {
      const [error] = validateDialect.errors ?? [];
      const keys = (error?.instancePath ?? '').split('/').slice(1);
      const says = error === undefined ? 'is no dialect' : describeViolation(error);
      const extra =
        error?.keyword === 'additionalProperties' ? [String(error.params['additionalProperty'])] : [];
      fail(['dialects', name, ...keys, ...extra], says, 'See docs/dialects/own.md for what may stand here.');
    }
    compilePatterns(name, made as Dialect, fail);
  }
  for (const [at, { dialect }] of roadmaps.entries())
    if (dialect !== undefined && !names.includes(dialect) && !Object.hasOwn(own, dialect))
      fail(
        ['roadmaps', `${at}`, 'dialect'],
        `there is no dialect ${dialect}`,
        `Write one of ${[...names, ...Object.keys(own)].join(', ')}.`,
      );
}

/** In characters; a longer pattern is a program. */
const LONGEST_PATTERN = 1000;

function compilePatterns(name: string, dialect: Dialect, fail: Fail): void {
  for (const { keys, pattern, flags } of listPatterns(dialect)) {
    const at = ['dialects', name, ...keys];
    if (pattern.length > LONGEST_PATTERN)
      fail(at, `a pattern of ${pattern.length} characters`, `${LONGEST_PATTERN} is the most that is taken.`);
    try {
      // Compiled as it is written only when it meets a letter beyond ASCII.
      new RegExp(pattern, flags).exec('é');
    } catch (error) {
      fail(at, error instanceof Error ? error.message : String(error), 'Correct the pattern.');
    }
  }
}

/**
 * The keys that lead to a pattern of an own dialect that takes longer than the text is long, on a text made for it; null
 * where none does. A pattern that roadmap has itself is not looked at again.
 */
export async function findSlowPattern(config: Config): Promise<string[] | null> {
  if (config.dialects === undefined) return null;
  // Only a config with dialects of its own pays for the analysis.
  const { isSlowPattern } = await import('./slow-pattern.ts');
  const known = new Set(dialects.flatMap((one) => listPatterns(one).map(({ pattern }) => pattern)));
  for (const dialect of listOwnDialects(config)) {
    for (const { keys, pattern, flags } of listPatterns(dialect)) {
      if (known.has(pattern)) continue;
      if (isSlowPattern(pattern, flags)) return ['dialects', dialect.name, ...keys];
    }
  }
  return null;
}
