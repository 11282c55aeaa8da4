import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { runPlumbing } from '../write-git.ts';
import type { Places } from './places.ts';
import { refuseFailure } from './refusal.ts';

/** Types with their numbers in a pack (gitformat-pack(5), Object types). */
const TYPES = { commit: 1, tree: 2, blob: 3 } as const;

/** An object that git may not have yet. */
export interface NewObject {
  readonly type: keyof typeof TYPES;
  /** Full hash. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

const SHA256_DIGITS = 64;

/**
 * Names an object as git does: by the hash of its type, its size and its bytes (git's user manual, Object storage format).
 * @param like full hash of another object of the repository, since all are of one algorithm
 */
export function makeObject(type: NewObject['type'], bytes: Uint8Array, like: string): NewObject {
  const id = createHash(algorithmOf(like)).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
  return { type, id, bytes };
}

/**
 * Stores objects as they are, without a path: no filter may change them. Where files of their own are all that it takes,
 * these are written here; else, and where that fails, all in one process: they are sent as a pack, of which git writes each by
 * itself (git-unpack-objects(1)). Throws a Refusal where git can't.
 */
export async function writeObjects(
  { root, objects: folder }: Pick<Places, 'root' | 'objects'>,
  objects: readonly NewObject[],
): Promise<void> {
  if (folder !== null && writeLoose(folder, objects)) return;
  const run = await runPlumbing(root, ['unpack-objects', '-q'], { input: packObjects(objects) });
  if (run.code !== 0) throw refuseFailure('store the commit', run);
}

/** False where git is to say what is wrong. */
function writeLoose(folder: string, objects: readonly NewObject[]): boolean {
  try {
    for (const object of objects) writeFile(folder, object);
    return true;
  } catch {
    return false;
  }
}

/**
 * As git writes it (gitrepository-layout(5), objects; write_loose_object in its object-file.c): under another name first, which
 * git-prune(1) takes away where we are killed meanwhile. Of what is there already it renews the time, or git might prune it.
 */
function writeFile(folder: string, { type, id, bytes }: NewObject): void {
  const own = join(folder, id.slice(0, 2));
  const path = join(own, id.slice(2));
  const now = new Date();
  if (existsSync(path)) {
    utimesSync(path, now, now);
    return;
  }
  if (!existsSync(own)) mkdirSync(own);
  const temporary = join(own, `tmp_obj_${randomBytes(6).toString('hex')}`);
  try {
    const content = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
    writeFileSync(temporary, deflateSync(content, { level: 1 }), { flag: 'wx', mode: 0o444 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A pack (gitformat-pack(5)): a head, each object with its type and size, and the hash of all that. */
function packObjects(objects: readonly NewObject[]): Buffer {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(objects.length, head.length - 4);
  const parts = objects.flatMap(({ type, bytes }) => [
    packHead(TYPES[type], bytes.length),
    deflateSync(bytes),
  ]);
  const pack = Buffer.concat([head, ...parts]);
  const hash = createHash(algorithmOf(objects[0]?.id ?? '')).update(pack);
  return Buffer.concat([pack, hash.digest()]);
}

/** Type and size: four bits of that in the first byte, then seven in each; the highest bit says that another follows. */
function packHead(type: number, size: number): Buffer {
  const head = [(type << 4) | (size % 16)];
  for (let left = Math.floor(size / 16); left > 0; left = Math.floor(left / 128)) {
    head[head.length - 1] = (head.at(-1) ?? 0) | 128;
    head.push(left % 128);
  }
  return Buffer.from(head);
}

function algorithmOf(id: string): 'sha1' | 'sha256' {
  return id.length === SHA256_DIGITS ? 'sha256' : 'sha1';
}
