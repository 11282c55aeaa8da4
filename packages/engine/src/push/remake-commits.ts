import { isUtf8 } from 'node:buffer';
import { type Config, nameSome } from '@roadmap-as-code/core';
import { parseLimits } from '@roadmap-as-code/core/parse';
import { configName } from '../config/names.ts';
import { commitTree } from '../git/commit/commit-tree.ts';
import type { Author } from '../git/commit/find-author.ts';
import { Refusal, refuseFailure } from '../git/commit/refusal.ts';
import { writeBlob } from '../git/commit/write-blob.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { findDecoder } from '../git/read-commit.ts';
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
  const index = await openTreeIndex(how.repository, tip.length);
  const objects = openObjects(how.repository.root, parseLimits.size);
  const names = new Map<string, string>();
  const remade: Remade[] = [];
  try {
    await index.load(tip);
    let current = { commit: tip, tree: await index.write() };
    for (const before of commits) {
      const made = await remakeCommit({ ...how, index, objects, names, tip }, before, current);
      if (made.now !== null) names.set(before.id, made.now);
      remade.push({ before, after: made.tip.commit === current.commit ? null : made.now });
      current = made.tip;
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
  /** Full hash of what the first is made on. */
  readonly tip: string;
}

/** A commit, and its tree; full hashes. */
interface Made {
  readonly commit: string;
  readonly tree: string;
}

/** What has become of a commit. */
interface Step {
  /** Full hash of what has its changes now; null where nobody can say. */
  readonly now: string | null;
  /** What the next one is made on. */
  readonly tip: Made;
}

async function remakeCommit(maker: Remaker, commit: Unpushed, current: Made): Promise<Step> {
  const { repository, index, isRoadmap, names } = maker;
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
  const author = await readAuthor(repository.root, commit.id);
  const message = rewriteMessage(author.message, names);
  if (tree === current.tree) {
    const twin = await findTwin(maker, commit, { ...author, message });
    if (twin !== null || commit.files.length > 0) return { now: twin, tip: current };
  }
  const made = await commitTree(repository.root, {
    tree,
    parent: current.commit,
    author: author.environment,
    message,
    encoding: author.encoding,
  });
  return { now: made, tip: { commit: made, tree } };
}

/**
 * The commit there that was made of ours before, by a push that was not finished here: author, date and message are the
 * same, and what it changes is there. Ticks that cite ours mean it.
 */
async function findTwin(
  { repository: { root }, tip }: Remaker,
  { id }: Unpushed,
  { environment, message, encoding }: Authored,
): Promise<string | null> {
  const { GIT_AUTHOR_NAME: author, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date } = environment;
  const args = [
    'log',
    '--no-show-signature',
    '--no-color',
    '--no-notes',
    '--encoding=UTF-8',
    '-z',
    '--date=raw',
  ];
  const run = await runPlumbing(root, [...args, '--format=%H%n@%ad%n%an%n%ae%n%B', tip, `^${id}`]);
  if (run.code !== 0) throw refuseFailure('read what is there', run);
  const start = `@${date?.slice(1)}\n${author}\n${email}\n`;
  const text = findDecoder(encoding).decode(message).trim();
  const found = run.stdout
    .toString()
    .split('\0')
    .find((entry) => {
      const rest = entry.slice(entry.indexOf('\n') + 1);
      return rest.startsWith(start) && rest.slice(start.length).trim() === text;
    });
  return found?.slice(0, found.indexOf('\n')) ?? null;
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
  const theirs = await readBlob(maker, after);
  const way = readRoadmap(theirs, path, config);
  const written = await rewriteClaims(theirs, way, names, objects);
  if (isSameFile(there, before)) return { ...after, blob: await writeBlob(repository.root, written) };
  if (there === null || before === null) throw refuseChanged(commit, path, '');
  const contents = {
    // What was made anew before this commit is on both sides.
    base: await rewriteClaims(await readBlob(maker, before), way, names, objects),
    ours: await readBlob(maker, there),
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

/** In a partial clone it is fetched from the remote that promised it. */
async function readBlob({ objects, repository: { root } }: Remaker, { blob }: TreeFile): Promise<Uint8Array> {
  const object = await objects.read(blob);
  if (object.kind === 'object' && object.bytes !== null) return object.bytes;
  const run = await runWriting(root, ['cat-file', 'blob', blob]);
  if (run.code === 0 && run.stdout.length <= parseLimits.size) return run.stdout;
  throw new Refusal(`git can't read the blob ${blob}`, 'See what `git fsck` says.');
}

const AUTHOR = /^author (?<name>.*?) ?<(?<email>[^>]*)> (?<date>-?\d+ [+-]\d{4})$/m;

/** Who made a commit, and what they said. */
interface Authored {
  readonly environment: Author;
  readonly message: Buffer;
  readonly encoding: string;
}

/**
 * The message is kept byte by byte in its encoding, unless the author's name needs that, too: git takes a name in UTF-8
 * alone from us, so both are written in that.
 */
async function readAuthor(root: string, id: string): Promise<Authored> {
  const run = await runPlumbing(root, ['cat-file', 'commit', id]);
  if (run.code !== 0) throw refuseFailure('read a commit', run);
  // Headers, an empty line, the message (git-cat-file(1)).
  const end = run.stdout.indexOf('\n\n');
  const headers = run.stdout.subarray(0, end);
  const message = run.stdout.subarray(end + 2);
  const encoding =
    /^encoding (?<encoding>.+)$/m.exec(headers.toString('latin1'))?.groups?.['encoding'] ?? 'UTF-8';
  if (isUtf8(headers)) return { environment: makeAuthor(headers.toString()), message, encoding };
  const decoder = findDecoder(encoding);
  return {
    environment: makeAuthor(decoder.decode(headers)),
    message: Buffer.from(decoder.decode(message)),
    encoding: 'UTF-8',
  };
}

function makeAuthor(headers: string): Author {
  const { name = '', email = '', date = '' } = AUTHOR.exec(headers)?.groups ?? {};
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` };
}
