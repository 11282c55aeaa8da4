/**
 * A regular expression with letters or digits of all scripts in it (`\p{L}`, `\p{N}`), which takes V8 twenty times as long to
 * compile as one with those of ASCII. The build puts it in the place of each. It compiles the short form for texts in which
 * the two mean the same, and the full one when it meets any other text.
 */
export class LetterPattern {
  readonly source: string;
  readonly flags: string;
  lastIndex = 0;
  readonly #shortSource: string | null;
  #short: RegExp | null = null;
  #full: RegExp | null = null;

  /** @param short its source for texts that `isShort` takes; made of the full one without it */
  constructor(source: string, flags: string, short: string | null = null) {
    this.source = source;
    this.flags = flags;
    this.#shortSource = short;
  }

  exec(text: string): RegExpExecArray | null {
    const pattern = this.#choose(text);
    pattern.lastIndex = this.lastIndex;
    const match = pattern.exec(text);
    this.lastIndex = pattern.lastIndex;
    return match;
  }

  test(text: string): boolean {
    const pattern = this.#choose(text);
    pattern.lastIndex = this.lastIndex;
    const isFound = pattern.test(text);
    this.lastIndex = pattern.lastIndex;
    return isFound;
  }

  /** As `text.replace(pattern, by)` asks for it, with a text or a function. */
  [Symbol.replace](text: string, by: string): string {
    return text.replace(this.#choose(text), by);
  }

  [Symbol.match](text: string): RegExpMatchArray | null {
    return text.match(this.#choose(text));
  }

  [Symbol.matchAll](text: string): RegExpStringIterator<RegExpExecArray> {
    return text.matchAll(this.#choose(text));
  }

  [Symbol.search](text: string): number {
    return text.search(this.#choose(text));
  }

  [Symbol.split](text: string, limit?: number): string[] {
    return text.split(this.#choose(text), limit);
  }

  #choose(text: string): RegExp {
    if (isShort(text)) {
      this.#short ??= new Native(this.#shortSource ?? shorten(this.source), this.flags.replace('u', ''));
      return this.#short;
    }
    this.#full ??= new Native(this.source, this.flags);
    return this.#full;
  }
}

const Native = globalThis.RegExp;

/** What can be said in letters and digits of ASCII: these properties, in no pattern with an escape of another kind. */
const OTHER = /\\p(?!\{(?:L|Lu|Ll|N|M)\})|\\[Pu]|[\ud800-\udfff]/;

/** Whether a pattern has such letters, and nothing that would be something else without the flag `u`. */
export function hasLetters(source: string, flags: string): boolean {
  return flags.includes('u') && source.includes('\\p{') && !OTHER.test(source);
}

const RANGES: Readonly<Record<string, string>> = { L: 'A-Za-z', Lu: 'A-Z', Ll: 'a-z', N: '0-9', M: '' };

/** The pattern with letters and digits of ASCII alone. */
export function shorten(source: string): string {
  let isInClass = false;
  return source.replace(/\\p\{(?<property>\w+)\}|\\[^]|\[|\]/g, (token, property: string | undefined) => {
    if (token === '[') isInClass = true;
    else if (token === ']') isInClass = false;
    if (property === undefined) return token;
    const range = RANGES[property] ?? '';
    if (isInClass) return range;
    return range === '' ? '(?!)' : `[${range}]`;
  });
}

/**
 * What the short form may tell otherwise: all but ASCII, and the dashes, quotation marks, arrows and signs that plans are full
 * of (Unicode 15, general categories P and S).
 */
const LONG = /[^\0-\x7f\u2010-\u2027\u2030-\u205e\u2190-\u23ff\u2500-\u2775\u2794-\u27bf]/;

/** Whether a text has no letter, digit or mark beyond ASCII, and no half of a character. */
export function isShort(text: string): boolean {
  return !LONG.test(text);
}
