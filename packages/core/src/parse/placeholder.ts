const PLACEHOLDER =
  /^(?:<(?![a-z][a-z+.-]*:)[^<>@]*>|\{[^{}:,"']*\}|tb[dac]|todo|fixme|xxx+|pending|\?+|\.{3}|…|_{2,})\.?$/iu;
/** What may stand around one. */
const MARK = /[*_\s]/;

/**
 * Whether a value is a placeholder as a whole: empty, `<…>`, TBD, pending and the like, or one of `words`.
 * What stands inside a longer text or in code is none, nor is an autolink (CommonMark 0.31 §6.5).
 */
export function isPlaceholder(value: string, words: readonly string[] = []): boolean {
  const isBare = !MARK.test(value.charAt(0)) && !MARK.test(value.charAt(value.length - 1));
  const bare = isBare ? value : value.replace(/^[*_\s]+|(?<![*_\s])[*_\s]+$/gu, '');
  if (bare === '') return true;
  return PLACEHOLDER.test(bare) || words.some((word) => word.toLowerCase() === bare.toLowerCase());
}
