import { hasLetters, LetterPattern } from './letter-pattern.ts';

/** What the build puts in the place of `RegExp`. */
const patterns: RegExpConstructor = new Proxy(globalThis.RegExp, {
  construct: (native, [source, flags]: [unknown, unknown]) =>
    typeof source === 'string' && typeof flags === 'string' && hasLetters(source, flags)
      ? new LetterPattern(source, flags)
      : new native(source as string, flags as string),
});

export { patterns as RegExp };
