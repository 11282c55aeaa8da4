import { devNull } from 'node:os';
import { posix } from 'node:path';
import { type CommitNotes, readNotes } from '@roadmap-as-code/core';
import {
  type History,
  mayRevert,
  type Revert,
  readReverts,
  startHistory,
} from '@roadmap-as-code/core/history';
import { PLAIN_LOG } from './plain-log.ts';
import { describeFailure, splitBytes, splitFields, startGit } from './run-git.ts';

/** Refs that are no place to have landed or be pending: what git and roadmap keep for themselves. */
const OWN_REFS = [
  'refs/stash',
  'refs/notes/*',
  'refs/replace/*',
  'refs/original/*',
  'refs/bisect/*',
  'refs/rewritten/*',
  'refs/worktree/*',
  'refs/roadmap/*',
];

/** The commits to begin with are written to it. */
const LOG = [...PLAIN_LOG, '--stdin'];

/** The history of a clone, as far as git can read it. */
export interface ReadHistory {
  readonly history: History | null;
  /** Full hash of HEAD; null where it was not told. */
  readonly head: string | null;
  /** Whether it has all that any ref reaches. */
  readonly isWhole: boolean;
  /** What git said where it could not read all; null where it could. */
  readonly trouble: string | null;
}

/**
 * Every commit that a ref of this worktree, one of the targets or the end of a range reaches, in one process. Where git
 * can't read that, it is tried without the ends of ranges, which may hang in the air; then with the targets alone.
 * @param targets full hashes
 * @param ends full hashes
 */
export async function readHistory(
  cwd: string,
  targets: readonly string[],
  ends: readonly string[],
): Promise<ReadHistory> {
  const first = await tryHistory(cwd, ALL, [...targets, ...ends]);
  if ('history' in first) return { ...first, isWhole: true, trouble: null };
  const { trouble } = first;
  const second = ends.length === 0 ? first : await tryHistory(cwd, ALL, targets);
  if ('history' in second) return { ...second, isWhole: true, trouble };
  const third = targets.length === 0 ? second : await tryHistory(cwd, [], targets);
  return { history: null, head: null, ...third, isWhole: false, trouble };
}

const ALL = [...OWN_REFS.map((ref) => `--exclude=${ref}`), '--all', '--single-worktree'];

async function tryHistory(
  cwd: string,
  refs: readonly string[],
  tips: readonly string[],
): Promise<{ readonly history: History; readonly head: string | null } | { readonly trouble: string }> {
  const builder = startHistory();
  let head: string | null = null;
  let commits = '';
  let decoration = '';
  let field = 0;
  const hasTips = tips.length > 0;
  const git = startGit(
    cwd,
    [
      ...(hasTips ? LOG : PLAIN_LOG),
      ...refs,
      '--topo-order',
      '--decorate=full',
      '--decorate-refs=HEAD',
      '--decorate-refs=refs/**',
      '--format=%H %P%x00%D%x00%B',
    ],
    splitBytes((bytes, start, end) => {
      if (field === 0) commits = bytes.toString('latin1', start, end);
      else if (field === 1) decoration = start === end ? '' : bytes.toString('utf8', start, end);
      else {
        const [id, parents] = readCommits(commits);
        if (/^HEAD(?: -> |, |$)/.test(decoration)) head = id;
        builder.add({ id, parents, refs: readRefs(decoration), reverts: readRevertsOf(bytes, start, end) });
      }
      field = (field + 1) % 3;
    }),
    hasTips,
  );
  git.write(tips.map((tip) => `${tip}\n`).join(''));
  git.finish();
  const end = await git.ended;
  return end.code === 0 ? { history: builder.finish(), head } : { trouble: describeFailure(end) };
}

/** `%H %P` of git-log(1). */
function readCommits(commits: string): readonly [id: string, parents: readonly string[]] {
  const at = commits.indexOf(' ');
  const parents = commits.slice(at + 1);
  return [commits.slice(0, at), parents === '' ? NONE : parents.split(' ')];
}

const NONE: readonly never[] = [];

/** Few messages are worth being decoded. */
function readRevertsOf(bytes: Buffer, start: number, end: number): readonly Revert[] {
  return mayRevert(bytes.toString('latin1', start, end))
    ? readReverts(bytes.toString('utf8', start, end))
    : NONE;
}

