import { hasLetters, LetterPattern } from './letter-pattern.ts';

/** What the build puts in the place of `RegExp`. */
const patterns: RegExpConstructor = new Proxy(globalThis.RegExp, {
  construct: (native, args: readonly unknown[]) => {
    // Nothing is taken apart: a start makes a hundred of them.
    const source = args[0];
    const flags = args[1];
    return typeof source === 'string' && typeof flags === 'string' && hasLetters(source, flags)
      ? new LetterPattern(source, flags)
      : new native(source as string, flags as string);
  },
});

export { patterns as RegExp };
