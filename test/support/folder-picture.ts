import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Path from the folder → kind, mode and content. */
export type FolderPicture = ReadonlyMap<string, string>;

/** Larger files are taken by size and time: a sparse one of 200 MB is not worth reading twice. */
const MOST_READ = 16 * 1024 * 1024;

/** Everything in a folder, git's index and refs included. */
export function takePicture(folder: string): FolderPicture {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(paths.sort().map((path) => [path, describeFile(join(folder, path))]));
}

/** The paths that are new, gone or different. */
export function listChanges(before: FolderPicture, after: FolderPicture): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => before.get(path) !== after.get(path)).sort();
}

function describeFile(path: string): string {
  const stats = lstatSync(path);
  const mode = stats.mode.toString(8);
  if (stats.isSymbolicLink()) return `${mode} ${readlinkSync(path)}`;
  if (!stats.isFile()) return mode;
  if (stats.size > MOST_READ) return `${mode} ${stats.size} ${stats.mtimeMs}`;
  return `${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
