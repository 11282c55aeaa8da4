import { createHash } from 'node:crypto';
import { claimRefs, nameClaimRef, type RemoteClaim, type RemoteHold } from '@roadmap-as-code/core';
import { validateClaim } from '@roadmap-as-code/core/schema';
import { parseJson } from '../files/parse-json.ts';
import { type GitObject, openObjects } from '../git/object-reader.ts';
import { describeFailure } from '../git/run-git.ts';
import { describeRemote, type RemoteRun, runRemote } from '../git/run-remote.ts';
import { runPlumbing } from '../git/write-git.ts';

/** A task, and the roadmap that it is in, from the root of the repository. */
export interface HoldableTask {
  readonly file: string;
  readonly task: string;
}

/** What a remote answered; where it failed, why. */
export type Answer<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'trouble'; readonly reason: string };

/** One ref on a remote, and what it shall hold from now on, if it still holds what it held. */
export interface RefChange {
  readonly ref: string;
  /** Full hash; null for a ref that must not be there. */
  readonly from: string | null;
  /** Full hash of an object here; null for a ref that shall be gone. */
  readonly to: string | null;
}

/** Why a push did not change all that it was to change. */
export interface PushFailure {
  readonly reason: string;
  /** It gave no answer in time, so it may have changed them all the same. */
  readonly isGivenUp: boolean;
}

/** Milliseconds that one call to a remote may take. */
const LONGEST_CALL = 10_000;

/** Bytes of a claim at most; what is longer is none. */
const LONGEST_CLAIM = 65_536;

/** A claim that is taken away between two questions is asked for again, so often at most. */
const MOST_LOOKS = 3;

export function refOfTask({ file, task }: HoldableTask): string {
  return nameClaimRef(createHash('sha256').update(`${file}\0${task}`).digest('hex'), task);
}

/** All claims that stand on a remote: full hashes by their refs. Nothing is written, and nothing fetched. */
export async function listClaimRefs(root: string, remote: string): Promise<Answer<Map<string, string>>> {
  const run = await ask(root, ['ls-remote', '--quiet', '--refs', '--', remote, `${claimRefs}*`]);
  if (run.code !== 0) return { kind: 'trouble', reason: describeRemote(run) };
  const rows = run.stdout
    .toString()
    .split('\n')
    .map((row) => row.split('\t'));
  return {
    kind: 'answer',
    value: new Map(
      rows.flatMap(([oid = '', ref]): [string, string][] =>
        ref?.startsWith(claimRefs) && /^[0-9a-f]{40,64}$/.test(oid) ? [[ref, oid]] : [],
      ),
    ),
  };
}

/**
 * What stands on a remote in the refs of some tasks, by those refs. The content of a claim never changes, so it is fetched
 * once, into no ref; what others may have put into other refs is never fetched.
 */
export async function readClaims(
  root: string,
  remote: string,
  tasks: readonly HoldableTask[],
): Promise<Answer<Map<string, RemoteClaim>>> {
  const owners = new Map(tasks.map((task) => [refOfTask(task), task]));
  for (let looks = 1; ; looks += 1) {
    const listed = await listClaimRefs(root, remote);
    if (listed.kind === 'trouble') return listed;
    const refs = [...listed.value].filter(([ref]) => owners.has(ref));
    const objects = await readObjects(
      root,
      refs.map(([, oid]) => oid),
    );
    const missing = refs.filter(([, oid]) => objects.get(oid)?.kind === 'missing');
    if (missing.length === 0 || looks === MOST_LOOKS)
      return {
        kind: 'answer',
        value: new Map(
          refs.map(([ref, oid]) => [ref, { ref, oid, hold: readHold(objects.get(oid), owners.get(ref)) }]),
        ),
      };
    const failure = await fetchRefs(
      root,
      remote,
      missing.map(([ref]) => ref),
    );
    if (failure !== null && looks === MOST_LOOKS - 1) return { kind: 'trouble', reason: failure };
  }
}

/** @returns why they can't be fetched; null where they are here now */
async function fetchRefs(root: string, remote: string, refs: readonly string[]): Promise<string | null> {
  const run = await ask(
    root,
    [
      ...['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-prune'],
      ...['--no-recurse-submodules', '--refmap=', '--stdin', '--', remote],
    ],
    refs.map((ref) => `${ref}\n`).join(''),
  );
  return run.code === 0 ? null : describeRemote(run);
}

async function readObjects(root: string, oids: readonly string[]): Promise<Map<string, GitObject>> {
  const reader = openObjects(root, LONGEST_CLAIM);
  const read = oids.map(async (oid) => [oid, await reader.read(oid)] as const);
  const objects = new Map(await Promise.all(read));
  await reader.close();
  return objects;
}

/** The claim of a task that an object is; null where it is none. */
function readHold(object: GitObject | undefined, task: HoldableTask | undefined): RemoteHold | null {
  if (object?.kind !== 'object' || object.type !== 'blob' || object.bytes === null) return null;
  const content = parseJson(object.bytes.toString());
  if (!validateClaim(content)) return null;
  const hold = content as RemoteHold;
  return hold.file === task?.file && hold.task === task.task ? hold : null;
}

/**
 * Writes a claim as an object of this clone.
 * @returns its full hash; why it can't be written
 */
export async function writeClaim(root: string, hold: RemoteHold): Promise<Answer<string>> {
  const input = `${JSON.stringify(hold, null, 2)}\n`;
  const run = await runPlumbing(root, ['hash-object', '-w', '--stdin'], { input });
  return run.code === 0
    ? { kind: 'answer', value: run.stdout.toString().trim() }
    : { kind: 'trouble', reason: describeFailure(run) };
}

/**
 * Changes refs on a remote, each only if it still holds what it is said to (git-push(1), --force-with-lease).
 * @returns null where all of them are changed
 */
export async function pushRefs(
  root: string,
  remote: string,
  changes: readonly RefChange[],
  isAtomic: boolean,
): Promise<PushFailure | null> {
  const run = await ask(root, [
    ...['push', '--quiet', '--porcelain', '--no-verify', '--no-follow-tags', '--recurse-submodules=no'],
    ...(isAtomic && changes.length > 1 ? ['--atomic'] : []),
    ...changes.map(({ ref, from }) => `--force-with-lease=${ref}:${from ?? ''}`),
    '--',
    remote,
    ...changes.map(({ ref, to }) => `${to ?? ''}:${ref}`),
  ]);
  return run.code === 0 ? null : { reason: describePush(run), isGivenUp: run.isGivenUp };
}

/** Of what a push says, why a ref was not taken: in parentheses at the end of its line (git-push(1), OUTPUT). */
function describePush(run: RemoteRun): string {
  const said = describeRemote(run);
  const why = /^!\t.*\((?<why>[^()\n]+)\)$/m.exec(run.stdout.toString())?.groups?.['why'];
  return why !== undefined && said.startsWith('error: failed to push') ? why : said;
}

/** What git says is told apart by its words, so it says them in English. */
function ask(root: string, args: readonly string[], input = ''): Promise<RemoteRun> {
  return runRemote(root, args, { wait: LONGEST_CALL, input, environment: { LC_ALL: 'C' } });
}
