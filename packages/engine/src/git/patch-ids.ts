import { createHash } from 'node:crypto';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Comparison, PatchIds } from '@roadmap-as-code/core';
import type { Repository } from './find-repository.ts';
import { PatchSplitter } from './patch-splitter.ts';
import { keyOfComparison } from './read-changes.ts';
import { describeFailure, makeReadingEnvironment, startGitIn } from './run-git.ts';

/**
 * What is hashed is the same in every clone, whatever its user has set (git-config(1): diff.*, core.quotePath), git's own
 * defaults where it has several ways.
 */
const DIFF = [
  '-c',
  `core.attributesFile=${devNull}`,
  '-c',
  'core.quotePath=true',
  '-c',
  'diff.suppressBlankEmpty=false',
  'diff-tree',
  '--stdin',
  '--root',
  '--always',
  '--patch',
  '--full-index',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--ignore-submodules=none',
  '--submodule=short',
  '--unified=3',
  '--inter-hunk-context=0',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  `-O${devNull}`,
];

const MOST_STARTS = 5;

/** Patch ids of comparisons, by their keys, without those that git could not make; and what it said of these. */
export interface ToldPatches {
  readonly told: ReadonlyMap<string, PatchIds>;
  readonly trouble: string | null;
}

/**
 * The patch ids of comparisons, as `git patch-id --verbatim` has them, from the diffs of one git process. Where the clone
 * lacks a file, git ends there, and another is started behind it, so many times at most.
 * @param isRoadmap says of a path from the root whether it is left out of `work`
 */
export async function readPatchIds(
  { commonDir }: Pick<Repository, 'commonDir'>,
  comparisons: readonly Comparison[],
  isRoadmap: (path: string) => boolean,
): Promise<ToldPatches> {
  const told = new Map<string, PatchIds>();
  let left = [...new Map(comparisons.map((one) => [keyOfComparison(one), one])).values()];
  let trouble: string | null = null;
  for (let starts = 0; left.length > 0 && starts < MOST_STARTS; starts += 1) {
    const asked = left;
    let count = 0;
    const splitter = new PatchSplitter(
      asked.map(({ commit }) => commit),
      (patch) => {
        const one = asked[count];
        count += 1;
        if (one !== undefined) told.set(keyOfComparison(one), hashPatches(patch, one.commit, isRoadmap));
      },
    );
    // Away from the working tree and the index, so that no .gitattributes says what is binary.
    const env = {
      ...makeReadingEnvironment(),
      GIT_DIR: commonDir,
      GIT_WORK_TREE: commonDir,
      GIT_INDEX_FILE: join(commonDir, 'no-index'),
      GIT_ATTR_NOSYSTEM: '1',
    };
    const git = startGitIn(env, commonDir, DIFF, (chunk) => splitter.add(chunk));
    git.write(asked.map((one) => `${keyOfComparison(one)}\n`).join(''));
    git.finish();
    const end = await git.ended;
    if (end.code === 0) {
      splitter.finish();
      return { told, trouble };
    }
    trouble ??= describeFailure(end);
    // What it had begun with is what it stumbled over.
    left = asked.slice(count + 1);
  }
  return { told, trouble };
}

function hashPatches(patch: Buffer | null, commit: string, isRoadmap: (path: string) => boolean): PatchIds {
  const sections = patch === null ? [] : splitSections(patch);
  const work = sections.filter((section) => !isRoadmap(readPath(section)));
  const algorithm = commit.length === SHA256_DIGITS ? 'sha256' : 'sha1';
  const whole = hashSections(sections, algorithm);
  return { whole, work: work.length === sections.length ? whole : hashSections(work, algorithm) };
}

const SHA256_DIGITS = 64;

/** The parts of a patch that are about one file each: no line of a file's content begins like their first. */
function splitSections(patch: Buffer): Buffer[] {
  const sections: Buffer[] = [];
  let start = patch.subarray(0, SECTION.length - 1).equals(SECTION.subarray(1)) ? 0 : nextSection(patch, 0);
  while (start < patch.length) {
    const end = nextSection(patch, start);
    sections.push(patch.subarray(start, end));
    start = end;
  }
  return sections;
}

