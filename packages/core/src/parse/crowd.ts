/** micromark takes time quadratic in the marks of emphasis and links (CommonMark 0.31 §6.2, §6.3) of one paragraph. */
export const crowdLimit = 10_000;

/** What begins a paragraph of its own, or ends one: a blank line, a bullet, a heading, a row, a quote. */
const BORDER = /^[ \t]*(?:$|(?:[-+*]|\d{1,9}[.)])[ \t]|[#|>])/;

/** The paragraph with too many marks, by what its lines begin with alone; null where there is none. */
export function findCrowd(text: string): { readonly line: number; readonly marks: number } | null {
  if (text.length < crowdLimit || countMarks(text) <= crowdLimit) return null;
  let start = 1;
  let marks = 0;
  for (const [at, line] of text.split(/\r\n?|\n/).entries()) {
    if (BORDER.test(line)) {
      if (marks > crowdLimit) return { line: start, marks };
      start = line.trim() === '' ? at + 2 : at + 1;
      marks = 0;
    }
    marks += countMarks(line);
  }
  return marks > crowdLimit ? { line: start, marks } : null;
}

function countMarks(text: string): number {
  let marks = 0;
  let before = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BRACKET) marks += text.charCodeAt(at + 1) === PARENTHESIS ? 1 : 0;
    else if ((code === STAR || code === UNDERSCORE) && code !== before) marks += 1;
    before = code;
  }
  return marks;
}

const PARENTHESIS = 0x28;
const BRACKET = 0x5d;
const STAR = 0x2a;
const UNDERSCORE = 0x5f;
