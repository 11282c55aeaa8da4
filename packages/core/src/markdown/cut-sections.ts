/** A heading at the head of a line, which ends whatever is open: CommonMark 0.31 §4.2, §5.1 and §5.2. */
const HEADING = /#{1,6}[ \t]/y;
/** A line that may begin or end a fence that no list holds: §4.5. */
const FENCE = / {0,3}(?<run>`{3,}|~{3,})(?<rest>[^\r\n]*)/y;
/** Front matter may have comments that look like headings. */
const FRONT_MATTER = /^---[ \t]*(?:\r\n|\r|\n)(?:[^]*?(?:\r\n|\r|\n))??---[ \t]*(?![^\r\n])/;

/**
 * Offsets at which the sections of a text begin: its start, and each heading that is at the head of a line and in no fence.
 * Where a section that is read by itself turns out to go on past its end, the next one was none.
 */
export function cutSections(text: string): number[] {
  const starts = [0];
  let fence: string | null = null;
  for (let at = frontMatterEnd(text); at < text.length; ) {
    const first = text.charCodeAt(at);
    if (first === SPACE || first === BACKTICK || first === TILDE) {
      FENCE.lastIndex = at;
      const { run = '', rest = '' } = FENCE.exec(text)?.groups ?? {};
      if (fence !== null) fence = run.startsWith(fence) && rest.trim() === '' ? null : fence;
      else if (run !== '' && !(run.startsWith('`') && rest.includes('`'))) fence = run;
    } else if (first === HASH && fence === null && at > 0) {
      HEADING.lastIndex = at;
      if (HEADING.test(text)) starts.push(at);
    }
    const end = text.indexOf('\n', at);
    at = end === -1 ? text.length : end + 1;
  }
  return starts;
}

/** Where front matter is begun and never ends, the parser reads what follows in a way of its own: that is one section. */
function frontMatterEnd(text: string): number {
  return text.startsWith('---') ? (FRONT_MATTER.exec(text)?.[0].length ?? text.length) : 0;
}

const SPACE = 0x20;
const HASH = 0x23;
const BACKTICK = 0x60;
const TILDE = 0x7e;
