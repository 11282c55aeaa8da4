import {
  type AskedClaim,
  type Claim,
  isAsked,
  listTasks,
  type Sighting,
  type Task,
} from '@roadmap-as-code/core';
import { firstParentOf, type History, parentsOf } from '@roadmap-as-code/core/history';
import { findTaskBlocks, type TaskBlock } from '@roadmap-as-code/core/parse';
import { makeBlobFinder, pickNames } from '../git/blob-finder.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Versions } from '../git/read-history.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** A task under which `this` stands, which names the commit that carries its tick. */
export interface ThisClaim {
  readonly task: Task;
  readonly claim: AskedClaim;
  /** The id, or all that is behind the box where the task has none. */
  readonly key: string;
  /** The lines of the task; null where the fast reader can't tell them from others. */
  readonly block: string | null;
}

/** Every `this` of a roadmap that is among some claims. */
export function listThisClaims({ graph, source }: LoadedRoadmap, claims: readonly AskedClaim[]): ThisClaim[] {
  const wanted = new Set<Claim>(claims.filter(isThis));
  if (wanted.size === 0) return [];
  const text = normalize(source.text);
  const lines = text.split('\n');
  const blocks = findTaskBlocks(text);
  return listTasks(graph).flatMap((task) =>
    task.claims.filter(isThis).flatMap((claim): ThisClaim[] => {
      if (!wanted.has(claim)) return [];
      const head = lines[task.line - 1] ?? '';
      const key = task.derived ? head.replace(BEFORE_TITLE, '').trimEnd() : task.id;
      const [block, ...others] = blocks.get(key) ?? [];
      const isSure = block?.isPlain === true && others.length === 0 && block.line === task.line;
      return [{ task, claim, key, block: isSure ? block.text : null }];
    }),
  );
}

const BEFORE_TITLE = /^.*?\[[^[\]]*\]\*?[ \t]+/;

function isThis(claim: Claim): claim is AskedClaim {
  return isAsked(claim) && claim.kind === 'this';
}

/**
 * The commit that carries each tick: the one whose version of the file has the task in its state with `this` under it,
 * where no parent's version has. As git-blame(1) it follows any parent that has it, and a file that came with the commit
 * to one that went with it and had the tick, which is its name of old.
 * @param target index of the commit to begin with
 */
export async function findCarriers(
  roadmap: LoadedRoadmap,
  claims: readonly ThisClaim[],
  history: History,
  target: number,
  versions: Versions,
  objects: ObjectReader,
): Promise<Carriers> {
  const found = new Map<AskedClaim, Sighting>();
  const blobAt = makeBlobFinder(history, versions);
  const readVersion = makeVersionReader(roadmap, objects);
  const { path } = roadmap.graph;
  const atTarget = await readVersion(blobAt(path, target), claims);
  for (const one of claims) {
    if (atTarget === null) found.set(one.claim, { kind: 'unread' });
    else if (!atTarget.has(one)) found.set(one.claim, { kind: 'uncommitted' });
  }
  const names = new Set<string>();
  // Children come before their parents, so that each version is met once, with all the ticks that were traced to it.
  const traced = new Map<number, Traced[]>();
  const pass = (index: number, at: string, ticks: readonly ThisClaim[]): void => {
    if (ticks.length > 0) names.add(at);
    if (ticks.length > 0) traced.set(index, [...(traced.get(index) ?? []), { path: at, ticks }]);
  };
  pass(
    target,
    path,
    claims.filter(({ claim }) => !found.has(claim)),
  );
  for (let index = target; index < history.ids.length && traced.size > 0; index += 1) {
    const here = traced.get(index) ?? [];
    traced.delete(index);
    for (const { path: at, ticks } of mergeTraced(here)) {
      const id = history.ids[index] ?? '';
      const parent = firstParentOf(history, index);
      if (parent !== null && versions.blobs.get(at)?.has(id) !== true) {
        pass(parent, at, ticks);
        continue;
      }
      const gone = versions.gone.get(id) ?? [];
      let left = ticks;
      for (const one of parentsOf(history, index)) {
        const isNew = blobAt(at, one) === null;
        for (const name of isNew ? pickNames(at, gone) : [at]) {
          if (left.length === 0) break;
          const before = await readVersion(blobAt(name, one), left, isNew);
          if (before === null) for (const { claim } of left) found.set(claim, { kind: 'unread' });
          pass(
            one,
            name,
            left.filter((tick) => before?.has(tick)),
          );
          left = before === null ? [] : left.filter((tick) => !before.has(tick));
        }
      }
      for (const { claim } of left) found.set(claim, { kind: 'commit', commit: id });
    }
  }
  return { found, names };
}

