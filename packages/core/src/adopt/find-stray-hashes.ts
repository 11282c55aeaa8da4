import type { AskedClaim } from '../facts/facts.ts';
import type { Unplaced } from '../generated/adopt.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Claim, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { isHash } from '../parse/read-tail.ts';
import type { AdoptedFile } from './adopted-file.ts';

/** A hash in the text of a done task that is none of its claims. */
export interface StrayHash {
  readonly task: Task;
  /** As if it were claimed, so that git can be asked. */
  readonly claim: AskedClaim;
}

/** As git abbreviates it at the least, up to a whole one; with letters and digits, and no part of a path, an address or a digest. */
const HASH = /(?<![\p{L}\p{N}_/@:.-])(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?![\p{L}\p{N}_/@-]|\.\p{L})/gu;
/** In characters; what says of a hash that it is of something else stands just before it. */
const LONGEST_LEAD = 20;

/** The hashes in the own text of done tasks that were not taken for evidence, each once for each task. */
export function listStrayHashes({ graph, source }: Pick<AdoptedFile, 'graph' | 'source'>): StrayHash[] {
  const tasks = listTasks(graph);
  return tasks.flatMap((task, at) => {
    if (task.state !== 'done') return [];
    const nested = tasks[at + 1]?.span.start ?? Infinity;
    const end = Math.min(task.span.end, nested);
    const seen = new Set(task.claims.flatMap(({ hashes }) => hashes));
    // Of one byte a character, so that offsets are bytes; a hash has no others.
    const text = new TextDecoder('latin1').decode(source.bytes.subarray(task.span.start, end));
    return [...text.matchAll(HASH)].flatMap(({ 0: hash, index }): StrayHash[] => {
      const lead = text.slice(Math.max(0, index - LONGEST_LEAD), index);
      if (!isHash(hash, lead) || isClaimed(hash, seen)) return [];
      seen.add(hash);
      return [{ task, claim: makeClaim(hash, task.span.start + index, source) }];
    });
  });
}

/** Whether a claim has it, in full or cut. */
function isClaimed(hash: string, claimed: ReadonlySet<string>): boolean {
  return [...claimed].some((one) => one.startsWith(hash) || hash.startsWith(one));
}

function makeClaim(hash: string, start: number, source: AdoptedFile['source']): AskedClaim {
  const claim: Claim & { kind: 'commit' } = {
    kind: 'commit',
    source: 'text',
    text: hash,
    hashes: [hash],
    repository: null,
    line: source.placeOf(start).line,
    span: { start, end: start + hash.length },
  };
  return claim;
}

/**
 * Those hashes as lines for a person; those that git knows first.
 * @param isKnown whether git has a commit of that hash; null where nobody has looked
 */
export function describeHashes(
  hashes: readonly StrayHash[],
  { source, dialect }: AdoptedFile,
  isKnown: (claim: AskedClaim) => boolean | null,
): Unplaced[] {
  const lines = hashes.map(({ task, claim }) => ({ task, claim, isHere: isKnown(claim) }));
  return lines
    .sort((one, other) => Number(other.isHere) - Number(one.isHere))
    .map(({ task, claim, isHere }) => ({
      kind: 'hash' as const,
      ...source.placeOf(claim.span.start),
      task: task.id,
      message: `${claim.text} in ${task.id} was not taken for its evidence${SAYS[String(isHere)] ?? ''}`,
      help: `If it did the task, ${sayPlace(task, dialect)}.`,
    }));
}

const SAYS: Readonly<Record<string, string>> = {
  true: ', and git has a commit of that hash',
  false: ', and git has no commit of that hash',
};

function sayPlace({ form }: Task, { evidence, fields, task }: Dialect): string {
  const [column] = evidence.columns;
  if (form === 'row' && task.rows !== null && column !== undefined) return `put it in a column "${column}"`;
  const line = `write a line \`${fields.commit[0] ?? 'Commit'}: …\` under it`;
  return evidence.text ? `put it at the end of the task's own text, in parentheses, or ${line}` : line;
}