const SECTION = Buffer.from('\ndiff --git ');
const HUNK = Buffer.from('\n@@ -');
const LINE_FEED = 0x0a;

function nextSection(patch: Buffer, from: number): number {
  const at = patch.indexOf(SECTION, from);
  return at === -1 ? patch.length : at + 1;
}

/** `diff --git a/<path> b/<path>`, without renames twice the same; in quotes where it has odd characters. */
function readPath(section: Buffer): string {
  const line = section.subarray(SECTION.length - 1, section.indexOf(LINE_FEED)).toString();
  if (!line.startsWith('"')) return line.slice('a/'.length, (line.length - 1) / 2);
  return unquote(line.slice(1, (line.length - 1) / 2 - 1)).slice('a/'.length);
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** As git-config(1) says under core.quotePath: C's escapes, bytes in octal. */
function unquote(quoted: string): string {
  const bytes: number[] = [];
  for (const [, octal, letter, plain] of quoted.matchAll(/\\([0-7]{3})|\\(.)|([^\\])/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(ESCAPES[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(plain ?? ''));
  }
  return Buffer.from(bytes).toString();
}

/**
 * What `git patch-id --verbatim` prints of a patch of these sections; null for none. Done here, since one git would have
 * to be fed with the output of another, each patch a second time without its roadmaps, and git knows `--verbatim` from
 * 2.39 on alone. As in builtin/patch-id.c of git 2.39, down to its oddities: what has no hunks (a mode, an empty file) is
 * hashed together with the file behind it, and behind a binary file the line that begins the next one is left out.
 */
function hashSections(sections: readonly Buffer[], algorithm: 'sha1' | 'sha256'): string | null {
  if (sections.length === 0) return null;
  let hash = createHash(algorithm);
  const sum = new Uint8Array(hash.copy().digest().length);
  const flush = (): void => {
    addTo(sum, hash.digest());
    hash = createHash(algorithm);
  };
  let before: 'header' | 'binary' | 'text' = 'header';
  for (const section of sections) {
    if (before === 'text') flush();
    let at = before === 'binary' ? section.indexOf(LINE_FEED) + 1 : 0;
    before = 'header';
    let blobs: RegExpExecArray | null = null;
    while (at < section.length && before === 'header') {
      const end = endOfLine(section, at);
      const line = section.subarray(at, end);
      const text = line.toString('latin1');
      if (text.startsWith('Binary files') || text.startsWith('GIT binary patch')) {
        hash.update(blobs?.[1] ?? '').update(blobs?.[2] ?? '');
        flush();
        before = 'binary';
      } else if (text.startsWith('index ')) blobs = /^index (\w+)\.\.(\w+)/.exec(text);
      else if (text.startsWith('--- ')) {
        before = 'text';
        updateWithHunks(hash, section, at);
      } else hash.update(line);
      at = end;
    }
  }
  flush();
  return Buffer.from(sum).toString('hex');
}

/** All but the heads of hunks, which say where in the file they are. */
function updateWithHunks(hash: ReturnType<typeof createHash>, section: Buffer, from: number): void {
  let at = from;
  while (at < section.length) {
    const hunk = section.indexOf(HUNK, at);
    if (hunk === -1) {
      hash.update(section.subarray(at));
      return;
    }
    hash.update(section.subarray(at, hunk + 1));
    at = endOfLine(section, hunk + 1);
  }
}

function endOfLine(section: Buffer, from: number): number {
  const end = section.indexOf(LINE_FEED, from);
  return end === -1 ? section.length : end + 1;
}

/** Adds numbers whose first byte is the least. */
function addTo(sum: Uint8Array, other: Uint8Array): void {
  let carry = 0;
  for (let at = 0; at < sum.length; at += 1) {
    carry += (sum[at] ?? 0) + (other[at] ?? 0);
    sum[at] = carry & 0xff;
    carry >>= 8;
  }
}
