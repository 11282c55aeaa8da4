import type { PlacedSection } from './place-sections.ts';
import type { WrittenCode, WrittenHandoff, WrittenLine, WrittenUnit } from './read-handoff.ts';

/** A commit, or a range of them, that a handoff names. */
export interface NamedCommit {
  /** Lower case: of a range `one..two`. */
  readonly text: string;
  /** One, or the two ends of a range. */
  readonly hashes: readonly string[];
  readonly place: WrittenLine;
  /** All that is said in the same paragraph or row. */
  readonly said: string;
}

/** A file or folder that a handoff names. */
export interface NamedFile {
  /** As written, without a line number behind it. */
  readonly path: string;
  readonly place: WrittenLine;
  /** Whether it stands where a file of the branch must stand: at the head of an item of the section of files. */
  readonly isListed: boolean;
}

/** Characters of a paragraph or row that are looked at for what it says of its commits, and before one for what it is. */
const MOST_SAID = 4000;
const NEAR = 40;

/** The folders that tell a path from any other word. */
interface Folders {
  /** Whether a folder of that name is at the root. */
  hasTopFolder(name: string): boolean;
}

const HASH = /(?<![\w@:/.#=-])(?<one>[0-9a-f]{7,64})(?:\.{2,3}(?<two>[0-9a-f]{7,64}))?(?![\w@/:-]|\.\w)/gi;
/** What stands before the digest of something that is no commit. */
const DIGEST = /(?:sha-?\d*(?:sum)?|md5(?:sum)?|digest|checksum|integrity)\W{0,3}$/i;

/**
 * The commits that a handoff names outside of its fences. A hash has 7 digits or more, and of these a letter and a number,
 * so that neither dates nor words are taken for one.
 * @param hashLength digits of a full hash: 40, or 64 in a repository of SHA-256
 */
export function listNamedCommits({ units }: WrittenHandoff, hashLength: number): NamedCommit[] {
  const isHash = (text: string): boolean =>
    (text.length <= 40 || text.length === hashLength) && /\d/.test(text) && /[a-f]/i.test(text);
  return units.flatMap((unit) => {
    const said = unit.lines
      .map(({ text }) => text)
      .join(' ')
      .slice(0, MOST_SAID);
    return [...unit.texts, ...unit.codes].flatMap((place) =>
      [...place.text.matchAll(HASH)].flatMap((match): NamedCommit[] => {
        const { one = '', two } = match.groups ?? {};
        const hashes = two === undefined ? [one] : [one, two];
        const before = `${place.before}${place.text.slice(0, match.index)}`.slice(-NEAR);
        if (!hashes.some(isHash) || DIGEST.test(before)) return [];
        const lower = hashes.map((hash) => hash.toLowerCase());
        return [{ text: lower.join('..'), hashes: lower, place, said }];
      }),
    );
  });
}

/** The files that a handoff names: in code, at the head of the items of its section of files, and in its test plan's commands. */
export function listNamedFiles(
  written: WrittenHandoff,
  placed: readonly PlacedSection[],
  branch: Folders,
): NamedFile[] {
  const find = (name: string): PlacedSection | undefined =>
    placed.find(({ section }) => section.section === name);
  const files = find('files');
  const plan = find('test-plan');
  const isIn = (section: PlacedSection | undefined, { under }: { under: number }): boolean =>
    section !== undefined && under >= section.first && under < section.end;
  const inUnits = written.units.flatMap((unit) => {
    const isList = isIn(files, unit);
    return [
      ...(isList ? listListed(unit) : []),
      ...unit.codes.flatMap((code) => readCode(code, isList, branch)),
    ];
  });
  const commands = written.fenced
    .filter((line) => isIn(plan, line))
    .flatMap((place) => readCommand(place.text, branch).map((path) => ({ path, place, isListed: false })));
  return [...inUnits, ...commands];
}

/** An item of the section of files that begins with no code: its first word, where that has the form of a path. */
function listListed({ kind, lines, codes }: WrittenUnit): NamedFile[] {
  if (kind === 'row' || codes.some(({ isFirst }) => isFirst)) return [];
  return lines.flatMap((place) => {
    const [word = ''] = place.text.trim().split(/[\s,;]/);
    const path = trimPath(word);
    const looksLikeOne = hasForm(path) && (path.includes('/') || KNOWN.test(path));
    return looksLikeOne ? [{ path, place, isListed: true }] : [];
  });
}

function readCode(code: WrittenCode, isList: boolean, branch: Folders): NamedFile[] {
  if (isList && code.isFirst) return [{ path: trimPath(code.text), place: code, isListed: true }];
  const path = trimPath(code.text);
  return isPath(path, branch) ? [{ path, place: code, isListed: false }] : [];
}

/** The paths in a line of a shell: words under a folder of the root. What a command makes anew lies elsewhere, or is ignored. */
function readCommand(line: string, { hasTopFolder }: Folders): string[] {
  return line
    .replace(/(?:^|\s)#.*$/, '')
    .split(/[\s'"();<>=]+/)
    .map(trimPath)
    .filter((word) => hasForm(word) && word.includes('/') && hasTopFolder(word.split('/')[0] ?? ''));
}

/** Endings that files have, and that other words with a dot in them, such as calls and hosts, have not. */
const KNOWN =
  /\.(?:md|markdown|txt|rst|adoc|json|jsonc|json5|ya?ml|toml|ini|cfg|conf|xml|html?|css|scss|svg|png|jpe?g|gif|[cm]?[jt]sx?|vue|svelte|py|rb|go|rs|java|kt|swift|c|h|cc|cpp|hpp|cs|php|sh|bash|zsh|fish|ps1|sql|proto|graphql|tf|nix|lock|service|timer|patch|diff|csv|tsv|ipynb|lua|ex|exs|dockerfile)$/i;

/** Whether code names a path of the repository: by a known ending, or by a folder of the root that it leads through. */
function isPath(text: string, { hasTopFolder }: Folders): boolean {
  if (!hasForm(text)) return false;
  if (KNOWN.test(text)) return text !== 'Node.js';
  return text.includes('/') && hasTopFolder(text.split('/')[0] ?? '');
}

/** No spaces, patterns, addresses, options or revisions; nothing that leads out of the repository; not the ending alone. */
function hasForm(text: string): boolean {
  return (
    /^[^\s*?<>{}$|\\:@~"'`,;()[\]=]+$/.test(text) &&
    !/^[-/.]?$|^[-/]|^\.\.\/|\/\.\.\/|\/\/|\.\.\.|^\.[a-z]+$/i.test(text)
  );
}

/** Without `./` before it, and a line, an anchor or a slash behind it. */
function trimPath(text: string): string {
  return text
    .trim()
    .replace(/^\.\//, '')
    .replace(/(?::\d+(?::\d+)?|#L?\d+(?:-L?\d+)?)$/, '')
    .replace(/(?<=.)\/$/, '');
}
