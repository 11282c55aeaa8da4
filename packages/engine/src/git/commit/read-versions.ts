import { isIgnored } from '../is-ignored.ts';
import { runGit } from '../run-git.ts';
import type { CommitRequest } from './commit-request.ts';
import {
  copyIndex,
  type Entry,
  type IndexEntry,
  type IndexSnapshot,
  readIndex,
  readIndexEntry,
} from './index-file.ts';
import type { Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';
import { readWorkingFile, type WorkingFile } from './working-file.ts';
import { writeBlob } from './write-blob.ts';

/** The last commit's version of the file, and what it is to be. */
export interface HeadChange {
  readonly before: Entry & { readonly bytes: Uint8Array };
  readonly after: Entry & { readonly bytes: Uint8Array };
}

/** The user's own versions of the file, and what they are to be. */
export interface OwnChange {
  readonly index: IndexSnapshot;
  /** Null where the file is not in the index: it stays so. */
  readonly entry: { readonly before: IndexEntry; readonly after: IndexEntry } | null;
  readonly file: WorkingFile;
  readonly bytes: Uint8Array;
}

/** What is asked for, and where. */
export interface Editing {
  readonly request: CommitRequest;
  readonly places: Places;
}

/** @param commit full hash */
export async function changeHead({ request, places }: Editing, commit: string): Promise<HeadChange> {
  const { root } = places;
  const before = await readCommitted(root, commit, request.path);
  const bytes = await readBlob(root, before.blob);
  const edited = applyEdit(request, bytes, 'HEAD');
  if (isSame(bytes, edited)) {
    throw new Refusal(
      `${request.path}: the last commit has this already`,
      'See with `git diff` what is not committed.',
    );
  }
  return {
    before: { ...before, bytes },
    after: { ...before, blob: await writeBlob(root, edited), bytes: edited },
  };
}

/** Reads the user's index and file, and edits both. What equals another version is not edited twice. */
export async function changeOwn({ request, places }: Editing, head: HeadChange): Promise<OwnChange> {
  const { path } = request;
  const index = await readIndex(places);
  const file = await readWorkingFile(places, path);
  await copyIndex(index, places.newIndex);
  const entry = await readIndexEntry(places.root, places.newIndex, path);
  if (entry === null) {
    await refuseIgnored(places.root, path);
    const bytes = isSame(file.bytes, head.before.bytes)
      ? head.after.bytes
      : applyEdit(request, file.bytes, 'working file');
    return { index, entry: null, file, bytes };
  }
  requireFile(path, entry.mode);
  const staged = await changeStaged({ request, places }, head, entry);
  const bytes = await changeWorking({ request, places }, staged, file);
  return { index, entry: { before: entry, after: { ...entry, blob: staged.blob } }, file, bytes };
}

interface Staged {
  readonly before: Entry;
  readonly old: Uint8Array;
  readonly blob: string;
  readonly bytes: Uint8Array;
}

async function changeStaged(
  { request, places: { root } }: Editing,
  { before: head, after }: HeadChange,
  before: Entry,
): Promise<Staged> {
  if (before.blob === head.blob) return { before, old: head.bytes, blob: after.blob, bytes: after.bytes };
  const old = await readBlob(root, before.blob);
  const bytes = applyEdit(request, old, 'index');
  return { before, old, blob: await writeBlob(root, bytes), bytes };
}

/**
 * The file with the edit. Where it held just what git had checked out, it must do so afterwards, whatever a filter or an
 * encoding does (gitattributes(5)): if the edit can't be made in its bytes, git makes them of the new blob.
 */
async function changeWorking(
  { request, places: { root } }: Editing,
  staged: Staged,
  { bytes }: WorkingFile,
): Promise<Uint8Array> {
  const { path } = request;
  if (isSame(bytes, staged.old)) return staged.bytes;
  const edited = request.edit(bytes, 'working file');
  const isClean = (await hashAsGit(root, path, bytes)) === staged.before.blob;
  if (edited !== null && (!isClean || (await hashAsGit(root, path, edited)) === staged.blob)) return edited;
  if (isClean && isSame(await checkOut(root, path, staged.before.blob), bytes)) {
    const checkedOut = await checkOut(root, path, staged.blob);
    if ((await hashAsGit(root, path, checkedOut)) === staged.blob) return checkedOut;
  }
  throw refuseEdit(path, 'working file');
}

function applyEdit(request: CommitRequest, bytes: Uint8Array, which: Which): Uint8Array {
  const edited = request.edit(bytes, which);
  if (edited === null) throw refuseEdit(request.path, which);
  return edited;
}

type Which = Parameters<CommitRequest['edit']>[1];

function refuseEdit(path: string, which: Which): Refusal {
  return which === 'HEAD'
    ? new Refusal(
        `${path}: the edit does not fit the last commit, since the lines that it needs are not committed`,
        'Commit your own changes of these lines first.',
      )
    : new Refusal(
        `${path}: your own changes in the ${which} touch the lines that the edit needs`,
        'Commit them first, or take them back.',
      );
}

/** What the commit has of a file. */
async function readCommitted(root: string, commit: string, path: string): Promise<Entry> {
  const run = await runGit(root, ['ls-tree', '-z', '--full-tree', commit, '--', `:(top,literal)${path}`]);
  if (run.code !== 0) throw refuseFailure('read the last commit', run);
  // <mode> <type> <hash>\t<path> (git-ls-tree(1))
  const { mode, type, blob } =
    run.stdout
      .toString()
      .split('\0')
      .map((line) => TREE_ENTRY.exec(line)?.groups ?? {})
      .find((groups) => groups['path'] === path) ?? {};
  if (mode === undefined || blob === undefined) {
    await refuseIgnored(root, path);
    throw new Refusal(
      `${path}: it was never committed on this branch`,
      'Commit the file once: `git add` it, then `git commit`.',
    );
  }
  requireFile(path, type === 'blob' ? mode : '');
  return { mode, blob };
}

const TREE_ENTRY = /^(?<mode>\d+) (?<type>\w+) (?<blob>[0-9a-f]+)\t(?<path>.*)$/s;

function requireFile(path: string, mode: string): void {
  if (mode.startsWith('100')) return;
  throw new Refusal(`${path}: git has it as a link or a submodule, not as a file`, 'Name the file itself.');
}

/** Asked only of a file that the index does not have: git ignores no other. */
async function refuseIgnored(root: string, path: string): Promise<void> {
  if (!(await isIgnored(root, path))) return;
  throw new Refusal(
    `${path}: git ignores it`,
    'Take it out of .gitignore, then commit it once, if its changes are to be committed.',
  );
}

async function readBlob(root: string, blob: string): Promise<Uint8Array> {
  const run = await runGit(root, ['cat-file', 'blob', blob]);
  if (run.code !== 0) throw refuseFailure('read the file', run);
  return run.stdout;
}

/** The hash of what git would store of such a working file. */
async function hashAsGit(root: string, path: string, bytes: Uint8Array): Promise<string | null> {
  const run = await runGit(root, ['hash-object', `--path=${path}`, '--stdin'], bytes);
  return run.code === 0 ? run.stdout.toString().trim() : null;
}

/** What git would put in the working tree of a blob. */
async function checkOut(root: string, path: string, blob: string): Promise<Uint8Array> {
  const run = await runGit(root, ['cat-file', '--filters', `--path=${path}`, blob]);
  if (run.code !== 0) throw refuseFailure('convert the file', run);
  return run.stdout;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
