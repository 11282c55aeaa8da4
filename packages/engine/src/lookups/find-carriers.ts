import {
  type AskedClaim,
  type Claim,
  isAsked,
  listTasks,
  type Sighting,
  type Task,
} from '@roadmap-as-code/core';
import { firstParentOf, type History, parentsOf } from '@roadmap-as-code/core/history';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Versions } from '../git/read-history.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** A task under which `this` stands, which names the commit that carries its tick. */
export interface ThisClaim {
  readonly task: Task;
  readonly claim: AskedClaim;
  /** The lines from the box to the Commit line. */
  readonly lines: string;
  /** All lines of the task, which its state can depend on. */
  readonly block: string | null;
}

/** Every `this` of a roadmap. */
export function listThisClaims({ graph, source }: LoadedRoadmap): ThisClaim[] {
  const tasks = listTasks(graph).flatMap((task) =>
    task.claims.filter(isThis).map((claim) => ({ task, claim })),
  );
  if (tasks.length === 0) return [];
  const text = normalize(source.text);
  const all = text.split('\n');
  return tasks.map(({ task, claim }) => {
    const lines = all.slice(task.line - 1, claim.line).join('\n');
    return { task, claim, lines, block: findBlock(`\n${text}\n`, lines) };
  });
}

function isThis(claim: Claim): claim is AskedClaim {
  return isAsked(claim) && claim.kind === 'this';
}

/**
 * The commit that carries each tick: the one whose version of the file has the task in its state with `this` under it,
 * where no parent's version has. As git-blame(1) it follows any parent that has it.
 * @param target index of the commit to begin with
 */
export async function findCarriers(
  roadmap: LoadedRoadmap,
  claims: readonly ThisClaim[],
  history: History,
  target: number,
  versions: Versions,
  objects: ObjectReader,
): Promise<Map<AskedClaim, Sighting>> {
  const changes = versions.get(roadmap.graph.path) ?? new Map<string, string | null>();
  const found = new Map<AskedClaim, Sighting>();
  const blobs = new Map<number, string | null>();
  const blobAt = (index: number): string | null => findBlob(history, changes, blobs, index);
  const readVersion = makeVersionReader(roadmap, objects);
  const atTarget = await readVersion(blobAt(target), claims);
  for (const one of claims) {
    if (atTarget === null) found.set(one.claim, { kind: 'unread' });
    else if (!atTarget.has(one)) found.set(one.claim, { kind: 'uncommitted' });
  }
  // Children come before their parents, so that each version is met once, with all the ticks that were traced to it.
  const traced = new Map<number, ThisClaim[]>([[target, claims.filter(({ claim }) => !found.has(claim))]]);
  const pass = (index: number, some: readonly ThisClaim[]): void => {
    if (some.length > 0) traced.set(index, [...(traced.get(index) ?? []), ...some]);
  };
  for (let index = target; index < history.ids.length && traced.size > 0; index += 1) {
    let here = traced.get(index);
    if (here === undefined) continue;
    traced.delete(index);
    const id = history.ids[index] ?? '';
    const parent = firstParentOf(history, index);
    if (parent !== null && !changes.has(id)) {
      pass(parent, here);
      continue;
    }
    for (const one of parentsOf(history, index)) {
      const before = await readVersion(blobAt(one), here);
      if (before === null) {
        for (const { claim } of here) found.set(claim, { kind: 'unread' });
        here = [];
        break;
      }
      pass(
        one,
        here.filter((claim) => before.has(claim)),
      );
      here = here.filter((claim) => !before.has(claim));
    }
    for (const { claim } of here) found.set(claim, { kind: 'commit', commit: id });
  }
  return found;
}

/** The blob that the file has at a commit: that of the nearest commit on its first-parent line that changed it. */
function findBlob(
  history: History,
  changes: ReadonlyMap<string, string | null>,
  known: Map<number, string | null>,
  index: number,
): string | null {
  const passed: number[] = [];
  let blob: string | null = null;
  for (let at: number | null = index; at !== null; at = firstParentOf(history, at)) {
    const change = known.has(at) ? known.get(at) : changes.get(history.ids[at] ?? '');
    passed.push(at);
    if (change === undefined) continue;
    blob = change;
    break;
  }
  for (const one of passed) known.set(one, blob);
  return blob;
}

type VersionReader = (
  blob: string | null,
  claims: readonly ThisClaim[],
) => Promise<ReadonlySet<ThisClaim> | null>;

/**
 * Says which ticks a version of the file has; null where git can't read it. A version must be parsed only where a task
 * is written in a way that was not met before.
 */
function makeVersionReader({ parse }: LoadedRoadmap, objects: ObjectReader): VersionReader {
  const known = new Map<ThisClaim, Map<string, boolean>>();
  const knownOf = (one: ThisClaim): Map<string, boolean> => {
    const blocks = known.get(one) ?? new Map(one.block === null ? [] : [[one.block, true]]);
    known.set(one, blocks);
    return blocks;
  };
  return async (blob, claims) => {
    if (blob === null) return new Set();
    const object = await objects.read(blob);
    if (object.kind !== 'object' || object.bytes === null) return null;
    const text = `\n${normalize(object.bytes.toString())}\n`;
    const blocks = new Map(claims.map((one) => [one, findBlock(text, one.lines)]));
    const told = claims.map((one) => [one, knownOf(one).get(blocks.get(one) ?? '')] as const);
    const found = new Set(told.flatMap(([one, has]) => (has === true ? [one] : [])));
    const open = told.flatMap(([one, has]) => (has === undefined ? [one] : []));
    if (open.length === 0) return found;
    const before = new Map(listTasks(parse(object.bytes)).map((task) => [task.id, task]));
    for (const one of open) {
      const task = before.get(one.task.id);
      const has = task?.state === one.task.state && task.claims.some(isThis);
      if (has) found.add(one);
      const block = blocks.get(one) ?? null;
      if (block !== null) knownOf(one).set(block, has);
    }
    return found;
  };
}

/**
 * From the box to the next item or heading that is not indented, where a text has those lines from the box to the
 * Commit line; null where it has not. A Status below them can make the state another one.
 */
function findBlock(text: string, lines: string): string | null {
  const start = text.indexOf(`\n${lines}\n`);
  if (start === -1) return null;
  const rest = text.slice(start + 1 + lines.length);
  const end = rest.search(/\n(?:[-*+] |#{1,6} |$)/);
  return lines + rest.slice(0, end === -1 ? rest.length : end);
}

function normalize(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
