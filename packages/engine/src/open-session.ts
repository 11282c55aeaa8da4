import { join, resolve } from 'node:path';
import type { Config, TransitionReport } from '@roadmap-as-code/core';
import { adoptRoadmaps } from './adopt/adopt-roadmaps.ts';
import { type CascadeSurroundings, cascadeTask } from './cascade/cascade-task.ts';
import { findTargets } from './cascade/find-targets.ts';
import { checkRoadmaps } from './check-roadmaps.ts';
import { readConfig } from './config/read-config.ts';
import { examine, mendAll } from './doctor/run-doctor.ts';
import { exportRoadmap } from './export-roadmap.ts';
import { findRoadmaps, requireRepository, showPath } from './find-roadmaps.ts';
import { openGround } from './git/commit/ground.ts';
import { findRepository, type Repository } from './git/find-repository.ts';
import { checkHandoff } from './handoff/check-handoff.ts';
import { makeHandoff } from './handoff/make-handoff.ts';
import { writePack } from './handoff/write-pack.ts';
import { findHolder } from './holds/find-holder.ts';
import { releaseTasks } from './holds/release-tasks.ts';
import { openHookSetup } from './hooks/hook-setup.ts';
import { initRoadmap } from './init/init-roadmap.ts';
import { type LoadedRoadmap, loadRoadmap } from './load-roadmap.ts';
import type { LockOwner } from './lock/lock-owner.ts';
import { withLock, withTree } from './lock/with-lock.ts';
import { readLog } from './log/read-log.ts';
import { askEarly, mayCite } from './lookups/early-history.ts';
import { addTold } from './lookups/look-up-told.ts';
import { pushRoadmaps } from './push/push-roadmaps.ts';
import { findNextStep, showRoadmaps } from './read-roadmaps.ts';
import { editReport } from './report/edit-report.ts';
import { editReview } from './review/edit-review.ts';
import { reviewRoadmap } from './review/review-roadmap.ts';
import { runSelftest } from './selftest/run-selftest.ts';
import type { Session, ShowOptions } from './session.ts';
import {
  type Changing,
  type MeantTask,
  makeTransitions,
  type TransitionRequest,
} from './transition/make-transitions.ts';
import { rebindTasks } from './transition/rebind-tasks.ts';
import { trustConfig } from './trust/trust-config.ts';
import { addNotes, pushNotes } from './verify/push-notes.ts';
import { verifyTask } from './verify/verify-task.ts';
import { verifyTicks } from './verify/verify-ticks.ts';

/** What a session works on. */
interface Ground {
  readonly cwd: string;
  readonly repository: Repository | null;
  readonly config: Config | null;
  /** @param onBytes as for loadRoadmap */
  load(files: readonly string[], onBytes?: (bytes: Uint8Array) => void): Promise<LoadedRoadmap[]>;
  /** The repository, where there must be one. */
  found(): Repository;
}

/** @param cwd absolute path of the folder that paths are relative to */
export async function openSession(cwd: string): Promise<Session> {
  const repository = await findRepository(cwd);
  const config = repository === null ? null : await readConfig(repository.root);
  const ground: Ground = {
    cwd,
    repository,
    config,
    found: () => requireRepository(repository, cwd),
    load: async (files, onBytes) => {
      const paths = await findRoadmaps(files, cwd, repository, config);
      return Promise.all(paths.map((path) => loadRoadmap(path, config, onBytes)));
    },
  };
  return { ...openReading(ground), ...openWriting(ground) };
}

type Reading =
  | 'load'
  | 'check'
  | 'show'
  | 'next'
  | 'log'
  | 'handoff'
  | 'writePack'
  | 'checkHandoff'
  | 'review'
  | 'selftest'
  | 'export';

/** What changes nothing. */
function openReading({ cwd, repository, config, load, found }: Ground): Pick<Session, Reading> {
  const placeOf = ({ remote }: ShowOptions): Repository | null =>
    remote.kind === 'named' ? found() : repository;
  const told = async (roadmap: LoadedRoadmap): Promise<LoadedRoadmap> =>
    (await addTold(repository, [roadmap]))[0] ?? roadmap;
  return {
    load: (files) => load(files),
    check: async (files) => {
      // While they are parsed, git may answer.
      let reached: ReturnType<typeof askEarly> | null = null;
      const roadmaps = await load(files, (bytes) => {
        if (repository !== null && reached === null && mayCite(bytes)) reached = askEarly(repository);
      });
      const told = await addTold(found(), roadmaps);
      return { report: await checkRoadmaps(told, found(), config, reached), roadmaps };
    },
    show: async (roadmaps, filter, options) =>
      showRoadmaps(placeOf(options), await addTold(repository, roadmaps), { config, filter, ...options }),
    next: async (roadmaps, { nameFile, ...options }) => {
      const root = repository?.root ?? cwd;
      const nameOf = (path: string): string | null => (nameFile ? showPath(cwd, resolve(root, path)) : null);
      return findNextStep(placeOf(options), roadmaps, { root, nameFile: nameOf, ...options });
    },
    handoff: async (roadmap, range) => makeHandoff(found(), config, await told(roadmap), range),
    writePack: async (pack, file) => writePack(found().root, pack, file),
    checkHandoff: async (roadmap, request) => checkHandoff(found(), config, roadmap, request),
    review: async (roadmap, request) => reviewRoadmap(found(), config, await told(roadmap), request),
    log: async (roadmaps, filter) => readLog(found(), roadmaps, filter),
    selftest: async (roadmaps) => runSelftest(found(), roadmaps),
    export: exportRoadmap,
  };
}

