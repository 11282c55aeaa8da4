import { listTasks, type Roadmap } from '@roadmap-as-code/core';
import { readClaims } from '@roadmap-as-code/core/parse';
import type { ObjectReader } from '../git/object-reader.ts';
import { InputError } from '../input-error.ts';

/** What is to stand in a Commit line. */
export interface WrittenClaims {
  readonly text: string;
  /** Full hashes of the commits that are cited, as far as git has them. */
  readonly commits: readonly string[];
  /** Full hash of the first commit that did work: of a range its end, since the start is not in it. */
  readonly first: string | null;
}

/**
 * Writes what a person named for evidence: hashes and names of commits (`HEAD`, a branch) as hashes of the length that the
 * file uses; ranges; `this`, `owner/repo@hash` and `none` as they are. Throws an InputError at a name that git does not know.
 * @param because why git has nothing to show, with `none`
 */
export async function writeClaims(
  named: readonly string[],
  because: string | null,
  graph: Roadmap,
  objects: ObjectReader,
): Promise<WrittenClaims> {
  if (named.includes('none')) return { text: writeNone(named, because), commits: [], first: null };
  if (because !== null)
    throw new InputError('--because says why there is no commit', 'Write it with `--commit none`.');
  const length = findLength(graph);
  const commits: string[] = [];
  const find = async (name: string, whole: string): Promise<string | null> => {
    const object = await objects.read(`${name}^{commit}`);
    if (name !== '' && object.kind === 'object') return object.id;
    // A hash that git does not have is for the law to judge.
    if (/^[0-9a-f]{7,64}$/i.test(name)) return null;
    throw new InputError(
      `--commit ${whole}: git knows no such commit`,
      'Name a commit, `this`, a range, owner/repo@hash, or `none` with --because "why".',
    );
  };
  const write = async (name: string, id: string | null): Promise<string> =>
    id === null ? name : abbreviate(id, length, objects);
  const texts: string[] = [];
  let first: string | null = null;
  for (const name of named) {
    const [claim] = readClaims(name);
    if (claim?.kind === 'this' || claim?.kind === 'foreign') {
      texts.push(name);
      continue;
    }
    const ends = name.split('..');
    const ids = await Promise.all((ends.length === 2 ? ends : [name]).map((end) => find(end, name)));
    commits.push(...ids.filter((id) => id !== null));
    first ??= ids.at(-1) ?? null;
    const written = await Promise.all(ids.map((id, place) => write(ends[place] ?? '', id)));
    texts.push(written.join('..'));
  }
  return { text: texts.join(', '), commits, first };
}

function writeNone(named: readonly string[], because: string | null): string {
  if (named.length > 1)
    throw new InputError('--commit none stands alone', 'Leave it out, or the other commits.');
  if (because === null || because.trim() === '' || /[\n\r()]/.test(because))
    throw new InputError(
      '--commit none needs a reason, in one line and without parentheses',
      'Say why git has nothing to show: `--commit none --because "…"`.',
    );
  return `none (${because.trim()})`;
}

/** git abbreviates to 7 digits where nobody says otherwise (git-config(1), core.abbrev). */
const USUAL_LENGTH = 7;

/** The length of most hashes of a file. */
function findLength(graph: Roadmap): number {
  const counts = new Map<number, number>();
  for (const { claims } of listTasks(graph)) {
    for (const { kind, hashes } of claims) {
      if (kind !== 'commit' && kind !== 'range') continue;
      for (const { length } of hashes) counts.set(length, (counts.get(length) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? USUAL_LENGTH;
}

/** So many digits at least, more where these are ambiguous. */
export async function abbreviate(id: string, length: number, objects: ObjectReader): Promise<string> {
  for (let digits = length; digits < id.length; digits += 1) {
    const object = await objects.read(`${id.slice(0, digits)}^{commit}`);
    if (object.kind === 'object' && object.id === id) return id.slice(0, digits);
  }
  return id;
}
