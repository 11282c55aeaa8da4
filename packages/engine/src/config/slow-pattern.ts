import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { analyse } from 'scslre';

/**
 * Whether a pattern may take longer than a text is long: where two ways through it meet again (scslre finds what is
 * quadratic and worse), where what repeats holds what repeats and a text can be cut between the two in many ways, or
 * where what repeats can begin in two ways.
 */
export function isSlowPattern(pattern: string, flags: string): boolean {
  const { reports } = analyse({ source: pattern, flags }, { maxReports: 1, reportTypes: { Move: false } });
  return reports.length > 0 || hasLooseNesting(pattern, flags);
}

function hasLooseNesting(pattern: string, flags: string): boolean {
  const tree = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(pattern, 0, pattern.length, {
    unicode: flags.includes('u'),
  });
  const open: AST.Quantifier[] = [];
  let isLoose = false;
  visitRegExpAST(tree, {
    onQuantifierEnter: (quantifier) => {
      if (!isLong(quantifier)) return;
      if (hasTwoWays(quantifier, flags) || open.some((outer) => !isCutBy(outer, quantifier, flags)))
        isLoose = true;
      open.push(quantifier);
    },
    onQuantifierLeave: (quantifier) => {
      if (isLong(quantifier)) open.pop();
    },
  });
  return isLoose;
}

/** More repetitions than that are as good as endless. */
const MOST_REPEATS = 50;

function isLong({ max }: AST.Quantifier): boolean {
  return max > MOST_REPEATS;
}

/** Whether each round of the outer one begins or ends with a character that the inner one can't take: `(?:\\.\\d+)*`. */
function isCutBy(outer: AST.Quantifier, inner: AST.Quantifier, flags: string): boolean {
  const taken = new RegExp(`^(?:${inner.element.raw})`, flags);
  return listAlternatives(outer).every(({ elements }) =>
    [elements[0], elements.at(-1)].some(
      (one) => one?.type === 'Character' && !taken.test(String.fromCodePoint(one.value)),
    ),
  );
}

/** Characters that tell alternatives apart: those of ASCII, and a letter, a digit and a mark of others. */
const PROBES = [
  ...Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code)),
  'é',
  'ж',
  '任',
  '٣',
  '—',
];

/** Whether two alternatives of what repeats begin with the same character, so that a text can go either way each time. */
function hasTwoWays(quantifier: AST.Quantifier, flags: string): boolean {
  const firsts = listAlternatives(quantifier).map(
    ({ elements: [first] }) => new RegExp(`^(?:${first?.raw ?? ''})`, flags),
  );
  return PROBES.some((probe) => firsts.filter((first) => first.test(probe)).length > 1);
}

function listAlternatives({ element }: AST.Quantifier): readonly AST.Alternative[] {
  return element.type === 'Group' || element.type === 'CapturingGroup' ? element.alternatives : [];
}
