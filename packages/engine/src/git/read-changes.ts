import type { Comparison } from '@roadmap-as-code/core';
import { describeFailure, splitBytes, startGit } from './run-git.ts';

/** What differs between a commit and what it is compared with. */
export interface ChangedFiles {
  readonly comparison: Comparison;
  /** Number of files. */
  readonly count: number;
  /** The first of them, from the root, in the order of their names. */
  readonly first: readonly string[];
  /** Whether there is one that is not a roadmap. */
  readonly hasWork: boolean;
}

/** What is told of comparisons, by their keys, without those that git could not tell; and what it said of these. */
export interface ToldChanges {
  readonly told: ReadonlyMap<string, ChangedFiles>;
  readonly trouble: string | null;
}

const MOST_STARTS = 5;

/** A git that is there to say what commits change. */
export interface ChangeReader {
  /**
   * What commits change, each once; to be asked once.
   * @param most paths that are kept of each
   */
  read(
    comparisons: readonly Comparison[],
    isRoadmap: (path: string) => boolean,
    most: number,
  ): Promise<ToldChanges>;
  /** Ends it, asked or not. */
  close(): void;
}

/**
 * Starts one process that says what commits change (git-diff-tree(1), `--stdin`: a second hash in a line stands for the
 * parents), so that it is there once it is known which. The plumbing heeds no setting of the user's. Where the clone lacks a
 * tree, git ends there, and another is started behind it, so many times at most.
 */
export function openChanges(cwd: string): ChangeReader {
  const first = startComparing(cwd);
  // Whoever asks hears of it.
  first.ended.catch(() => undefined);
  return {
    read: (comparisons, isRoadmap, most) => readChanges(cwd, first, comparisons, isRoadmap, most),
    close: first.finish,
  };
}

async function readChanges(
  cwd: string,
  first: Comparing,
  comparisons: readonly Comparison[],
  isRoadmap: (path: string) => boolean,
  most: number,
): Promise<ToldChanges> {
  const told = new Map<string, ChangedFiles>();
  let left = [...new Map(comparisons.map((one) => [keyOfComparison(one), one])).values()];
  let trouble: string | null = null;
  for (let starts = 0; left.length > 0 && starts < MOST_STARTS; starts += 1) {
    const run = await (starts === 0 ? first : startComparing(cwd)).compare(left, isRoadmap, most);
    for (const changed of run.told) told.set(keyOfComparison(changed.comparison), changed);
    trouble ??= run.trouble;
    // The one behind those that were told is what git stumbled over.
    left = run.trouble === null ? [] : left.slice(run.told.length + 1);
  }
  return { told, trouble };
}

interface Comparing {
  compare(
    comparisons: readonly Comparison[],
    isRoadmap: (path: string) => boolean,
    most: number,
  ): Promise<{ readonly told: ChangedFiles[]; readonly trouble: string | null }>;
  finish(): void;
  readonly ended: Promise<unknown>;
}

function startComparing(cwd: string): Comparing {
  let onPiece: (bytes: Buffer, start: number, end: number) => void = () => undefined;
  const git = startGit(
    cwd,
    ['diff-tree', '--stdin', '-r', '--root', '--always', ...PLAIN],
    splitBytes((bytes, start, end) => onPiece(bytes, start, end)),
  );
  return {
    ended: git.ended,
    finish: git.finish,
    compare: async (comparisons, isRoadmap, most) => {
      const told: ChangedFiles[] = [];
      let isPath = false;
      let current: { comparison: Comparison; count: number; first: string[]; hasWork: boolean } | null = null;
      let heads = 0;
      onPiece = (bytes, start, end) => {
        if (isPath) {
          isPath = false;
          if (current === null) return;
          current.count += 1;
          const isKept = current.first.length < most;
          if (!isKept && current.hasWork) return;
          const path = bytes.toString('utf8', start, end);
          if (isKept) current.first.push(path);
          current.hasWork ||= !isRoadmap(path);
        } else if (end - start === 1) isPath = true;
        else {
          // A commit by itself is the head of the next comparison; a status is one letter.
          if (current !== null) told.push(current);
          const comparison = comparisons[heads];
          heads += 1;
          current = comparison === undefined ? null : { comparison, count: 0, first: [], hasWork: false };
        }
      };
      git.write(comparisons.map((one) => `${keyOfComparison(one)}\n`).join(''));
      git.finish();
      const end = await git.ended;
      // git writes of a comparison once it has made it, so only a signal cuts one off in the middle.
      if (end.code !== null && current !== null) told.push(current);
      return { told, trouble: end.code === 0 ? null : describeFailure(end) };
    },
  };
}

const PLAIN = ['--no-renames', '--ignore-submodules=none', '--name-status', '-z'];

/** A comparison as `git diff-tree --stdin` takes it. */
export function keyOfComparison({ commit, with: other }: Comparison): string {
  return other === null ? commit : `${commit} ${other}`;
}
