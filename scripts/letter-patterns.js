// Puts patterns that compile fast in the place of those with letters of all scripts: see letter-pattern.ts.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './repository.js';

/** A regular expression as it is written, behind what no operand stands before. */
const LITERAL =
  /(?<=[=(,:?[&|!{};]\s*|\breturn\s+|=>\s*)\/(?<source>(?:[^/\\\n[*]|\\.|\[(?:[^\]\\\n]|\\.)*\])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])*)\/(?<flags>[dgimsuvy]*)/g;
const HAS_LETTERS = /\\p\{/;

/**
 * The module with a call where it has such an expression. Throws where one is left.
 * @param {string} code TypeScript @param {string} path
 */
export function replacePatterns(code, path) {
  if (!HAS_LETTERS.test(code)) return code;
  const replaced = code.replace(LITERAL, (literal, source, flags) =>
    HAS_LETTERS.test(source) ? `new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)})` : literal,
  );
  // What is in a string is escaped twice.
  const left = replaced
    .split('\n')
    .find((line) => /(?<!\\)\\p\{/.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line));
  if (left !== undefined && !/String\.raw/.test(left))
    throw new Error(`${path}: a pattern was overlooked: ${left.trim()}`);
  return replaced;
}

/** Where github-slugger has its pattern: nearly all characters of Unicode that are no letters, one by one. */
export const SLUGS = /\/github-slugger\/regex\.js$/;

/**
 * That module with a pattern that has a short form, for the texts that have one: those of their characters that it fits.
 * @param {string} path absolute
 */
export async function shortenSlugs(path) {
  const { isShort } = await importSource('packages/cli/src/start/letter-pattern.ts');
  const { regex } = await import(pathToFileURL(path).href);
  const fitting = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).map(
    (character) => isShort(character) && character.replace(regex, '') === '',
  );
  let short = '';
  for (let from = fitting.indexOf(true); from !== -1; from = fitting.indexOf(true, from)) {
    const end = fitting.indexOf(false, from);
    short += `${escapeCode(from)}-${escapeCode(end - 1)}`;
    from = end;
  }
  const forms = [regex.source, regex.flags, `[${short}]`].map((form) => JSON.stringify(form));
  return [
    `import { LetterPattern } from ${JSON.stringify(join(root, 'packages/cli/src/start/letter-pattern.ts'))};`,
    `export const regex = new LetterPattern(${forms.join(', ')});`,
  ].join('\n');
}

/** @param {number} code */
function escapeCode(code) {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** @param {string} path from the root, of a module that imports nothing */
async function importSource(path) {
  const { outputFiles } = await build({ entryPoints: [join(root, path)], format: 'esm', write: false });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`
  );
}
