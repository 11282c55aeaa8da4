import type { HandoffRun } from '@roadmap-as-code/core';
import { readStatements } from '@roadmap-as-code/core/handoff';
import { openObjects } from '../git/object-reader.ts';
import { runGit } from '../git/run-git.ts';

const NOTES = 'refs/notes/roadmap';
/** Bytes of one note; a longer one is left out. */
const LONGEST_NOTE = 1024 * 1024;

/**
 * What ran at some commits, by the notes that are on them; nothing where there are none, or git can't tell. A tree of notes
 * has a blob for each commit under its hash, which slashes may part (git-notes(1)).
 * @param commits full hashes
 */
export async function readRunNotes(folder: string, commits: readonly string[]): Promise<HandoffRun[]> {
  const run = await runGit(folder, ['ls-tree', '-r', '-z', '--full-tree', NOTES]);
  if (run.code !== 0) return [];
  const blobs = new Map(
    run.stdout
      .toString()
      .split('\0')
      .flatMap((line): [string, string][] => {
        const { blob, path } = /^\d+ blob (?<blob>[0-9a-f]+)\t(?<path>[0-9a-f/]+)$/.exec(line)?.groups ?? {};
        return blob === undefined || path === undefined ? [] : [[path.replaceAll('/', ''), blob]];
      }),
  );
  const objects = openObjects(folder, LONGEST_NOTE);
  const runs = await Promise.all(
    commits.map(async (commit) => {
      const blob = blobs.get(commit);
      const object = blob === undefined ? null : await objects.read(blob);
      return object?.kind === 'object' && object.bytes !== null
        ? readStatements(object.bytes.toString(), commit)
        : [];
    }),
  );
  await objects.close();
  return runs.flat();
}