/** What changes files, refs or remotes. */
function openWriting({ cwd, config, load, found }: Ground): Omit<Session, Reading> {
  const writing: Omit<Session, Reading> = {
    transit: async (tasks, request, onWait) => {
      const here = found();
      const changing = { repository: here, config, holder: findHolder(request.agent, here.root) };
      if (request.isDryRun) return makeTransitions(changing, tasks, request);
      const seen = await verifyTicks(changing, tasks, request);
      if (seen.refused !== null) return seen.refused;
      const made = await transitUnderLock(changing, tasks, request, onWait);
      return { ...made, warnings: [...made.warnings, ...seen.warnings] };
    },
    rebind: async (tasks, request, onWait) => {
      const here = found();
      if (request.isDryRun) return rebindTasks(here, config, tasks, request);
      return withTree(here, onWait, async () =>
        rebindTasks(here, config, await reloadTasks(tasks, here.root, config), request),
      );
    },
    push: async (roadmaps, request, onWait) => {
      const sent = await pushNotes(found().root, roadmaps);
      return addNotes(await pushRoadmaps(found(), config, roadmaps, request, onWait), sent);
    },
    release: async (tasks, { agent, isForced, now, remote }, onWait) => {
      const here = found();
      const meant = { holder: findHolder(agent, here.root), isForced, remote };
      const request = { ...meant, now: new Date(now).toISOString() };
      return withLock(here, onWait, () => releaseTasks(here, tasks, request));
    },
    cascade: async (task, request, onWait, onProgress) => {
      const { root } = found();
      const targets = await findTargets(root, config, task);
      const transit: CascadeSurroundings['transit'] = (asked) => writing.transit([task], asked, onWait);
      return cascadeTask(task, targets, request, { root, transit, onProgress });
    },
    verify: async (task, at) => verifyTask(found(), config, task, at),
    trust: async (action) => trustConfig(found(), config, action),
    init: async (file) => initRoadmap(found(), config, cwd, file),
    adopt: async (roadmaps, request, onWait) => {
      const ground = { repository: found(), config, cwd };
      if (request.isDryRun || !(request.isWritten || request.givesIds))
        return adoptRoadmaps(ground, roadmaps, request);
      return withTree(ground.repository, onWait, async () => {
        const reload = (one: LoadedRoadmap): Promise<LoadedRoadmap> =>
          reloadRoadmap(one, ground.repository.root, config);
        return adoptRoadmaps(ground, await Promise.all(roadmaps.map(reload)), request);
      });
    },
    editReport: async (roadmap, request, onWait) => {
      const here = found();
      const judged = await editReport(here, roadmap, { ...request, isDryRun: true });
      if (request.isDryRun || judged.outcome === 'refused') return judged;
      return withTree(here, onWait, async () =>
        editReport(here, await reloadRoadmap(roadmap, here.root, config), request),
      );
    },
    editReview: async (roadmap, review, request, onWait) =>
      withTree(found(), onWait, async () =>
        editReview(found(), await reloadRoadmap(roadmap, found().root, config), review, request),
      ),
    doctor: async (request, onWait) => {
      const here = found();
      const hooks = await openHookSetup(cwd, request.program);
      const patient = { repository: here, config, hooks, now: request.now, load: () => load([]) };
      const treat = { ...patient, withLock: <R>(work: () => Promise<R>) => withLock(here, onWait, work) };
      return request.isApplied ? mendAll(treat) : examine(patient);
    },
  };
  return writing;
}

async function transitUnderLock(
  changing: Changing,
  tasks: readonly MeantTask[],
  request: TransitionRequest,
  onWait: (owner: LockOwner) => void,
): Promise<TransitionReport> {
  const { repository, config } = changing;
  const ground = openGround(repository);
  // These are as true before the lock is held; meanwhile git answers. Whoever waits for them hears of what goes wrong.
  ground.findPlaces().catch(() => undefined);
  if (request.isCommitted) ground.readSettings().catch(() => undefined);
  try {
    const transit = async (): Promise<TransitionReport> =>
      makeTransitions({ ...changing, ground }, await reloadTasks(tasks, repository.root, config), request);
    return await withTree(repository, onWait, transit, ground);
  } finally {
    // Left open, it would keep this process from ending.
    await ground.close();
  }
}

/** The same tasks in the files as they are now: what was read before the lock was held may be old. */
async function reloadTasks(
  tasks: readonly MeantTask[],
  root: string,
  config: Config | null,
): Promise<MeantTask[]> {
  const roadmaps = [...new Set(tasks.map(({ roadmap }) => roadmap))];
  const fresh = await Promise.all(roadmaps.map((roadmap) => reloadRoadmap(roadmap, root, config)));
  const again = new Map(roadmaps.map((roadmap, at) => [roadmap, fresh[at] ?? roadmap]));
  return tasks.map(({ roadmap, id }) => ({ roadmap: again.get(roadmap) ?? roadmap, id }));
}

function reloadRoadmap(
  { graph }: LoadedRoadmap,
  root: string,
  config: Config | null,
): Promise<LoadedRoadmap> {
  return loadRoadmap({ absolute: join(root, graph.path), shown: graph.path }, config);
}
