import { type Config, nameSome } from '@roadmap-as-code/core';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { configName } from '../config/read-config.ts';
import { commitTree } from '../git/commit/commit-tree.ts';
import type { Author } from '../git/commit/find-author.ts';
import { Refusal, refuseFailure } from '../git/commit/refusal.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { runPlumbing, runWriting } from '../git/write-git.ts';
import { readRoadmap } from '../load-roadmap.ts';
import type { FileChange, TreeFile, Unpushed } from './list-unpushed.ts';
import { mergeContents } from './merge-contents.ts';
import { mergeWork } from './merge-work.ts';
import { type NewNames, rewriteClaims, rewriteMessage } from './rewrite-claims.ts';
import { openTreeIndex, type TreeIndex } from './tree-index.ts';

/** Where commits are made anew, and how roadmaps are read there. */
export interface Remaking {
  readonly repository: Repository;
  readonly config: Config | null;
  /** Whether a path is a roadmap or the config. */
  isRoadmap(path: string): boolean;
}

/** A commit that was made anew; null where what it changes is there already. */
export interface Remade {
  readonly before: Unpushed;
  readonly after: string | null;
}

/**
 * Makes commits anew on another tip, each with what it changes: roadmaps by merging, work as git merges it. Author, message
 * and order stay; the hashes that ticks and messages name become those that their commits have now. Neither a ref nor the
 * user's index or files are touched. Throws a Refusal where a change does not fit on what is there.
 * @param commits parents first, none of them a merge
 * @param tip full hash
 * @returns the new tip, and what became of each
 */
export async function remakeCommits(
  how: Remaking,
  commits: readonly Unpushed[],
  tip: string,
): Promise<{ readonly tip: string; readonly commits: readonly Remade[] }> {
  const index = await openTreeIndex(how.repository);
  const objects = openObjects(how.repository.root, parseLimits.size);
  const names = new Map<string, string>();
  const remade: Remade[] = [];
  try {
    await index.load(tip);
    let current = { commit: tip, tree: await index.write() };
    for (const before of commits) {
      const made = await remakeCommit({ ...how, index, objects, names }, before, current);
      if (made !== null) names.set(before.id, made.commit);
      remade.push({ before, after: made?.commit ?? null });
      current = made ?? current;
    }
    return { tip: current.commit, commits: remade };
  } finally {
    await Promise.all([index.remove(), objects.close()]);
  }
}

interface Remaker extends Remaking {
  readonly index: TreeIndex;
  readonly objects: ObjectReader;
  readonly names: NewNames;
}

/** A commit, and its tree; full hashes. */
interface Made {
  readonly commit: string;
  readonly tree: string;
}

async function remakeCommit(maker: Remaker, commit: Unpushed, current: Made): Promise<Made | null> {
  const { repository, index, isRoadmap } = maker;
  const roadmaps = commit.files.filter(({ path }) => isRoadmap(path));
  const settled: { readonly path: string; readonly after: TreeFile | null }[] = [];
  for (const file of roadmaps) {
    const after = await settleFile(maker, commit, file);
    settled.push({ path: file.path, after });
  }
  if (roadmaps.length < commit.files.length)
    await index.load(await mergeWork(repository.root, index, commit, roadmaps));
  await index.put(settled);
  const tree = await index.write();
  if (tree === current.tree) return null;
  const author = await readAuthor(repository.root, commit.id);
  const message = rewriteMessage(author.message, maker.names);
  const made = await commitTree(repository.root, {
    tree,
    parent: current.commit,
    author: author.environment,
    message,
    encoding: author.encoding,
  });
  return { commit: made, tree };
}

/** What the new commit has of a roadmap, or of the config. */
async function settleFile(
  maker: Remaker,
  commit: Unpushed,
  { path, before, after }: FileChange,
): Promise<TreeFile | null> {
  const { index, objects, config, names, repository } = maker;
  const there = await index.find(path);
  const isText = [before, after, there].every((file) => file === null || file.mode.startsWith('100'));
  if (after === null || !isText || path === configName) {
    if (isSameFile(there, before)) return after;
    if (isSameFile(there, after)) return there;
    throw refuseChanged(commit, path, '');
  }
  const theirs = await readBlob(objects, after);
  const way = readRoadmap(theirs, path, config);
  const written = await rewriteClaims(theirs, way, names, objects);
  if (isSameFile(there, before)) return { ...after, blob: await writeBlob(repository.root, written) };
  if (there === null || before === null) throw refuseChanged(commit, path, '');
  const contents = {
    base: await readBlob(objects, before),
    ours: await readBlob(objects, there),
    theirs: written,
  };
  const merged = mergeContents(contents, path, config);
  if (merged.conflicts.length > 0)
    throw refuseChanged(
      commit,
      path,
      nameSome(merged.conflicts.map(({ about }) => about).filter(Boolean), 5),
    );
  // What it did to tasks is there already: a row of the change log alone would tell it twice.
  if (merged.isRepeated) return there;
  return {
    mode: there.mode === before.mode ? after.mode : there.mode,
    blob: await writeBlob(repository.root, merged.bytes),
  };
}

function isSameFile(one: TreeFile | null, other: TreeFile | null): boolean {
  return one?.blob === other?.blob && one?.mode === other?.mode;
}

function refuseChanged({ id, subject }: Unpushed, path: string, about: string): Refusal {
  return new Refusal(
    `${id.slice(0, 12)} (${subject}) changes ${about === '' ? path : `${about} in ${path}`}, and so does what is there`,
    'Bring both together: `git pull --rebase` (or `git merge`), resolve the conflict, and push again.',
  );
}

async function readBlob(objects: ObjectReader, { blob }: TreeFile): Promise<Uint8Array> {
  const object = await objects.read(blob);
  if (object.kind === 'object' && object.bytes !== null) return object.bytes;
  throw new Refusal(`git can't read the blob ${blob}`, 'See what `git fsck` says.');
}

async function writeBlob(root: string, bytes: Uint8Array): Promise<string> {
  const run = await runPlumbing(root, ['hash-object', '-w', '--stdin'], { input: bytes });
  if (run.code !== 0) throw refuseFailure('store the file', run);
  return run.stdout.toString().trim();
}

const AUTHOR = /^author (?<name>.*?) ?<(?<email>[^>]*)> (?<date>-?\d+ [+-]\d{4})$/m;

/** Who made a commit, and what they said, byte by byte. */
async function readAuthor(
  root: string,
  id: string,
): Promise<{ readonly environment: Author; readonly message: Buffer; readonly encoding: string }> {
  const run = await runWriting(root, ['cat-file', 'commit', id]);
  if (run.code !== 0) throw refuseFailure('read a commit', run);
  // Headers, an empty line, the message (git-cat-file(1)).
  const end = run.stdout.indexOf('\n\n');
  const headers = run.stdout.subarray(0, end);
  const encoding = /^encoding (?<encoding>.+)$/m.exec(headers.toString('latin1'))?.groups?.['encoding'];
  const { name = '', email = '', date = '' } = AUTHOR.exec(headers.toString())?.groups ?? {};
  return {
    environment: { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` },
    message: run.stdout.subarray(end + 2),
    encoding: encoding ?? 'UTF-8',
  };
}
