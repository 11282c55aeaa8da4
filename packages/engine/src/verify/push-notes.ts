import type { PushedNotes, PushReport } from '@roadmap-as-code/core';
import { listTasks } from '@roadmap-as-code/core';
import { hidePasswords } from '@roadmap-as-code/core/cascade';
import { listVerifyNames } from '@roadmap-as-code/core/verify';
import { readHead } from '../git/commit/read-head.ts';
import { findCommit } from '../git/find-commit.ts';
import { describeRemote, type RemoteRun, runRemote } from '../git/run-remote.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { findDestinations } from '../push/find-destinations.ts';
import { notesRef, readNotesTip, uniteWith } from './notes.ts';

/** What became of the statements, by the name of the remote. */
export type SentNotes = ReadonlyMap<string, PushedNotes>;

/**
 * Brings the statements of this clone and of each remote that a push of roadmaps goes to together, on both sides, never by
 * force. They go before the branch: a server may ask for them as soon as it gets that. What one can't take keeps no other
 * from getting it.
 */
export async function pushNotes(root: string, roadmaps: readonly LoadedRoadmap[]): Promise<SentNotes> {
  const sent = new Map<string, PushedNotes>();
  if (!(await isWanted(root, roadmaps))) return sent;
  const head = await readHead(root).catch(() => null);
  // Where there is nothing to push, the push itself says so.
  if (head === null) return sent;
  for (const { remote } of await findDestinations(root, head.ref, roadmaps))
    sent.set(remote, await exchange(root, remote, LONGEST_WAIT).catch(explain));
  return sent;
}

/** Milliseconds that a remote may take; the branch that comes next has its own time. */
const LONGEST_WAIT = 10_000;

/** What became of the branch with what became of the statements, where the remote was reached at all. */
export function addNotes(report: PushReport, sent: SentNotes): PushReport {
  const remotes = report.remotes.map((one) => {
    const notes = sent.get(one.remote);
    return notes === undefined || one.outcome === 'failed' ? one : { ...one, notes };
  });
  return { ...report, remotes };
}

/** Whether there are statements here, or a task that others may have made some on. */
async function isWanted(root: string, roadmaps: readonly LoadedRoadmap[]): Promise<boolean> {
  const isNamed = roadmaps.some(
    ({ graph, dialect, config }) =>
      config?.checks !== undefined &&
      listTasks(graph).some((task) => listVerifyNames(task, dialect).length > 0),
  );
  return isNamed || (await readNotesTip(root)) !== null;
}

/** Times that a remote is tried again, where others send notes at the same time. */
const MOST_TRIES = 10;

async function exchange(root: string, remote: string, wait: number): Promise<PushedNotes> {
  const end = Date.now() + wait;
  const talk = (...args: string[]): Promise<RemoteRun> =>
    runRemote(root, args, { wait: Math.max(end - Date.now(), 0), environment: { LANGUAGE: 'C' } });
  for (let tries = 1; ; tries += 1) {
    const listed = await talk('ls-remote', '--end-of-options', remote, notesRef);
    if (listed.code !== 0) return fail(listed);
    const theirs = /^(?<tip>[0-9a-f]{40,64})\trefs\/notes\/roadmap$/m.exec(listed.stdout.toString())
      ?.groups?.['tip'];
    if (theirs !== undefined) {
      if ((await findCommit(root, theirs)) === null) {
        const fetched = await talk('fetch', ...FETCH, '--end-of-options', remote, notesRef);
        if (fetched.code !== 0) return fail(fetched);
      }
      if ((await findCommit(root, theirs)) === theirs) await uniteWith(root, theirs);
      else if (tries === MOST_TRIES) return { outcome: 'failed', message: 'what it has there are no notes' };
      else continue;
    }
    const ours = await readNotesTip(root);
    if (ours === null || ours === theirs) return { outcome: 'unchanged', message: null };
    const args = [...PUSH, '--end-of-options', remote, `${ours}:${notesRef}`];
    const sent = await talk('-c', `remote.${remote}.mirror=false`, 'push', ...args);
    if (sent.code === 0) return { outcome: 'pushed', message: null };
    if (tries === MOST_TRIES || !MOVED.test(sent.stdout.toString() + sent.stderr)) return fail(sent);
  }
}

const QUIET = ['--quiet', '--recurse-submodules=no'];
const FETCH = [...QUIET, '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--refmap='];
const PUSH = [...QUIET, '--porcelain', '--no-verify', '--no-follow-tags'];
/** What git and servers say where somebody else was faster. */
const MOVED =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|incorrect old value|already exists/i;

/** What keeps our own notes from being read or written. */
function explain(error: unknown): PushedNotes {
  return { outcome: 'failed', message: error instanceof Error ? error.message : String(error) };
}

function fail(run: RemoteRun): PushedNotes {
  return { outcome: 'failed', message: hidePasswords(describeRemote(run)) };
}
