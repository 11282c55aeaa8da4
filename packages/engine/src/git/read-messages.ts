import { PLAIN_LOG } from './plain-log.ts';
import { runGit } from './run-git.ts';

/** A commit that says something, and what it changed against its first parent; a root against nothing. */
export interface Message {
  /** Full hash. */
  readonly commit: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  /** Blobs; null where the file was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

const LOG = [...PLAIN_LOG, '--raw', '--no-abbrev', '--diff-merges=first-parent'];

/**
 * The commits of a history whose messages have a line, the newest first; none where git can't read it.
 * @param target any name of a commit
 * @param line a basic regular expression (git-log(1), --grep)
 */
export async function readMessages(cwd: string, target: string, line: string): Promise<Message[]> {
  const run = await runGit(cwd, [
    ...LOG,
    '--no-renames',
    '--basic-regexp',
    `--grep=${line}`,
    '--format=%H%n%B',
    '--end-of-options',
    target,
    '--',
  ]);
  return run.code === 0 ? splitMessages(run.stdout.toString()) : [];
}

/**
 * The names under which files that have one of these paths went before: pairs of the old and the new one, the newest
 * first; none where git can't read the history.
 */
export async function readRenames(
  cwd: string,
  target: string,
  paths: readonly string[],
): Promise<(readonly [string, string])[]> {
  const run = await runGit(cwd, [
    ...LOG,
    '--find-renames',
    '--diff-filter=R',
    '--format=',
    '--end-of-options',
    target,
    '--',
    ...paths.map((path) => `:(top,literal)${path}`),
  ]);
  if (run.code !== 0) return [];
  const fields = run.stdout.toString().split('\0');
  return fields.flatMap((field, at) =>
    ENTRY.test(field) ? [[fields[at + 1] ?? '', fields[at + 2] ?? ''] as const] : [],
  );
}

/** An entry of the raw format (git-diff(1)); the path stands behind it. */
const ENTRY = /^\n?:\d+ \d+ (?<before>[0-9a-f]+) (?<after>[0-9a-f]+) [A-Z]\d*$/;

function splitMessages(output: string): Message[] {
  const messages: { commit: string; message: string; changes: FileChange[] }[] = [];
  const fields = output.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    const { before, after } = ENTRY.exec(field)?.groups ?? {};
    if (before !== undefined && after !== undefined) {
      at += 1;
      messages.at(-1)?.changes.push({
        path: fields[at] ?? '',
        before: blobOf(before),
        after: blobOf(after),
      });
    } else if (field !== '') {
      const end = field.indexOf('\n');
      messages.push({ commit: field.slice(0, end), message: field.slice(end + 1), changes: [] });
    }
  }
  return messages;
}

/** Git writes zeros for a file that is not there. */
function blobOf(hash: string): string | null {
  return /^0+$/.test(hash) ? null : hash;
}
