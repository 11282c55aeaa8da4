import { parentsOf } from '@roadmap-as-code/core/history';
import { configName } from '../config/names.ts';
import type { Trail } from './find-trail.ts';

/** A commit that is judged. */
export interface Step {
  readonly index: number;
  /** Full hash. */
  readonly commit: string;
  /** Indexes of its parents, and of their merge bases where there are several. */
  readonly parents: readonly number[];
  readonly bases: readonly number[];
  /** The roadmaps, and the config, of which it has another version than some parent; with another config, all. */
  readonly changed: readonly string[];
}

/** The commits that changed a roadmap, the newest first. */
export function* listSteps(trail: Trail): Generator<Step> {
  const { history, tip, isJudged } = trail;
  for (let index = tip; index < history.ids.length; index += 1) {
    if (isJudged[index] !== 1) continue;
    const parents = [...parentsOf(history, index)];
    const [first = 0, ...rest] = parents;
    const bases = rest.flatMap((other) => trail.basesOf(first, other));
    const commit = history.ids[index] ?? '';
    const changed = listChanged(trail, { index, commit, parents, bases });
    if (changed.length > 0) yield { index, commit, parents, bases, changed };
  }
}

function listChanged(
  { paths, blobAt, changed }: Trail,
  { index, commit, parents, bases }: Omit<Step, 'changed'>,
): string[] {
  const isChanged = (path: string): boolean => {
    const blob = blobAt(path, index);
    if (parents.length === 0) return blob !== null;
    const others = parents.map((parent) => blobAt(path, parent));
    if (others.every((other) => other === blob)) return false;
    if (parents.length === 1) return true;
    // A merge that takes the one side that changed the file did nothing of its own.
    const isBase = (other: string | null): boolean =>
      bases.length > 0 && bases.every((base) => blobAt(path, base) === other);
    return !others.every((other) => other === blob || isBase(other));
  };
  const isAll = isChanged(configName);
  const listed = isAll || parents.length > 1 ? paths : (changed.get(commit) ?? []);
  return [configName, ...listed].filter((path) => isChanged(path) || (isAll && blobAt(path, index) !== null));
}
