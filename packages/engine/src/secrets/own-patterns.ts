import { isRealValue } from './is-real-value.ts';

/** A secret in a text. */
export interface TextSecret {
  /** "AWS access key id"; never anything of the secret. */
  readonly kind: string;
  /** UTF-16 offset in the text. */
  readonly start: number;
  readonly end: number;
}

/** What secretlint's recommended rules let by. None goes by how random a text looks: a hash is no secret. */
export function findByOwnPatterns(text: string): TextSecret[] {
  return PATTERNS.filter(({ within = '' }) => text.includes(within)).flatMap(({ kind, pattern, isReal }) =>
    [...text.matchAll(pattern)].flatMap((match): TextSecret[] => {
      const { secret, quoted } = match.indices?.groups ?? {};
      const [start, end] = secret ?? quoted ?? [0, 0];
      return isReal(text.slice(start, end)) ? [{ kind, start, end }] : [];
    }),
  );
}

interface OwnPattern {
  readonly kind: string;
  readonly pattern: RegExp;
  /** What every match has in it, where looking for that first is much faster. */
  readonly within?: string;
  isReal(value: string): boolean;
}

const always = (): boolean => true;

const PATTERNS: readonly OwnPattern[] = [
  {
    // Long-lived and temporary keys alone: other prefixes are ids of users, groups and roles (IAM identifiers).
    kind: 'AWS access key id',
    pattern: /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA)[A-Z0-9]{16})(?![A-Za-z0-9])/dg,
    isReal: (value) => !value.endsWith('EXAMPLE'),
  },
  {
    // RFC 7468, with the headers of RFC 1421, on one line or on several, however indented or escaped.
    kind: 'private key',
    pattern:
      /(?<secret>-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\s>|"]|\\[nr]){0,100}(?:[A-Za-z-]{4,30}: [^\n]{1,200}\s{1,50}){0,4}[A-Za-z0-9+/=]{16,200})/dg,
    isReal: always,
  },
  {
    kind: 'GitHub token',
    pattern: /(?<![A-Za-z0-9_])(?<secret>gh[pousr]_[A-Za-z0-9_]{36,255})/dg,
    isReal: always,
  },
  {
    // Deploy, runner, trigger, build, feed, mail, agent and SCIM tokens (GitLab, "Token prefixes").
    kind: 'GitLab token',
    pattern:
      /(?<![A-Za-z0-9_-])(?<secret>(?:gl(?:dt|rt|rtr|ptt|cbt|ft|imt|agent|soat|oas|ffct)-[A-Za-z0-9_-]{20,200}|GR1348941[A-Za-z0-9_-]{20}))/dg,
    isReal: always,
  },
  {
    // Gitea and Forgejo give plain hexadecimal, which nothing but its place tells from a commit.
    kind: 'credential in an Authorization header',
    pattern:
      /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|token|basic)\s{1,3}(?<secret>[\w.~+/=-]{16,2000})/dgi,
    isReal: isRealValue,
  },
  {
    kind: 'password in an address',
    within: '://',
    pattern:
      /(?<![a-z0-9])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'`<>]{0,100}:(?<secret>[^\s/@"'`<>]{1,200})@[\w[]/dgi,
    isReal: isRealValue,
  },
  {
    kind: 'password',
    pattern: assignment('password|passwd|pwd|passphrase', ''),
    isReal: isRealValue,
  },
  {
    kind: 'token',
    pattern: assignment(
      'token|api[_-]?key|access[_-]?key|auth[_-]?key|client[_-]?secret|secret[_-]?key',
      // A number is a limit or an id.
      '(?!\\d+(?![\\w-]))',
    ),
    isReal: isRealValue,
  },
];

/** `NAME=value`, `name="value"`, `"name": "value"`: a value behind a colon counts in quotes alone, since prose has colons. */
function assignment(names: string, not: string): RegExp {
  const quoted = `["']?\\s{0,3}(?:=>|:=|[:=])\\s{0,3}["']${not}(?<quoted>[^\\s"'\`]{6,300})["']`;
  const plain = `=${not}(?<secret>(?:[^\\s"'\`,;&|<>()]|&(?![\\w-]+=)){6,300})`;
  return new RegExp(`(?:${names})(?:${quoted}|${plain})`, 'dgi');
}
