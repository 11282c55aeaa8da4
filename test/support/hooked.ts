import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { makeEnvironment } from './environment.ts';
import { requireOwn } from './make-folder.ts';
import type { Run } from './run-roadmap.ts';

/** A roadmap with one task that is open, or ticked without any evidence. */
export function oneTask(box: ' ' | 'x'): string {
  return `### P0 — Work\n\n- [${box}] **P0.1** Do it\n  - Commit: <hash>\n  - Status: <one line>\n`;
}

/** Runs git without throwing where a hook refuses. */
export function tryGit(
  folder: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Run {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: requireOwn(folder),
    env: makeEnvironment(changes),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** What a file is: kind, mode, time of its last change in ns, and bytes; null where there is none. */
export function describeFile(path: string): string | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  const content = stats.isSymbolicLink() ? readlinkSync(path) : readFileSync(path).toString('hex');
  return `${stats.mode.toString(8)} ${stats.mtimeNs} ${content}`;
}

/** The lines of a file that a hook wrote; none where it wrote none. */
export function readLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}
