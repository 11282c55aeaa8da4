import type { Entry, IndexEntry } from '../index-entries.ts';
import { isIgnored } from '../is-ignored.ts';
import { runGit } from '../run-git.ts';
import { findInTree, type TreePath } from '../tree-path.ts';
import { changeTree } from './change-tree.ts';
import type { CommitRequest } from './commit-request.ts';
import { type CommitGround, readObject } from './ground.ts';
import { copyIndex, findIndexEntry, type IndexSnapshot, readIndex } from './index-file.ts';
import { makeObject, type NewObject, writeObjects } from './new-objects.ts';
import type { Places } from './places.ts';
import { Refusal, refuseFailure } from './refusal.ts';
import { readWorkingFile, type WorkingFile } from './working-file.ts';

/** The last commit's version of the file, and what it is to be. */
export interface HeadChange {
  readonly before: Entry & { readonly bytes: Uint8Array };
  readonly after: Entry & { readonly bytes: Uint8Array };
  /** Full hash of the tree of the commit with it. */
  readonly tree: string;
  /** What that tree needs. */
  readonly objects: readonly NewObject[];
}

/** The user's own versions of the file, and what they are to be. */
export interface OwnChange {
  readonly index: IndexSnapshot;
  /** Null where the file is not in the index: it stays so. */
  readonly entry: { readonly before: IndexEntry; readonly after: IndexEntry } | null;
  readonly file: WorkingFile;
  readonly bytes: Uint8Array;
  /** What the index needs that the commit does not. */
  readonly objects: readonly NewObject[];
}

/** What is asked for, and where. */
export interface Editing {
  readonly request: CommitRequest;
  readonly places: Places;
  readonly ground: CommitGround;
}

/** @param commit full hash */
export async function changeHead({ request, ground }: Editing, commit: string): Promise<HeadChange> {
  const committed = await readCommitted(ground, commit, request.path);
  const before = committed.entry;
  const bytes = await readObject(ground, 'blob', before.blob);
  const edited = applyEdit(request, bytes, 'HEAD');
  if (isSame(bytes, edited)) {
    throw new Refusal(
      `${request.path}: the last commit has this already`,
      'See with `git diff` what is not committed.',
    );
  }
  const blob = makeObject('blob', edited, before.blob);
  const trees = changeTree(committed, blob.id);
  return {
    before: { ...before, bytes },
    after: { ...before, blob: blob.id, bytes: edited },
    tree: trees.at(-1)?.id ?? '',
    objects: [blob, ...trees],
  };
}

/** Reads the user's index and file, and edits both. What equals another version is not edited twice. */
export async function changeOwn(editing: Editing, head: HeadChange): Promise<OwnChange> {
  const { request, places } = editing;
  const { path } = request;
  const index = await readIndex(places);
  const file = await readWorkingFile(places, path);
  await copyIndex(index, places.newIndex);
  const entry = await findIndexEntry(places.root, index, places.newIndex, path, head.before.blob);
  if (entry === null) {
    await refuseIgnored(places.root, path);
    const bytes = isSame(file.bytes, head.before.bytes)
      ? head.after.bytes
      : applyEdit(request, file.bytes, 'working file');
    return { index, entry: null, file, bytes, objects: [] };
  }
  requireFile(path, entry.mode);
  const staged = await changeStaged(editing, head, entry);
  const bytes = await changeWorking(editing, staged, file);
  const { objects } = staged;
  return { index, entry: { before: entry, after: { ...entry, blob: staged.blob } }, file, bytes, objects };
}

interface Staged {
  readonly before: Entry;
  readonly old: Uint8Array;
  readonly blob: string;
  readonly bytes: Uint8Array;
  readonly objects: readonly NewObject[];
}

async function changeStaged(
  { request, ground }: Editing,
  { before: head, after }: HeadChange,
  before: Entry,
): Promise<Staged> {
  if (before.blob === head.blob)
    return { before, old: head.bytes, blob: after.blob, bytes: after.bytes, objects: [] };
  const old = await readObject(ground, 'blob', before.blob);
  const bytes = applyEdit(request, old, 'index');
  const blob = makeObject('blob', bytes, before.blob);
  return { before, old, blob: blob.id, bytes, objects: [blob] };
}

/**
 * The file with the edit. Where it held just what git had checked out, it must do so afterwards, whatever a filter or an
 * encoding does (gitattributes(5)): if the edit can't be made in its bytes, git makes them of the new blob.
 */
async function changeWorking(
  { request, places }: Editing,
  staged: Staged,
  { bytes }: WorkingFile,
): Promise<Uint8Array> {
  const { path } = request;
  const { root } = places;
  if (isSame(bytes, staged.old)) return staged.bytes;
  const edited = request.edit(bytes, 'working file');
  const isClean = (await hashAsGit(root, path, bytes)) === staged.before.blob;
  if (edited !== null && (!isClean || (await hashAsGit(root, path, edited)) === staged.blob)) return edited;
  if (isClean && isSame(await checkOut(root, path, staged.before.blob), bytes)) {
    await writeObjects(places, [makeObject('blob', staged.bytes, staged.blob)]);
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
async function readCommitted(ground: CommitGround, commit: string, path: string): Promise<TreePath> {
  const { root } = ground;
  // The first line is `tree <hash>` (git-cat-file(1)).
  const tree = TREE.exec((await readObject(ground, 'commit', commit)).toString('latin1'))?.groups?.['tree'];
  const found = await findInTree(tree ?? '', path, (id) => readObject(ground, 'tree', id));
  if (found === null) {
    await refuseIgnored(root, path);
    throw new Refusal(
      `${path}: it was never committed on this branch`,
      'Commit the file once: `git add` it, then `git commit`.',
    );
  }
  requireFile(path, found.entry.mode);
  return found;
}

const TREE = /^tree (?<tree>[0-9a-f]+)\n/;

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
