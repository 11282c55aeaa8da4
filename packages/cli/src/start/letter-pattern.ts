/**
 * A regular expression with letters or digits of all scripts in it (`\p{L}`, `\p{N}`), which takes V8 twenty times as long to
 * compile as one with those of ASCII. The build puts it in the place of each. It compiles the short form for texts in which
 * the two mean the same, and the full one when it meets any other text.
 */
export class LetterPattern {
  readonly source: string;
  readonly flags: string;
  lastIndex = 0;
  #short: RegExp | null = null;
  #full: RegExp | null = null;

  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags;
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
      this.#short ??= new Native(shorten(this.source), this.flags.replace('u', ''));
      return this.#short;
    }
    this.#full ??= new Native(this.source, this.flags);
    return this.#full;
  }
}

const Native = globalThis.RegExp;

/** What can be said in letters and digits of ASCII: these properties, in no pattern with an escape of another kind. */
const PROPERTY = /\\p\{(?:L|Lu|Ll|N|M)\}/g;
const OTHER = /\\[pPu]|[\ud800-\udfff]/;

/** Whether a pattern has such letters, and nothing that would be something else without the flag `u`. */
export function hasLetters(source: string, flags: string): boolean {
  return flags.includes('u') && /\\p\{/.test(source) && !OTHER.test(source.replace(PROPERTY, ''));
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

let last = '';
let isLastShort = true;

/**
 * Whether a text has no letter, digit or mark beyond ASCII, and no half of a character: ASCII, and of the rest the dashes,
 * quotation marks, arrows and signs that plans are full of (Unicode 15, general categories P and S).
 */
export function isShort(text: string): boolean {
  if (text === last) return isLastShort;
  last = text;
  isLastShort = true;
  for (let at = 0; at < text.length && isLastShort; at += 1) {
    const code = text.charCodeAt(at);
    isLastShort = code < 0x80 || SIGNS.some(([from, to]) => code >= from && code <= to);
  }
  return isLastShort;
}

const SIGNS: readonly (readonly [number, number])[] = [
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x2190, 0x23ff],
  [0x2500, 0x2775],
  [0x2794, 0x27bf],
];
