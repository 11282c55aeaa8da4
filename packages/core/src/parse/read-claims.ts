import type { ClaimKind } from '../generated/roadmap.types.ts';
import { isPlaceholder } from './placeholder.ts';

/** A claim in the text of a Commit field, by UTF-16 offsets into that text. */
export interface ClaimRange {
  readonly kind: ClaimKind;
  readonly hashes: readonly string[];
  readonly repository: string | null;
  readonly start: number;
  readonly end: number;
}

/** Full hashes have 40 (SHA-1) or 64 (SHA-256) digits; git abbreviates them to no fewer than 4, and to 7 by default. */
const SHORTEST_HASH = 7;
const LONGEST_HASH = 64;
const HASH = `[0-9a-f]{${SHORTEST_HASH},${LONGEST_HASH}}`;
const TOKEN = {
  commit: new RegExp(`^(?<one>${HASH})$`, 'i'),
  range: new RegExp(`^(?<one>${HASH})(?:\\.{2,3}|…)(?<two>${HASH})$`, 'i'),
  foreign: new RegExp(`^(?<repository>[\\w.-]+/[\\w.-]+)@(?<one>${HASH})$`, 'i'),
  url: new RegExp(
    `^https?://[^/\\s]+/(?<repository>[^\\s]+?)/(?:-/)?commits?/(?<one>${HASH})(?:[/?#]\\S*)?$`,
    'i',
  ),
} as const;
const NOTHING_IN_GIT = /^(?:system changes?|trigger only)(?![\p{L}\p{N}])/iu;
/** These alone, or with a reason in parentheses or behind punctuation: "none of them is pushed" says something else. */
const NONE = /^(?:none|no commit|n\/a|not applicable)(?![\p{L}\p{N}])(?<rest>.*)$/isu;
const BEFORE_REASON = /^\s*(?:\(|[—–:,;.-])/u;
/** What is to come is not nothing. */
const TO_COME = /(?<![\p{L}\p{N}])(?:yet|until|later|pending|tbd)(?![\p{L}\p{N}])/iu;
const HEXADECIMAL = /^[0-9a-f]+$/i;
/** A token, with a link around it or not. */
const PART =
  /\[(?<label>[^\]]*)\]\((?<target>[^()\s]*)\)|(?<separator>[\s,;+&`*]+|\band\b)|(?<word>[^\s,;+&`*]+)/giu;
