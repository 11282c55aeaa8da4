import { setTimeout as pause } from 'node:timers/promises';
import { uniteNotes } from '@roadmap-as-code/core/verify';
import { findCommit } from '../git/find-commit.ts';
import { isAncestor } from '../git/is-ancestor.ts';
import { NOBODY } from '../git/nobody.ts';
import { openObjects } from '../git/object-reader.ts';
import { describeFailure } from '../git/run-git.ts';
import { runPlumbing } from '../git/write-git.ts';

/** Where statements are kept (git-notes(1)). */
export const notesRef = 'refs/notes/roadmap';

/** In bytes: a longer note is not read, and of all notes no more than that. */
const LONGEST_NOTE = 1024 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/** A tree of notes: each entry by its path without slashes, since git spreads many over folders. */
type NotesTree = ReadonlyMap<string, { readonly mode: string; readonly type: string; readonly blob: string }>;

/** Full hash of the commit that notes are at; null where there are none. */
export function readNotesTip(root: string, ref: string = notesRef): Promise<string | null> {
  return findCommit(root, ref);
}

/** The notes by the full hash of the commit that each is on; empty where there are none, or this clone can't read them. */
export async function readNotes(root: string): Promise<Map<string, string>> {
  const tip = await readNotesTip(root);
  const notes = new Map<string, string>();
  if (tip === null) return notes;
  const tree = await readTree(root, tip).catch(() => new Map() as NotesTree);
  const entries = [...tree].filter(([name, { type }]) => isHash(name) && type === 'blob');
  const objects = openObjects(root, LONGEST_NOTE);
  try {
    let size = 0;
    for (const [commit, { blob }] of entries) {
      const text = await readText(objects, blob);
      size += text?.length ?? 0;
      if (size > MOST_BYTES) break;
      if (text !== null) notes.set(commit, text);
    }
  } finally {
    await objects.close();
  }
  return notes;
}

/**
 * Adds lines to the note of a commit. Two at once lose nothing: the ref moves only from what was read.
 * @throws Error with what git says, where it can't be written
 */
export function appendNote(root: string, commit: string, lines: readonly string[]): Promise<void> {
  return changeNotes(root, async (tip) => {
    const tree = new Map(tip === null ? [] : await readTree(root, tip));
    const entry = tree.get(commit);
    const objects = openObjects(root, LONGEST_NOTE);
    const before = entry === undefined ? '' : await readText(objects, entry.blob);
    await objects.close();
    if (before === null) throw new Error(`the note on ${commit} is longer than what is read`);
    const blob = await writeBlob(root, uniteNotes(before, lines.join('\n')));
    tree.set(commit, { mode: '100644', type: 'blob', blob });
    return { tree, parents: tip === null ? [] : [tip], message: 'Notes added by roadmap verify' };
  });
}

/**
 * Takes what another clone has into ours: of a commit that both have a note on, each line once.
 * @param theirs full hash of the commit that their notes are at
 */
export function uniteWith(root: string, theirs: string): Promise<void> {
  return changeNotes(root, async (tip) => {
    if (tip === null) return theirs;
    if (await isAncestor(root, theirs, tip)) return tip;
    if (await isAncestor(root, tip, theirs)) return theirs;
    const [ours, other] = [await readTree(root, tip), await readTree(root, theirs)];
    const tree = new Map(ours);
    const objects = openObjects(root, LONGEST_NOTE);
    try {
      for (const [name, entry] of other) {
        const own = ours.get(name);
        if (own === undefined) tree.set(name, entry);
        if (own === undefined || own.blob === entry.blob || entry.type !== 'blob') continue;
        const [one, two] = [await readText(objects, own.blob), await readText(objects, entry.blob)];
        // What is too long to be read is too long to be believed: ours stays.
        if (one === null || two === null) continue;
        tree.set(name, { ...own, blob: await writeBlob(root, uniteNotes(one, two)) });
      }
    } finally {
      await objects.close();
    }
    return { tree, parents: [tip, theirs], message: 'Notes merged by roadmap push' };
  });
}

interface NotesCommit {
  readonly tree: NotesTree;
  readonly parents: readonly string[];
  readonly message: string;
}

/** Milliseconds that a change is tried again, where others change the notes, too. */
const LONGEST_TRY = 30_000;

async function changeNotes(
  root: string,
  change: (tip: string | null) => Promise<NotesCommit | string>,
): Promise<void> {
  const until = Date.now() + LONGEST_TRY;
  for (;;) {
    const tip = await readNotesTip(root);
    const made = await change(tip);
    const next = typeof made === 'string' ? made : await writeCommit(root, made);
    if (next === tip) return;
    const zero = '0'.repeat(next.length);
    const run = await runPlumbing(root, ['update-ref', '-m', 'roadmap', notesRef, next, tip ?? zero]);
    if (run.code === 0) return;
    // Nobody was faster, and nobody holds it: it will not go by waiting.
    const isStuck = !run.stderr.includes('File exists') && (await readNotesTip(root)) === tip;
    if (isStuck || Date.now() > until) throw new Error(describeFailure(run));
    await pause(10 + Math.random() * 90);
  }
}

/** `<mode> <type> <hash>\t<path>` each, ended by NUL (git-ls-tree(1)). */
async function readTree(root: string, commit: string): Promise<NotesTree> {
  const run = await must(root, ['ls-tree', '-r', '-z', '--end-of-options', commit]);
  const entries = run
    .split('\0')
    .map((entry) => /^(?<mode>\d+) (?<type>\w+) (?<blob>[0-9a-f]+)\t(?<path>[^]+)$/.exec(entry)?.groups)
    .filter((groups) => groups !== undefined);
  return new Map(
    entries.flatMap(({ mode = '', type = '', blob = '', path = '' }) => {
      const name = path.replaceAll('/', '');
      // What is no note, and lies in a folder, can't be kept in a flat tree.
      return isHash(name) || name === path ? [[name, { mode, type, blob }] as const] : [];
    }),
  );
}

function isHash(name: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);
}

async function readText(objects: ReturnType<typeof openObjects>, blob: string): Promise<string | null> {
  const object = await objects.read(blob);
  return object.kind === 'object' && object.type === 'blob' && object.bytes !== null
    ? object.bytes.toString()
    : null;
}

async function writeBlob(root: string, text: string): Promise<string> {
  return (await must(root, ['hash-object', '-w', '--stdin'], text)).trim();
}

async function writeCommit(root: string, { tree, parents, message }: NotesCommit): Promise<string> {
  const entries = [...tree].map(([name, { mode, type, blob }]) => `${mode} ${type} ${blob}\t${name}\0`);
  const made = (await must(root, ['mktree', '-z'], entries.join(''))).trim();
  const args = ['commit-tree', ...parents.flatMap((parent) => ['-p', parent]), '-m', message, made];
  const run = await runPlumbing(root, args);
  if (run.code === 0) return run.stdout.toString().trim();
  // A runner of CI often has no name of its own.
  const second = await runPlumbing(root, args, { environment: NOBODY });
  if (second.code !== 0) throw new Error(describeFailure(second));
  return second.stdout.toString().trim();
}

async function must(root: string, args: readonly string[], input = ''): Promise<string> {
  const run = await runPlumbing(root, args, { input });
  if (run.code !== 0) throw new Error(describeFailure(run));
  return run.stdout.toString();
}
