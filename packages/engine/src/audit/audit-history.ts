import { posix } from 'node:path';
import {
  type AuditDiagnostic,
  type AuditGap,
  type AuditReport,
  type Config,
  listTasks,
  type State,
} from '@roadmap-as-code/core';
import { markAncestors } from '@roadmap-as-code/core/history';
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
import { configName } from '../config/names.ts';
import type { Repository } from '../git/find-repository.ts';
import { type ObjectReader, openObjects } from '../git/object-reader.ts';
import { readCommit } from '../git/read-commit.ts';
import type { ReadHistory } from '../git/read-history.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { askEarly } from '../lookups/early-history.ts';
import { makeVersionParser, type ParseBytes } from '../parse-once.ts';
import type { AuditRange } from './audit-range.ts';
import { findTrail, type Trail } from './find-trail.ts';
import {
  type Found,
  type JudgedCommit,
  judgeCommit,
  judgeObligations,
  type Obligations,
} from './judge-commit.ts';
import { type BegunStep, beginStep, makeNearJudge } from './judge-near-commit.ts';
import { listSteps, type Step } from './list-steps.ts';
import type { Obligation } from './pack-deed.ts';
import { lookAhead, makeBlobReader } from './read-ahead.ts';

/**
 * Judges every commit of a range that changed a roadmap, by whomever, each against all of its parents and by the config
 * before it; its evidence against the newest commit. It takes as many git processes for a long history as for a short
 * one, and keeps of each commit no more than the tasks that it touched.
 * @param isInFull whether no commit is judged by what it touched alone: the same is found, a hundred times slower
 */
export async function auditHistory(
  repository: Repository,
  range: AuditRange,
  isInFull = false,
): Promise<AuditReport> {
  const objects = openObjects(repository.folder, parseLimits.size);
  try {
    const trail = await findTrail(repository, range, objects);
    const walked = await walk(trail, objects, isInFull, () => askEarly(repository));
    const evidence = await judgeObligations(repository, range, trail.paths, walked);
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

interface Walked extends Obligations {
  readonly counts: { readonly commits: number; readonly transitions: number };
  readonly found: readonly Found[];
  readonly gaps: AuditGap[];
}

/** @param ask for what the refs reach: done with the first obligation, so that git may answer while the others are found */
async function walk(
  trail: Trail,
  objects: ObjectReader,
  isInFull: boolean,
  ask: () => Promise<ReadHistory>,
): Promise<Walked> {
  const { boundary } = trail;
  const found: Found[] = [];
  const obligations: Obligation[] = [];
  const gaps: AuditGap[] = [];
  let reached: Promise<ReadHistory> | null = null;
  const counts = { commits: 0, transitions: 0 };
  const parser = makeVersionParser();
  const blobs = makeBlobReader(objects);
  const judgeNear = makeNearJudge(
    trail,
    objects,
    parser,
    async (commit) => (await readTold(commit, objects)).length > 0,
  );
  const begin = (step: Step): BegunStep => beginStep(trail, blobs, step);
  for await (const step of lookAhead(listSteps(trail), begin, blobs)) {
    const { commit } = step;
    if (boundary.has(commit)) {
      gaps.push({ commit, why: 'cut-off' });
      continue;
    }
    counts.commits += 1;
    const near = isInFull ? null : await judgeNear(step);
    const judged = near ?? (await judgeAt(trail, step, objects, parser.parse));
    if (judged === null) gaps.push({ commit, why: 'unreadable' });
    else {
      counts.transitions += judged.transitions;
      for (const diagnostic of judged.diagnostics) found.push({ commit, diagnostic });
      if (judged.obligations.length > 0) reached ??= ask();
      for (const obligation of judged.obligations) obligations.push(obligation);
    }
  }
  return { counts, found, obligations, reached, gaps };
}

/** Null where the commit leaves something that can't be read. */
async function judgeAt(
  { history }: Trail,
  { commit, changed, bases, ...step }: Step,
  objects: ObjectReader,
  parse: ParseBytes,
): Promise<JudgedCommit | null> {
  const parents = step.parents.map((parent) => ({ kind: 'commit' as const, id: history.ids[parent] ?? '' }));
  const sides = {
    parents,
    after: { kind: 'commit' as const, id: commit },
    governing: parents[0] ?? { kind: 'nothing' as const },
  };
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
    const isAsking = roadmaps.some(({ after }) => listTasks(after.graph).some(isUntold));
    const told = isAsking ? await readTold(commit, objects) : [];
    return judgeCommit(commit, tellDeeds(roadmaps, told), found);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** What the message of a commit tells. */
async function readTold(commit: string, objects: ObjectReader): Promise<ToldTransition[]> {
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
