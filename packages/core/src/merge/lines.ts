/** One line of a text, and what ends it. */
export interface Line {
  readonly text: string;
  /** LF, CR LF or a lone CR (CommonMark 0.31 §2.1); empty for a last line without one. */
  readonly end: string;
}

const LINE = /([^\r\n]*)(\r\n|\r|\n|$)/y;

/** The lines of a text; a text that ends with a line end has no empty line behind it. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  LINE.lastIndex = 0;
  while (LINE.lastIndex < text.length) {
    const [, line = '', end = ''] = LINE.exec(text) ?? [];
    lines.push({ text: line, end });
  }
  return lines;
}

/** What lines say, whatever they end with. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n');
}

export function isBlank({ text }: Line): boolean {
  return text.trim() === '';
}

/**
 * The text of lines. One without an end that is not the last any more gets that of the first.
 * @param isEnded whether the last one has an end
 * @param only what all of them are to end with; null for what they have
 */
export function joinLines(lines: readonly Line[], isEnded: boolean, only: string | null = null): string {
  const usual = lines[0]?.end || '\n';
  const last = lines.length - 1;
  return lines
    .map(({ text, end }, at) => text + (at < last || isEnded ? (only ?? (end || usual)) : ''))
    .join('');
}

/** What is the same in one side and the base is as the other side has it; undefined where both have changed it. */
export function pickChanged<Value>(base: Value | undefined, ours: Value, theirs: Value): Value | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}

/** What all lines end with; null where they differ, or there are none. */
export function findUsualEnd(lines: readonly Line[]): string | null {
  const ends = new Set(lines.map(({ end }) => end).filter((end) => end !== ''));
  return ends.size === 1 ? ([...ends][0] ?? null) : null;
}

/** Lines with the ends that either side has given to them; where there are others than before, with their own. */
export function settleEnds(
  lines: readonly Line[],
  base: readonly Line[],
  ours: readonly Line[],
  theirs: readonly Line[],
): readonly Line[] {
  if (ours.length !== lines.length || theirs.length !== lines.length) return lines;
  const isKept = base.length === lines.length;
  return lines.map(({ text, end }, at) => {
    const [own, other] = [ours[at]?.end ?? end, theirs[at]?.end ?? end];
    const settled = pickChanged(isKept ? base[at]?.end : undefined, own, other);
    return { text, end: settled ?? ([own, other].sort()[0] as string) };
  });
}
