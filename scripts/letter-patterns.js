// Puts patterns that compile fast in the place of those with letters of all scripts: see letter-pattern.ts.

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