/** What carries the ticks of a roadmap, and the names under which they were traced. */
export interface Carriers {
  readonly found: ReadonlyMap<AskedClaim, Sighting>;
  readonly names: ReadonlySet<string>;
}

/** Ticks that were traced to one version of one file. */
interface Traced {
  readonly path: string;
  readonly ticks: readonly ThisClaim[];
}

/** By path, since several children may have led to one commit. */
function mergeTraced(traced: readonly Traced[]): Traced[] {
  const merged = new Map<string, ThisClaim[]>();
  for (const { path, ticks } of traced) merged.set(path, [...(merged.get(path) ?? []), ...ticks]);
  return [...merged].map(([path, ticks]) => ({ path, ticks }));
}

type VersionReader = (
  blob: string | null,
  claims: readonly ThisClaim[],
  isOtherFile?: boolean,
) => Promise<ReadonlySet<ThisClaim> | null>;

/**
 * Says which ticks a version of the file has; null where git can't read it. A version must be parsed only where a task
 * with `this` under it is written in a way that was not met before, or where it is not plain which task is meant. In
 * another file, which may have been renamed or replaced, a task with another title is another task.
 */
function makeVersionReader({ parse, dialect }: LoadedRoadmap, objects: ObjectReader): VersionReader {
  const known = new Map<ThisClaim, Map<string, boolean>>();
  const names = dialect.fields.commit.map((name) => name.toLowerCase());
  /** What is known of a task by the way in which it is written; null where only the parser can tell. */
  const tell = (one: ThisClaim, blocks: readonly TaskBlock[], isOtherFile: boolean): boolean | null => {
    if (one.block === null) return null;
    if (!blocks.some(({ text }) => saysThis(text, names))) return false;
    const [block, ...others] = blocks;
    if (block === undefined || others.length > 0 || !block.isPlain) return null;
    if (block.text === one.block) return true;
    return isOtherFile ? null : (known.get(one)?.get(block.text) ?? null);
  };
  const remember = (one: ThisClaim, blocks: readonly TaskBlock[], has: boolean): void => {
    const [block, ...others] = blocks;
    if (block === undefined || others.length > 0 || !block.isPlain) return;
    const ways = known.get(one) ?? new Map<string, boolean>();
    known.set(one, ways.set(block.text, has));
  };
  return async (blob, claims, isOtherFile = false) => {
    if (blob === null) return new Set();
    const object = await objects.read(blob);
    if (object.kind !== 'object' || object.bytes === null) return null;
    const written = findTaskBlocks(normalize(object.bytes.toString()));
    const blocksOf = ({ key }: ThisClaim): readonly TaskBlock[] => written.get(key) ?? [];
    const told = claims.map((one) => [one, tell(one, blocksOf(one), isOtherFile)] as const);
    const found = new Set(told.flatMap(([one, has]) => (has === true ? [one] : [])));
    const open = told.flatMap(([one, has]) => (has === null ? [one] : []));
    if (open.length === 0) return found;
    const before = listTasks(parse(object.bytes)).filter(({ claims: made }) => made.some(isThis));
    for (const one of open) {
      const has = before.some(
        ({ id, state, title }) =>
          id === one.task.id && state === one.task.state && (!isOtherFile || title === one.task.title),
      );
      if (has) found.add(one);
      if (!isOtherFile) remember(one, blocksOf(one), has);
    }
    return found;
  };
}

/** Whether a line of a task can be a Commit field that says `this`. */
function saysThis(block: string, names: readonly string[]): boolean {
  return block.split('\n').some((line) => {
    const lower = line.toLowerCase();
    return /\bthis\b/.test(lower) && names.some((name) => lower.includes(name));
  });
}

function normalize(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
