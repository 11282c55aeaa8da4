import type { Claim } from '../generated/roadmap.types.ts';
import { exampleHashes } from './example-hashes.ts';
import { type TextRange, trimRange } from './text-range.ts';

/** What the end of a task's own text says did it, by UTF-16 offsets into the whole text. */
export interface TailClaim extends Pick<Claim, 'kind' | 'repository'> {
  readonly hashes: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface Tail {
  /** Up to the first of the claims. */
  readonly title: TextRange;
  /** In the order of the text. */
  readonly claims: readonly TailClaim[];
}

/** Git abbreviates to 7 digits by default, and a full SHA-1 has 40; longer ones are digests of other things. */
const HASH = '[0-9a-f]{7,40}(?![0-9a-f])';
const ONE = new RegExp(
  `(?:(?<![\\w@:/.-])(?<repository>[\\w.-]+/[\\w.-]+)@|(?<![\\w@:.-])(?<!(?<![0-9a-f]{7})/))(?<one>${HASH})(?:\\.{2,3}(?<two>${HASH}))?(?![\\w@]|/(?![0-9a-f]{7,40}\\b)|-\\w|\\.\\w)|(?<pull>(?:(?:PR[ :]?|pr:|pull request )#|https://[^\\s/]{1,80}/[\\w.-]{1,80}/[\\w.-]{1,80}/pull/)(?<number>\\d{1,7}))(?!\\w)`,
  'giu',
);
/** Words that may stand beside the hashes of a group or lead to them. */
const BESIDE =
  '(?:applied|git|done|complete[d]?|finished|landed|merged|shipped|fixed|implemented|committed|commits?|checkpoint|sha|hash|rev|evidence|and|as|at|by|in|on|see|via|through|to|for|was)';
const GROUP_WORD = new RegExp(`\\b${BESIDE}\\b`, 'giu');
const DATE = /\b\d{4}-\d{2}-\d{2}\b|\bv\d+(?:\.\d+)+\b/gu;
/** What leads to a hash outside of any group, and goes with it. */
const LEAD = new RegExp(`(?:(?:(?<!\\p{L})${BESIDE}(?!\\p{L})|[@—–:,;|·+&-]|->|→)\\s*)+$`, 'iu');
/** What says that digits alone are a commit. */
const KEYWORD = /(?:\b(?:commit(?:s|ted)?|checkpoint|sha|hash|rev)\b[^\p{L}]*|@\s*`?)$/iu;
/** What a hash stands behind that was looked at, compared with or begun from, and did nothing of the task. */
const OF_ANOTHER =
  /(?:(?<!\p{L})(?:of|from|since|before|against|vs|than|with|until|between|revert(?:s|ed)?|HEAD|base|baseline|(?:present|exists?|read|verified|checked|confirmed|pinned|frozen|bound|tied)(?: \p{L}+)? (?:at|to|on|as)|pinned)|[=~^])\s*`?$/iu;
/** A group that leads with a hash. */
const LEADING = new RegExp(`^[([]\\s*(?:${BESIDE}[\\s:]+)*\`?${HASH}`, 'iu');
/** What a pull request stands behind that did the task; others are spoken about. */
const BEFORE_PULL = /(?:^|[—–:|,;([·]|(?<!\p{L})(?:in|via|by|merged|done|shipped|landed|fixed))\s*$/iu;
/** A group that says of what follows that it did the task. */
const SAID =
  /^[([]\s*(?:commits?|committed in|fixed in|fixed by|done in|merged in|landed in|shipped in|implemented in)[\s:]+`?(?:[0-9a-f]{7,40}\b|PR ?#\d)/iu;
/** Such a group may go on at some length. */
const MOST_SAID_WORDS = 30;
/** More words in such a group are a sentence. */
const MOST_WORDS = 6;
/** A group of hashes alone, with a note behind it. */
const NOTED = new RegExp(`\\(\`?${HASH}\`?(?:,\\s*\`?${HASH}\`?)*\\)(?=\\s+[—–]\\s)`, 'iu');
/** Seven digits, as git abbreviates a hash, are one of about 27 hashes. */
const DIGITS = /^\d{7}$/;
/** Groups behind the evidence that say something else: `(2026-01-31)`. */
const MOST_NOTES = 6;
/** In characters; what leads to a hash stands near by. */
const LONGEST_LEAD = 80;
/** In characters; a longer word or group is no evidence. */
const LONGEST_PIECE = 400;
const LONGEST_NOTE = 60;
const WORDS = /\p{L}+/gu;

/**
 * Reads what stands at the end of a task's own text and says what did it: `24bec6a`, bare or in backticks, parentheses or
 * brackets, behind `@` or `commit`, several of them, `a..b`, `PR #12`. A hash within a sentence tells of something else.
 * @param named hashes that the file says to be commits, so that they are known even as digits alone
 * @param withPulls whether pull requests are read
 * @param way `isBare`: seven digits at the end are a hash, too, as in files where each task ends with one; `isOpen`: the
 * box is not ticked, so that a hash in its sentence is what it is about
 */
export function readTail(
  text: string,
  title: TextRange,
  named: ReadonlySet<string>,
  withPulls: boolean,
  { isBare, isOpen }: { readonly isBare: boolean; readonly isOpen: boolean },
): Tail {
  const claims: TailClaim[] = [];
  let end = title.end;
  let kept = title.end;
  let notes = 0;
  let isFound = false;
  for (;;) {
    const rest = trimEnd(text, { start: title.start, end });
    const piece = lastPiece(text, rest);
    if (piece === null) break;
    const raw = text.slice(piece.start, piece.end);
    const before = isFound ? '' : text.slice(Math.max(title.start, piece.start - LONGEST_LEAD), piece.start);
    const found = readPiece(
      raw,
      before,
      piece,
      isBare ? { has: (hash) => DIGITS.test(hash) || named.has(hash) } : named,
      withPulls,
    );
    const isMeant = !isOpen || isBare || /^[([]/.test(raw) || KEYWORD.test(before);
    if (found.length > 0) {
      claims.unshift(...(isMeant ? found : []));
      end = dropLead(text, { start: title.start, end: piece.start });
      kept = end;
      isFound = true;
    } else {
      if (!/^[([]/.test(raw) || raw.length > LONGEST_NOTE || notes === MOST_NOTES) break;
      notes += 1;
      end = piece.start;
    }
  }
  if (!isFound) claims.push(...readNoted(text, title, named));
  if (withPulls) claims.unshift(...readPulls(text, { start: title.start, end: kept }, isOpen));
  return { title: trimRange(text, { start: title.start, end: kept }), claims };
}

/** Where a title ends before the words that lead to what did it; it is never those words alone. */
function dropLead(text: string, range: TextRange): number {
  const { start, end } = trimRange(text, range);
  const near = text.slice(Math.max(start, end - LONGEST_LEAD), end);
  const bare = end - (LEAD.exec(near)?.[0].length ?? 0);
  const kept = trimRange(text, { start, end: bare }).end;
  return kept > start ? kept : end;
}

/** What stands in parentheses of its own before a dash: `(24bec6a) — with its tests`. */
function readNoted(text: string, { start, end }: TextRange, named: ReadonlySet<string>): TailClaim[] {
  const match = NOTED.exec(text.slice(start, end));
  if (match === null) return [];
  const at = start + match.index;
  return readPiece(match[0], '', { start: at, end: at + match[0].length }, named, false);
}

/** Pull requests that a task names between bars or in parentheses of their own, wherever in its text. */
function readPulls(text: string, { start, end }: TextRange, isOpen: boolean): TailClaim[] {
  const raw = text.slice(start, end);
  return [...raw.matchAll(/(?:PR #|pr:#)\d{1,7}(?=\s*(?:$|[—–|]|\)\s*(?:$|[—–|])))/gu)].flatMap((match) => {
    const before = raw.slice(Math.max(0, match.index - LONGEST_LEAD), match.index).trimEnd();
    const isMeant = isOpen ? before.endsWith('|') : BEFORE_PULL.test(before) || match[0].startsWith('pr:');
    if (!isMeant) return [];
    const at = start + match.index;
    return [
      { kind: 'pull-request' as const, hashes: [], repository: null, start: at, end: at + match[0].length },
    ];
  });
}

/** The last group or word of a text: `(…)`, `[…]`, a link, code, or what follows the last blank. */
function lastPiece(text: string, { start, end }: TextRange): TextRange | null {
  if (start >= end) return null;
  const near = Math.max(start, end - LONGEST_PIECE);
  const raw = text.slice(near, end);
  const group = /(?:\[[^[\]]*\]\([^()\s]*\)|\((?:[^()]|\([^()]*\))*\)|\[[^[\]]*\]|`[^`]*`|\S+)$/u.exec(raw);
  const pull = /(?:PR[ :]?|pull request )#\d{1,7}$/iu.exec(raw);
  const first = pull === null ? group?.index : pull.index;
  return first === undefined || (first === 0 && near > start) ? null : { start: near + first, end };
}

function trimEnd(text: string, { start, end }: TextRange): TextRange {
  let last = trimRange(text, { start, end }).end;
  while (last > start && /[.,;*_\s]/.test(text[last - 1] ?? '')) last -= 1;
  return { start, end: last };
}

/** The claims of one piece; none where it says anything else, too. */
function readPiece(
  raw: string,
  before: string,
  { start }: TextRange,
  named: Pick<ReadonlySet<string>, 'has'>,
  withPulls: boolean,
): TailClaim[] {
  const isGroup = /^[([]/.test(raw);
  if (!isGroup && OF_ANOTHER.test(before)) return [];
  const claims: TailClaim[] = [];
  let rest = '';
  let from = 0;
  for (const match of raw.matchAll(ONE)) {
    const { repository, one, two, pull } = match.groups ?? {};
    rest += raw.slice(from, match.index);
    from = match.index + match[0].length;
    const at = start + match.index;
    const place = { start: at, end: at + match[0].length };
    if (pull !== undefined) {
      if (!withPulls || !(isGroup || BEFORE_PULL.test(before))) return [];
      claims.push({ kind: 'pull-request', hashes: [], repository: null, ...place });
      continue;
    }
    const lead = `${before}${raw.slice(Math.max(0, match.index - LONGEST_LEAD), match.index)}`;
    const claim = makeClaim(repository, [one, two], lead, named);
    if (claim === null) return [];
    claims.push({ ...claim, ...place });
  }
  if (claims.length === 0) return [];
  rest += raw.slice(from);
  if (raw.startsWith('[') && /\]\([^()]*\)$/u.test(raw)) return claims;
  // `(applied 24bec6a, tests in 7d2a429)`: what leads with a commit tells of commits.
  const words = (rest.match(WORDS) ?? []).length;
  if (isGroup && ((LEADING.test(raw) && words <= MOST_WORDS) || (SAID.test(raw) && words <= MOST_SAID_WORDS)))
    return claims;
  const others = rest.replace(DATE, ' ').replace(GROUP_WORD, ' ');
  return /^[\s`()[\],;:.&+/@*_✅✓✔—–-]*$/u.test(isGroup ? others : rest) ? claims : [];
}

/**
 * Digits alone are a number, and letters alone a word, unless something says that a commit follows.
 * @param text what stands before it
 */
export function isHash(hash: string, text: string): boolean {
  if (exampleHashes.has(hash)) return false;
  const before = text.slice(-LONGEST_LEAD);
  if (/(?:sha256|sha512|md5|digest|tree|blob|run|build|image|id)[\s:#`]*$/iu.test(before)) return false;
  return (/\d/.test(hash) && /[a-f]/.test(hash)) || KEYWORD.test(before);
}

/** What was found as a commit, a range or one of another repository; null where it is none of them. */
function makeClaim(
  repository: string | undefined,
  found: readonly (string | undefined)[],
  lead: string,
  named: Pick<ReadonlySet<string>, 'has'>,
): Pick<TailClaim, 'kind' | 'hashes' | 'repository'> | null {
  const hashes = found.flatMap((hash) => (hash === undefined ? [] : [hash.toLowerCase()]));
  if (repository !== undefined) return { kind: 'foreign', hashes, repository };
  if (!hashes.every((hash) => named.has(hash) || isHash(hash, lead))) return null;
  return { kind: hashes.length === 1 ? 'commit' : 'range', hashes, repository: null };
}

/**
 * The hashes in a cell of a table whose column is for commits: each that is not said to be something else, once.
 * @param start offset of the cell's text in the whole text
 */
export function readCellClaims(raw: string, start: number, withPulls: boolean): TailClaim[] {
  const seen = new Set<string>();
  return [...raw.matchAll(ONE)].flatMap((match): TailClaim[] => {
    const { repository, one, two, pull } = match.groups ?? {};
    const at = start + match.index;
    const place = { start: at, end: at + match[0].length };
    if (seen.has(match[0].toLowerCase())) return [];
    seen.add(match[0].toLowerCase());
    if (pull !== undefined)
      return withPulls ? [{ kind: 'pull-request', hashes: [], repository: null, ...place }] : [];
    const lead = raw.slice(Math.max(0, match.index - LONGEST_LEAD), match.index);
    const claim = makeClaim(repository, [one, two], lead, new Set());
    return claim === null ? [] : [{ ...claim, ...place }];
  });
}

/** The pull requests in a cell of a column for them: `#12`, `PR #12`, `12`. */
export function readPullNumbers(raw: string, start: number): TailClaim[] {
  return [...raw.matchAll(/(?:PR ?)?(?:#\d{1,7}|(?<![\w.-])\d{1,7}(?![\w.-]))/giu)].map((match) => {
    const at = start + match.index;
    return { kind: 'pull-request', hashes: [], repository: null, start: at, end: at + match[0].length };
  });
}
