import type { PushedNotes, PushReport } from '@roadmap-as-code/core';
import { listTasks } from '@roadmap-as-code/core';
import { hidePasswords } from '@roadmap-as-code/core/cascade';
import { listVerifyNames } from '@roadmap-as-code/core/verify';
import { findCommit } from '../git/find-commit.ts';
import { describeRemote, type RemoteRun, runRemote } from '../git/run-remote.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { notesRef, readNotesTip, uniteWith } from './notes.ts';

/**
 * Brings the statements of this clone and of each remote that was reached together, on both sides, never by force. What
 * one can't take keeps no other from getting it, and is no fault of the push.
 * @param wait milliseconds for each remote
 */
export async function pushNotes(
  root: string,
  roadmaps: readonly LoadedRoadmap[],
  report: PushReport,
  wait: number,
): Promise<PushReport> {
  if (!(await isWanted(root, roadmaps))) return report;
  const remotes: PushReport['remotes'] = [];
  for (const one of report.remotes) {
    const isReached = one.outcome === 'pushed' || one.outcome === 'unchanged';
    remotes.push(isReached ? { ...one, notes: await exchange(root, one.remote, wait) } : one);
  }
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

function fail(run: RemoteRun): PushedNotes {
  return { outcome: 'failed', message: hidePasswords(describeRemote(run)) };
}
