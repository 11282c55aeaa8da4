import { posix } from 'node:path';
import {
  type AuditDiagnostic,
  type AuditGap,
  type AuditReport,
  type Config,
  listTasks,
  type State,
} from '@roadmap-as-code/core';
import { findMergeBases, type History, markAncestors, parentsOf } from '@roadmap-as-code/core/history';
import { parseLimits } from '@roadmap-as-code/core/parse';
import {
  addToldClaims,
  findTold,
  isUntold,
  readToldTransitions,
  type ToldTransition,
} from '@roadmap-as-code/core/told';
import {
  type ChangedRoadmap,
  isGuarded,
  readBases,
  readChange,
  readConfigOf,
} from '../changes/read-change.ts';
import { configName, roadmapName } from '../config/names.ts';
import { parseConfig } from '../config/parse-config.ts';
import { listNamed } from '../config/roadmap-entries.ts';
import { type BlobFinder, makeBlobFinder } from '../git/blob-finder.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import { readHistory, readVersions, type Versions } from '../git/read-history.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { makeVersionParser, type ParseBytes } from '../parse-once.ts';
import type { AuditRange } from './audit-range.ts';
import { type Found, judgeCommit, judgeObligations } from './judge-commit.ts';
import type { Obligation } from './pack-deed.ts';

/**
 * Judges every commit of a range that changed a roadmap, by whomever, each against all of its parents and by the config
 * before it; its evidence against the newest commit. It takes as many git processes for a long history as for a short
 * one, and keeps of each commit no more than the tasks that it touched.
 */
export async function auditHistory(repository: Repository, range: AuditRange): Promise<AuditReport> {
  const objects = openObjects(repository.folder, parseLimits.size);
  try {
    const trail = await findTrail(repository, range, objects);
    const walked = await walk(trail, objects);
    const evidence = await judgeObligations(repository, range, trail.paths, walked.obligations);
    const found = [...walked.found, ...evidence];
    const isOld = await findBaseline(trail, range, objects);
    const order = (one: Found): number => trail.history.indexes.get(one.commit) ?? 0;
    const diagnostics: AuditDiagnostic[] = [];
    for (const one of found.sort((a, b) => order(b) - order(a) || a.diagnostic.offset - b.diagnostic.offset))
      diagnostics.push(await describe(one, isOld(order(one), one.diagnostic.file), objects));
    return {
      schemaVersion: 1,
      range: range.shown,
      ...walked.counts,
      diagnostics,
      gaps: walked.gaps,
      summary: count(diagnostics),
    };
  } finally {
    await objects.close();
  }
}

/** The history that is audited, and where in it the roadmaps changed. */
interface Trail {
  readonly history: History;
  readonly tip: number;
  /** 1 at the index of each commit that is judged. */
  readonly isJudged: Uint8Array;
  readonly boundary: ReadonlySet<string>;
  /** Every file that was a roadmap in any version of the config. */
  readonly paths: readonly string[];
  readonly blobAt: BlobFinder;
}

async function findTrail(
  { folder, boundary }: Repository,
  { tip, without }: AuditRange,
  objects: ObjectReader,
): Promise<Trail> {
  const [{ history, trouble }, configs] = await Promise.all([
    readHistory(folder, [tip], without === null ? [] : [without]),
    readVersions(folder, [tip], [configName]),
  ]);
  const at = history?.indexes.get(tip);
  if (history === null || at === undefined || configs === null)
    throw new InputError(
      `git could not read the history${trouble === null ? '' : `: ${trouble}`}`,
      'See what `git log --stat` says; a partial clone has all with `git fetch --refetch --no-filter`.',
    );
  const named = await listEverNamed(configs, objects);
  const versions = await readVersions(folder, [tip], [configName, roadmapName, ...named]);
  if (versions === null)
    throw new InputError(
      'git could not list the versions of the roadmaps',
      'See what `git log --stat` says.',
    );
  const isJudged = markAncestors(history, at);
  const base = without === null ? undefined : history.indexes.get(without);
  if (base !== undefined)
    for (const [index, mark] of markAncestors(history, base).entries()) if (mark === 1) isJudged[index] = 0;
  const paths = [...versions.blobs.keys()].filter(
    (path) => named.includes(path) || posix.basename(path) === roadmapName,
  );
  return { history, tip: at, isJudged, boundary, paths, blobAt: makeBlobFinder(history, versions) };
}

/** What any version of the config named as a roadmap. */
async function listEverNamed({ blobs }: Versions, objects: ObjectReader): Promise<string[]> {
  const versions = new Set([...(blobs.get(configName)?.values() ?? [])].filter((blob) => blob !== null));
  const named = new Set<string>();
  for (const blob of versions) {
    const object = await objects.read(blob);
    for (const path of object.kind === 'object' && object.bytes !== null ? readNames(object.bytes) : [])
      named.add(path);
  }
  return [...named];
}

