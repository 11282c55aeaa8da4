import { openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import { describeFailure, runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';

/** A file that a commit changes: its path from the root, and what it is before and after; no mode where it is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: TreeFile | null;
  readonly after: TreeFile | null;
}

export interface TreeFile {
  /** As git has it: 100644 for a file. */
  readonly mode: string;
  /** Full hash. */
  readonly blob: string;
}

/** A commit that a remote does not have. */
export interface Unpushed {
  /** Full hash. */
  readonly id: string;
  /** Full hashes. */
  readonly parents: readonly string[];
  readonly subject: string;
  /** Against its parent; empty for a merge. */
  readonly files: readonly FileChange[];
}

/**
 * The commits that `head` has and `tip` has not, parents first.
 * @param tip full hash
 * @param head full hash
 */
export async function listUnpushed(folder: string, tip: string, head: string): Promise<Unpushed[]> {
  const run = await runGit(folder, ['rev-list', '--reverse', '--topo-order', '--parents', head, `^${tip}`]);
  if (run.code !== 0) throw refuse('list what is not pushed', describeFailure(run));
  const lines = run.stdout.toString().split('\n').filter(Boolean);
  if (lines.length === 0) return [];
  const commits = lines.map((line) => line.split(' '));
  const changes = await listChanges(
    folder,
    commits.map(([id = '']) => id),
  );
  const objects = openObjects(folder, LONGEST_COMMIT);
  try {
    return await Promise.all(
      commits.map(async ([id = '', ...parents]): Promise<Unpushed> => {
        const details = await readCommit(objects, id);
        return { id, parents, subject: details?.subject ?? '', files: changes.get(id) ?? [] };
      }),
    );
  } finally {
    await objects.close();
  }
}

/** In bytes; of a longer one the subject is not told. */
const LONGEST_COMMIT = 1024 * 1024;

/** What commits change, by their full hashes: those with one parent; of others, and of those that change nothing, none. */
async function listChanges(folder: string, ids: readonly string[]): Promise<Map<string, FileChange[]>> {
  const args = ['diff-tree', '--stdin', '-r', '-z', '--raw', '--no-abbrev', '--no-renames'];
  const run = await runGit(
    folder,
    [...args, '--ignore-submodules=none'],
    ids.map((id) => `${id}\n`).join(''),
  );
  if (run.code !== 0) throw refuse('compare commits', describeFailure(run));
  const changes = new Map<string, FileChange[]>();
  const fields = run.stdout.toString().split('\0').slice(0, -1);
  let files: FileChange[] = [];
  // <commit>\0, then :<mode> <mode> <blob> <blob> <status>\0<path>\0 of each file (git-diff-tree(1), raw output format)
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (!field.startsWith(':')) {
      files = [];
      changes.set(field, files);
      continue;
    }
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = ''] = field.slice(1).split(' ');
    at += 1;
    files.push({
      path: fields[at] ?? '',
      before: makeFile(oldMode, oldBlob),
      after: makeFile(newMode, newBlob),
    });
  }
  return changes;
}

function makeFile(mode: string, blob: string): TreeFile | null {
  return /^0+$/.test(mode) ? null : { mode, blob };
}

function refuse(what: string, said: string): InputError {
  return new InputError(`git could not ${what}: ${said}`, 'See what `git fsck` says.');
}
