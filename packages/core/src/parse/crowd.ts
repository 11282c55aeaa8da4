/** micromark takes time quadratic in the marks of emphasis and links (CommonMark 0.31 §6.2, §6.3) of one paragraph. */
export const crowdLimit = 10_000;

/** What begins a paragraph of its own, or ends one: a blank line, a bullet, a heading, a row, a quote. */
const BORDER = /^[ \t]*(?:$|(?:[-+*]|\d{1,9}[.)])[ \t]|[#|>])/;

/** The paragraph with too many marks, by what its lines begin with alone; null where there is none. */
export function findCrowd(text: string): { readonly line: number; readonly marks: number } | null {
  if (text.length < crowdLimit) return null;
  let start = 1;
  let marks = 0;
  for (const [at, line] of text.split(/\r\n?|\n/).entries()) {
    if (BORDER.test(line)) {
      if (marks > crowdLimit) return { line: start, marks };
      start = line.trim() === '' ? at + 2 : at + 1;
      marks = 0;
    }
    for (let place = 0; place < line.length; place += 1) {
      const code = line.charCodeAt(place);
      if (
        (code === BRACKET && line[place + 1] === '(') ||
        ((code === STAR || code === UNDERSCORE) && code !== line.charCodeAt(place - 1))
      )
        marks += 1;
    }
  }
  return marks > crowdLimit ? { line: start, marks } : null;
}

const BRACKET = 0x5d;
const STAR = 0x2a;
const UNDERSCORE = 0x5f;
