import { decodeSource, isSource, listTasks, type Task } from '@roadmap-as-code/core';
import { applyEdits, type Edit, type NewHashes, writeRebind } from '@roadmap-as-code/core/transition';
import type { ObjectReader } from '../git/object-reader.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { abbreviate } from '../transition/write-claims.ts';

/** The commits that were made anew: what each is now, by what it was; full hashes. */
export type NewNames = ReadonlyMap<string, string>;

/**
 * A version of a roadmap with the hashes that commits have now in the place of those that they had, in claims and in the
 * rows of the change log. Where the file can't take them it stays as it is: the law then finds that what it cites never
 * landed.
 */
export async function rewriteClaims(
  bytes: Uint8Array,
  way: LoadedRoadmap,
  names: NewNames,
  objects: ObjectReader,
): Promise<Uint8Array> {
  if (names.size === 0) return bytes;
  let written = bytes;
  for (const { id } of listTasks(way.parse(bytes))) {
    const source = decodeSource(written);
    if (!isSource(source)) return written;
    const file = { ...way, source, graph: way.parse(written) };
    const task = listTasks(file.graph).find((one) => one.id === id);
    const changes = task === undefined ? [] : await findChanges(task, names, objects);
    if (changes.length === 0) continue;
    const planned = writeRebind(file, id, changes, way.parse);
    if (planned.kind === 'planned') written = planned.bytes;
  }
  return rewriteRows(written, way, names, objects);
}

async function rewriteRows(
  bytes: Uint8Array,
  way: LoadedRoadmap,
  names: NewNames,
  objects: ObjectReader,
): Promise<Uint8Array> {
  const edits: Edit[] = [];
  for (const { span } of way.parse(bytes).changeLog?.rows ?? []) {
    // Hashes are ASCII: a character for each byte keeps their places.
    const text = Buffer.from(bytes.subarray(span.start, span.end)).toString('latin1');
    for (const { 0: hash, index } of text.matchAll(HASH)) {
      const id = await findNew(hash, names, objects);
      if (id === null) continue;
      const start = span.start + index;
      edits.push({ start, end: start + hash.length, text: await abbreviate(id, hash.length, objects) });
    }
  }
  return applyEdits(bytes, edits);
}

async function findChanges(task: Task, names: NewNames, objects: ObjectReader): Promise<NewHashes[]> {
  const changes: NewHashes[] = [];
  for (const claim of task.claims) {
    if (claim.kind !== 'commit' && claim.kind !== 'range') continue;
    const ids = await Promise.all(claim.hashes.map((hash) => findNew(hash, names, objects)));
    if (ids.every((id) => id === null)) continue;
    const hashes = await Promise.all(
      claim.hashes.map(async (hash, at) => {
        const id = ids[at] ?? null;
        return id === null ? hash : abbreviate(id, hash.length, objects);
      }),
    );
    changes.push({ claim, hashes, ids: ids.map((id, at) => id ?? claim.hashes[at] ?? '') });
  }
  return changes;
}

async function findNew(hash: string, names: NewNames, objects: ObjectReader): Promise<string | null> {
  if (![...names.keys()].some((id) => id.startsWith(hash))) return null;
  const object = await objects.read(`${hash}^{commit}`);
  return object.kind === 'object' ? (names.get(object.id) ?? null) : null;
}

const HASH = /(?<![0-9A-Za-z])[0-9a-f]{7,64}(?![0-9A-Za-z])/g;

/**
 * A message with new hashes in the place of the old ones, as a revert and a tick name them. It is taken byte by byte, in
 * whatever encoding it is written.
 */
export function rewriteMessage(message: Buffer, names: NewNames): Buffer {
  const ids = [...names.keys()];
  const text = message.toString('latin1').replace(HASH, (hash) => {
    const meant = ids.filter((id) => id.startsWith(hash));
    const now = meant.length === 1 ? names.get(meant[0] ?? '') : undefined;
    return now?.slice(0, hash.length) ?? hash;
  });
  return Buffer.from(text, 'latin1');
}
