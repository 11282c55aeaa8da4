import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { applyEdits, type Edit } from './edit.ts';
import { findSideEffect } from './find-side-effect.ts';
import { decode } from './lines.ts';
import type { ReadFile } from './read-file.ts';

/** Hashes that go in the place of those of a claim, in their order. */
export interface NewHashes {
  readonly claim: Claim;
  /** With as many digits as they are to be written with. */
  readonly hashes: readonly string[];
  /** In full. */
  readonly ids: readonly string[];
}

export type PlannedRebind =
  | {
      readonly kind: 'planned';
      readonly edits: readonly Edit[];
      readonly bytes: Uint8Array;
      readonly task: Task;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** A link whose text is the claim, behind that text: what it leads to names the commit, too. */
const LINK_TARGET = /^[`*_]*\]\([^()\s]*\)/;
const HASH = /(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])/gi;

/**
 * Writes other hashes into the claims of a task, digit by digit, and nothing else; and reads the result again: it must
 * have these claims, and all the rest must be as it was.
 */
export function writeRebind(
  file: ReadFile,
  id: string,
  changes: readonly NewHashes[],
  parse: (bytes: Uint8Array) => Roadmap,
): PlannedRebind {
  const at = listTasks(file.graph).findIndex((task) => task.id === id);
  const before = listTasks(file.graph)[at];
  if (before === undefined) return { kind: 'refused', message: `${id}: there is no such task` };
  const edits = changes.flatMap((change) => editClaim(file.source.bytes, change));
  const bytes = applyEdits(file.source.bytes, edits);
  const graph = parse(bytes);
  const after = listTasks(graph)[at];
  const problem = findSideEffect(file, graph, at);
  if (after === undefined || problem !== null || !isRebound(file, before, after, changes)) {
    const what = problem ?? 'more than its hashes';
    return { kind: 'refused', message: `${id}: writing other hashes would change ${what}` };
  }
  return { kind: 'planned', edits, bytes, task: after };
}

function editClaim(bytes: Uint8Array, { claim, hashes, ids }: NewHashes): Edit[] {
  const { start, end } = claim.span;
  const behind = decode(bytes, end, Math.min(bytes.length, end + LONGEST_LINK));
  const text = decode(bytes, start, end) + (LINK_TARGET.exec(behind)?.[0] ?? '');
  return [...text.matchAll(HASH)].flatMap((match, place): Edit[] => {
    const old = match[0].toLowerCase();
    // In the target of a link the same hash may have more digits or fewer.
    const isSame = (hash: string): boolean => hash.startsWith(old) || old.startsWith(hash);
    const now =
      place < claim.hashes.length ? hashes[place] : ids[claim.hashes.findIndex(isSame)]?.slice(0, old.length);
    const from = start + new TextEncoder().encode(text.slice(0, match.index)).length;
    return now === undefined ? [] : [{ start: from, end: from + old.length, text: now }];
  });
}

/** In bytes. */
const LONGEST_LINK = 4096;

function isRebound({ dialect }: ReadFile, before: Task, after: Task, changes: readonly NewHashes[]): boolean {
  if (before.claims.length !== after.claims.length) return false;
  const claims = before.claims.every((claim, at) => {
    const now = after.claims[at];
    const wanted = changes.find((change) => change.claim === claim)?.hashes ?? claim.hashes;
    return now?.kind === claim.kind && now.hashes.join() === wanted.join();
  });
  const statusOf = (task: Task): string =>
    findFields(task.fields, 'status', dialect)
      .map(({ value }) => value)
      .join('\n');
  return (
    claims && before.box === after.box && before.state === after.state && statusOf(before) === statusOf(after)
  );
}
