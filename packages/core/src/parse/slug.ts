const LONGEST = 40;
/** Joiners and variation selectors (UTS #51): nobody can see or type them. */
const INVISIBLE = /\u200c|\u200d|[\ufe00-\ufe0f]/g;

const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * A handle made of a heading: its letters and digits in lower case with single hyphens between, cut after a word so that
 * it has at most 40 characters.
 */
export function makeSlug(title: string): string {
  const slug = title
    .normalize('NFC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(BETWEEN_WORDS, '-')
    .replace(/^-+|-+$/g, '');
  if (slug === '') return 'section';
  const letters = [...slug];
  if (letters.length <= LONGEST) return slug;
  const cut = letters.slice(0, LONGEST).join('');
  const hyphen = letters[LONGEST] === '-' ? -1 : cut.lastIndexOf('-');
  return hyphen > 0 ? cut.slice(0, hyphen) : cut.replace(/-+$/, '');
}

/** Gives each handle once: a second one gets `-2`, a third one `-3`. */
export class HandleRegister {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  /** Marks a handle as taken by an id that the author wrote. */
  reserve(id: string): void {
    this.#taken.add(id);
  }

  take(wanted: string): string {
    let handle = wanted;
    while (this.#taken.has(handle)) {
      const number = this.#next.get(wanted) ?? 2;
      this.#next.set(wanted, number + 1);
      handle = `${wanted}-${number}`;
    }
    this.#taken.add(handle);
    return handle;
  }
}