/** A longer value is no list of commits; the bound keeps the patterns above from costing anything. */
const LONGEST_VALUE = 4096;
const DEEPEST_NOTE = 8;
/** After one of these the rest of the value is a note. */
const NOTE_DASH = /^(?:—|–|-|:|#|\/\/)$/;
/** A word behind a commit that seems to be meant for one more: digits and letters, a range, an option, a repository. */
const ATTEMPT = /^-|@|\.\.|…|^(?=.*\d)[0-9a-z]{4,}$/i;
/** The whole value in parentheses is no note, there being nothing that it notes. */
const IN_PARENTHESES = /^\s*\([^()]*\)\s*$/;

/**
 * Reads the value of a Commit field: one or more of a hash, `this`, a range, `owner/repo@hash`, in backticks or links
 * or not, each with a note in parentheses or behind a dash; or that there is nothing in git; or nothing readable.
 */
export function readClaims(written: string): ClaimRange[] {
  if (written.length > LONGEST_VALUE) return [unreadable(written)];
  const alone = readHashAlone(written);
  if (alone !== null) return [alone];
  const value = IN_PARENTHESES.test(written) ? written.replace(/[()]/g, ' ') : written;
  const bare = value.replaceAll('`', '').trim();
  const whole = { hashes: [], repository: null, start: 0, end: value.length } as const;
  if (isPlaceholder(bare)) return [{ kind: 'placeholder', ...whole }];
  if (NOTHING_IN_GIT.test(bare)) return [{ kind: 'none', ...whole }];
  const nothing = readNothing(bare);
  if (nothing !== null) return [{ kind: nothing, ...whole }];
  const claims: ClaimRange[] = [];
  for (const match of maskNotes(value).matchAll(PART)) {
    const { label, target, separator, word } = match.groups ?? {};
    if (separator !== undefined) continue;
    const claim = readToken(label ?? word ?? '', target);
    if (claim === null && claims.length > 0 && word !== undefined && NOTE_DASH.test(word)) break;
    if (claim === null && isNote(value.slice(match.index), claims)) break;
    if (claim === null) return [unreadable(value)];
    const start = match.index + match[0].indexOf(claim.text);
    const { kind, hashes, repository } = claim;
    claims.push({ kind, hashes, repository, start, end: start + claim.text.length });
  }
  return claims.length > 0 ? claims : [unreadable(value)];
}

/** One hash and nothing else, in backticks or not, as most values are: the patterns take longer to be sure of it. */
function readHashAlone(written: string): ClaimRange | null {
  const start = written.startsWith('`') && written.endsWith('`') ? 1 : 0;
  const hash = written.slice(start, written.length - start);
  if (hash.length < SHORTEST_HASH || hash.length > LONGEST_HASH || !HEXADECIMAL.test(hash)) return null;
  return { kind: 'commit', hashes: [hash.toLowerCase()], repository: null, start, end: start + hash.length };
}

/** What a value says that begins with `none` or the like; null for any other. */
function readNothing(bare: string): ClaimKind | null {
  const rest = NONE.exec(bare)?.groups?.['rest'];
  if (rest === undefined) return null;
  if (/^\.?$/.test(rest)) return 'none';
  const reason = rest.replace(/^[\s(—–:,;.-]+/u, '').replace(/[\s).]+$/u, '');
  if (TO_COME.test(reason) || isPlaceholder(reason)) return 'placeholder';
  return BEFORE_REASON.test(rest) ? 'none' : 'unreadable';
}

/** Whether words behind commits are a note on them: none of the words may be meant for a commit. */
function isNote(rest: string, claims: readonly ClaimRange[]): boolean {
  if (claims.length === 0 || claims.some(({ kind }) => kind === 'this')) return false;
  return [...maskNotes(rest).matchAll(PART)].every(({ groups: { separator, label, target, word } = {} }) => {
    const text = (label ?? word ?? '').replace(/^[`*_]+|[`*_.:!?]+$/g, '');
    return separator !== undefined || (readToken(text, target) === null && !ATTEMPT.test(text));
  });
}

function unreadable(value: string): ClaimRange {
  return { kind: 'unreadable', hashes: [], repository: null, start: 0, end: value.length };
}

/** Blanks the notes in parentheses, nested ones too, but not the targets of links; lengths stay as they are. */
function maskNotes(value: string): string {
  let masked = value;
  for (let level = 0; level < DEEPEST_NOTE; level += 1) {
    const next = masked.replace(/(?<!\])\([^()]*\)/g, (note) => ' '.repeat(note.length));
    if (next === masked) break;
    masked = next;
  }
  return masked;
}

interface Token {
  readonly kind: ClaimKind;
  readonly text: string;
  readonly hashes: readonly string[];
  readonly repository: string | null;
}

function readToken(raw: string, target: string | undefined): Token | null {
  const text = raw.replace(/^[`*_]+|[`*_]+$/g, '').replace(/[.:]$/, '');
  if (text.toLowerCase() === 'this') return { kind: 'this', text, hashes: [], repository: null };
  for (const kind of ['commit', 'range', 'foreign'] as const) {
    const match = TOKEN[kind].exec(text);
    if (match !== null) return { kind, text, ...readGroups(match) };
  }
  const link = TOKEN.url.exec(target === undefined ? text : target);
  if (link === null) return null;
  return { kind: 'foreign', text: target === undefined ? text : target, ...readGroups(link) };
}

function readGroups(match: RegExpExecArray): { hashes: string[]; repository: string | null } {
  const { one = '', two, repository = null } = match.groups ?? {};
  const hashes = two === undefined ? [one] : [one, two];
  return { hashes: hashes.map((hash) => hash.toLowerCase()), repository };
}