/** `%D` of git-log(1): "HEAD -> refs/heads/main, tag: refs/tags/v1"; HEAD alone where it is detached. */
function readRefs(decoration: string): readonly string[] {
  if (decoration === '') return NONE;
  return decoration
    .split(', ')
    .map((one) => one.replace(/^(?:HEAD -> |tag: )/, ''))
    .filter(
      (ref) => !OWN_REFS.some((own) => (own.endsWith('*') ? ref.startsWith(own.slice(0, -1)) : ref === own)),
    )
    .filter((ref) => !/^refs\/remotes\/[^/]+\/HEAD$/.test(ref));
}

/** A history with what its commits tell of where they came from. */
export interface NotedHistory {
  readonly history: History;
  /** By index in the history. */
  readonly notes: readonly CommitNotes[];
}

/**
 * The history of some commits, of every ref and of every reflog (git-reflog(1)), with their notes, in one process. Where
 * git can't read that, it is tried without the commits that nothing may hold any more; then without the reflogs, too.
 * @param targets full hashes
 * @param loose full hashes of other commits
 */
export async function readNotedHistory(
  cwd: string,
  targets: readonly string[],
  loose: readonly string[],
): Promise<NotedHistory | null> {
  return (
    (await tryNotedHistory(cwd, [...ALL, '--reflog'], [...targets, ...loose])) ??
    (await tryNotedHistory(cwd, [...ALL, '--reflog'], targets)) ??
    (await tryNotedHistory(cwd, ALL, targets))
  );
}

async function tryNotedHistory(
  cwd: string,
  refs: readonly string[],
  tips: readonly string[],
): Promise<NotedHistory | null> {
  const builder = startHistory();
  const notes: CommitNotes[] = [];
  const fields: string[] = [];
  const git = startGit(
    cwd,
    [...LOG, ...refs, '--topo-order', '--no-decorate', '--format=%H %P%x00%ae%x00%at%x00%B'],
    splitFields((field) => {
      if (fields.push(field) < 4) return;
      const [commits = '', author = '', time = '', message = ''] = fields;
      fields.length = 0;
      const [id = '', ...parents] = commits.trimEnd().split(' ');
      builder.add({ id, parents, refs: [], reverts: readReverts(message) });
      notes.push(readNotes(author, Number(time), message));
    }),
  );
  git.write(tips.map((tip) => `${tip}\n`).join(''));
  git.finish();
  return (await git.ended).code === 0 ? { history: builder.finish(), notes } : null;
}

/** Where files changed in a history, against first parents. */
export interface Versions {
  /** The blob that a path has from a commit on, by path, by commit; null where it is gone. */
  readonly blobs: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  /** By commit, the paths that are gone with it. */
  readonly gone: ReadonlyMap<string, readonly string[]>;
}

/**
 * Where in the history of some commits some files changed, and with them all files of their kind, since one of these may
 * be a file's name of old.
 * @param tips full hashes
 * @param paths from the root
 * @returns null where git could not tell
 */
export async function readVersions(
  cwd: string,
  tips: readonly string[],
  paths: readonly string[],
): Promise<Versions | null> {
  const blobs = new Map<string, Map<string, string | null>>();
  const gone = new Map<string, string[]>();
  // Where nothing was committed, git would begin with a HEAD that is none.
  if (tips.length === 0) return { blobs, gone };
  let commit = '';
  let blob: string | null = null;
  let isPath = false;
  const keep = (path: string): void => {
    const changes = blobs.get(path);
    if (changes === undefined) blobs.set(path, new Map([[commit, blob]]));
    else changes.set(commit, blob);
    if (blob !== null) return;
    const others = gone.get(commit);
    if (others === undefined) gone.set(commit, [path]);
    else others.push(path);
  };
  const git = startGit(
    cwd,
    [
      ...LOG,
      '--full-history',
      '--diff-merges=first-parent',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      `-O${devNull}`,
      '--format=%H',
      '--',
      ...new Set(paths.map(specifyKind)),
    ],
    splitFields((field) => {
      const text = field.replace(/^\n/, '');
      if (isPath) {
        keep(field);
        isPath = false;
      } else if (text.startsWith(':')) {
        // :<mode> <mode> <blob> <blob> <status> (git-diff-tree(1), raw output format)
        const after = text.split(' ')[3] ?? '';
        blob = /^0+$/.test(after) ? null : after;
        isPath = true;
      } else if (text !== '') commit = text;
    }),
  );
  git.write(tips.map((tip) => `${tip}\n`).join(''));
  git.finish();
  return (await git.ended).code === 0 ? { blobs, gone } : null;
}

/** A pathspec (gitglossary(7)) for a file and all that have its extension. */
function specifyKind(path: string): string {
  const extension = posix.extname(path);
  return /^\.\w+$/.test(extension) ? `:(top,glob)**/*${extension}` : `:(top,literal)${path}`;
}
