import { randomUUID } from 'node:crypto';
import type { Sighting, Target } from '@roadmap-as-code/core';
import { findByPrefix, type PrefixIndex } from '@roadmap-as-code/core/history';
import { listCandidates } from '../git/list-candidates.ts';
import type { GitObject, ObjectReader } from '../git/object-reader.ts';
import type { ReadHistory } from '../git/read-history.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

const HEAD = 'HEAD';

/** What evidence must have landed on where no config says it. */
export function nameTarget({ config }: LoadedRoadmap): string {
  return config?.target ?? HEAD;
}

/** What each target is, by the name that the config has for it. */
export async function resolveTargets(
  names: ReadonlySet<string>,
  { head }: Pick<ReadHistory, 'head'>,
  objects: ObjectReader,
): Promise<Map<string, Target>> {
  const entries = [...names].map(async (name): Promise<[string, Target]> => {
    const isHead = name === HEAD && head !== null;
    return [
      name,
      isHead ? { name, commit: head, unborn: false, problem: null } : await resolveTarget(name, objects),
    ];
  });
  return new Map(await Promise.all(entries));
}

/** A name that several refs have is none: gitrevisions(7) takes the tag, and anybody can push one. */
async function resolveTarget(name: string, objects: ObjectReader): Promise<Target> {
  const none = { name, commit: null, unborn: false };
  const names = ['refs/heads', 'refs/remotes', 'refs/tags'].map((folder) => `${folder}/${name}`);
  const [object, itself, ...refs] = await Promise.all(
    [`${name}^{commit}`, name, ...names.map((ref) => `${ref}^{commit}`)].map(objects.read),
  );
  const ids = new Set(refs.flatMap((ref) => (ref.kind === 'object' ? [ref.id] : [])));
  if (object?.kind === 'unread') return { ...none, problem: 'unread' };
  if (name === HEAD && object?.kind === 'missing') return { ...none, unborn: true, problem: null };
  if (ids.size > 1) return { ...none, problem: 'several-refs' };
  if (object?.kind === 'object') return { name, commit: object.id, unborn: false, problem: null };
  return { ...none, problem: itself?.kind === 'object' || name.startsWith('-') ? 'no-commit' : 'missing' };
}

/**
 * What git has under each hash: the commit that begins with it, where the refs reach one and no more. Other objects that
 * begin with the same digits come and go with the clone, and say nothing of what is meant.
 *
 * For any other, git is asked. A hash is of 7 to 64 hex digits, so it can be no option. `^{commit}` takes it for a
 * commit where it could also be something else (gitrevisions(7)); an annotated tag would be followed, so the commit must
 * begin with the hash.
 */
export async function resolveHashes(
  hashes: readonly string[],
  prefixes: PrefixIndex | null,
  objects: ObjectReader,
): Promise<Map<string, Sighting>> {
  // What git-describe(1) writes ends with a hash, and means a commit: no ref is looked for, and no tag taken for one.
  const described = (hash: string): string => `${randomUUID()}-0-g${hash}`;
  const sightings = new Map<string, Sighting>();
  const others: string[] = [];
  for (const hash of hashes) {
    const commit = prefixes === null ? null : findOnly(prefixes, hash);
    if (commit === null) others.push(hash);
    else sightings.set(hash, { kind: 'commit', commit });
  }
  const ask = async (hash: string): Promise<Sighting> => {
    const first = await resolveName(hash, hash, objects);
    if (first !== null && first.kind !== 'ambiguous') return first;
    const second = await resolveName(described(hash), hash, objects);
    const isTold = second !== null && (first === null || second.kind === 'commit');
    return isTold ? second : (first ?? { kind: 'missing' });
  };
  await Promise.all(others.map(async (hash) => sightings.set(hash, await ask(hash))));
  return sightings;
}

/** The one commit that begins with some digits. */
function findOnly(prefixes: PrefixIndex, digits: string): string | null {
  const [first, second] = findByPrefix(prefixes, digits);
  return first === undefined || second !== undefined ? null : (prefixes().history.ids[first] ?? null);
}

/** What git has under a name that ends with the hash; null where it is a ref to something else. */
async function resolveName(name: string, hash: string, objects: ObjectReader): Promise<Sighting | null> {
  const peeled = await objects.read(`${name}^{commit}`);
  if (peeled.kind === 'unread') return { kind: 'unread' };
  if (peeled.kind === 'object' && peeled.id.startsWith(hash)) return { kind: 'commit', commit: peeled.id };
  const itself = await objects.read(name);
  return itself.kind === 'object' && !itself.id.startsWith(hash) ? null : describeOther(peeled, itself);
}

function describeOther(peeled: GitObject, itself: GitObject): Sighting {
  if (itself.kind === 'unread') return { kind: 'unread' };
  if (itself.kind === 'ambiguous') return { kind: 'ambiguous', candidates: [] };
  if (itself.kind === 'missing' || itself.type === 'commit') return { kind: 'missing' };
  const commit = peeled.kind === 'object' && itself.type === 'tag' ? peeled.id : null;
  return { kind: 'object', type: itself.type, commit };
}

/** Names the commits that an ambiguous hash can mean: git lists them on its standard error, with what they are. */
export function nameCandidates(sightings: Map<string, Sighting>, stderr: string): void {
  const listed = listCandidates(stderr);
  for (const [hash, sighting] of sightings) {
    if (sighting.kind !== 'ambiguous') continue;
    const all = listed.get(hash) ?? [];
    const commits = all.filter(({ type }) => type === 'commit').map(({ digits }) => digits);
    const first = all[0];
    if (commits.length > 0 || first === undefined || first.type === 'commit')
      sightings.set(hash, { kind: 'ambiguous', candidates: commits });
    else sightings.set(hash, { kind: 'object', type: first.type, commit: null });
  }
}