function readNames(bytes: Uint8Array): string[] {
  try {
    return listNamed(parseConfig(bytes));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

interface Walked {
  readonly counts: { readonly commits: number; readonly transitions: number };
  readonly found: readonly Found[];
  readonly obligations: readonly Obligation[];
  readonly gaps: AuditGap[];
}

async function walk(trail: Trail, objects: ObjectReader): Promise<Walked> {
  const { history, tip, isJudged, boundary } = trail;
  const found: Found[] = [];
  const obligations: Obligation[] = [];
  const gaps: AuditGap[] = [];
  const counts = { commits: 0, transitions: 0 };
  const parse = makeVersionParser();
  for (let index = tip; index < history.ids.length; index += 1) {
    if (isJudged[index] !== 1) continue;
    const changed = listChanged(trail, index);
    if (changed.length === 0) continue;
    const commit = history.ids[index] ?? '';
    if (boundary.has(commit)) {
      gaps.push({ commit, why: 'cut-off' });
      continue;
    }
    counts.commits += 1;
    const judged = await judgeAt(trail, index, changed, objects, parse);
    if (judged === null) gaps.push({ commit, why: 'unreadable' });
    else {
      counts.transitions += judged.transitions;
      found.push(...judged.diagnostics.map((diagnostic) => ({ commit, diagnostic })));
      obligations.push(...judged.obligations);
    }
  }
  return { counts, found, obligations, gaps };
}

/** The roadmaps, and the config, of which the commit has another version than some parent; with another config, all. */
function listChanged({ history, paths, blobAt }: Trail, index: number): string[] {
  const parents = [...parentsOf(history, index)];
  const isChanged = (path: string): boolean => {
    const blob = blobAt(path, index);
    if (parents.length === 0) return blob !== null;
    const others = parents.map((parent) => blobAt(path, parent));
    if (others.every((other) => other === blob)) return false;
    if (parents.length === 1) return true;
    // A merge that takes the one side that changed the file did nothing of its own.
    const [first, ...rest] = parents;
    const bases = rest.flatMap((other) => findMergeBases(history, first ?? 0, other));
    const isBase = (other: string | null): boolean =>
      bases.length > 0 && bases.every((base) => blobAt(path, base) === other);
    return !others.every((other) => other === blob || isBase(other));
  };
  const isAll = isChanged(configName);
  return [configName, ...paths].filter((path) => isChanged(path) || (isAll && blobAt(path, index) !== null));
}

/** Null where the commit leaves something that can't be read. */
async function judgeAt(
  { history }: Trail,
  index: number,
  changed: readonly string[],
  objects: ObjectReader,
  parse: ParseBytes,
): Promise<ReturnType<typeof judgeCommit> | null> {
  const ids = [...parentsOf(history, index)].map((parent) => history.ids[parent] ?? '');
  const commit = history.ids[index] ?? '';
  const parents = ids.map((id) => ({ kind: 'commit' as const, id }));
  const sides = {
    parents,
    after: { kind: 'commit' as const, id: commit },
    governing: parents[0] ?? { kind: 'nothing' as const },
  };
  const [first, ...rest] = parentsOf(history, index);
  const bases = rest.flatMap((other) => findMergeBases(history, first ?? 0, other));
  try {
    const { roadmaps } = await readChange(
      sides,
      objects,
      // Where a config names roadmaps, another file of the usual name is none.
      async (configs) =>
        changed.filter((path) => path === configName || configs.some((config) => isGuarded(config, path))),
      parse,
    );
    const found = await readBases(
      bases.map((base) => history.ids[base] ?? ''),
      roadmaps,
      objects,
    );
    const told = await readTold(commit, roadmaps, objects);
    return judgeCommit(commit, tellDeeds(roadmaps, told), found);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** What the message of a commit tells; nothing where no roadmap would need it. */
async function readTold(
  commit: string,
  roadmaps: readonly ChangedRoadmap[],
  objects: ObjectReader,
): Promise<ToldTransition[]> {
  if (!roadmaps.some(({ after }) => listTasks(after.graph).some(isUntold))) return [];
  const object = await objects.read(commit);
  const text = object.kind === 'object' && object.bytes !== null ? object.bytes.toString() : '';
  return readToldTransitions(text, commit);
}

/** The roadmaps with what the message tells of tasks that the commit took to that state. */
function tellDeeds(
  roadmaps: readonly ChangedRoadmap[],
  told: readonly ToldTransition[],
): readonly ChangedRoadmap[] {
  if (told.length === 0) return roadmaps;
  return roadmaps.map((roadmap) => {
    const { after, parents } = roadmap;
    const deeds = told.filter((one) =>
      parents.every((parent) => parent === null || stateIn(parent, one) !== one.state),
    );
    const graph = after.dialect.evidence.place === 'field' ? after.graph : addToldClaims(after.graph, deeds);
    return { ...roadmap, after: { ...after, graph } };
  });
}

function stateIn({ graph }: LoadedRoadmap, told: ToldTransition): State | undefined {
  return findTold(listTasks(graph), told)?.state;
}

/** Whether a commit is one before the baseline that the config at the tip sets for a file. */
async function findBaseline(
  { history }: Trail,
  { tip }: AuditRange,
  objects: ObjectReader,
): Promise<(index: number, file: string) => boolean> {
  const config: Config | null = await readConfigOf({ kind: 'commit', id: tip }, objects).catch(() => null);
  const marks = new Map<string, Uint8Array>();
  for (const { path, since } of config?.roadmaps ?? []) {
    if (since === undefined) continue;
    const object = await objects.read(`${since}^{commit}`);
    const at = object.kind === 'object' ? history.indexes.get(object.id) : undefined;
    if (at === undefined)
      throw new InputError(
        `${configName}: since: ${since} names no commit of this history`,
        'Name the commit from which on transitions are judged.',
      );
    marks.set(posix.normalize(path), markAncestors(history, at));
  }
  return (index, file) => marks.get(file)?.[index] === 1;
}

async function describe(
  { commit, diagnostic }: Found,
  isOld: boolean,
  objects: ObjectReader,
): Promise<AuditDiagnostic> {
  const made = await readCommit(objects, commit);
  const { date = null, author = null, subject = null } = made ?? {};
  return { commit, date, author, subject, ...diagnostic, severity: isOld ? 'info' : diagnostic.severity };
}

function count(diagnostics: readonly AuditDiagnostic[]): AuditReport['summary'] {
  const of = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), infos: of('info') };
}
