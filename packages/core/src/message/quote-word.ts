/** A text as a POSIX shell takes it as one word. */
export function quoteWord(word: string): string {
  return /^[\p{L}\p{M}\p{N}_./:@-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
