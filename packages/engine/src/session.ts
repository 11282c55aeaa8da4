import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type {
  CascadeReport,
  CheckReport,
  Config,
  DoctorReport,
  InitReport,
  LogReport,
  NextReport,
  RebindReport,
  ReleaseReport,
  ReportEdit,
  RoadmapDocument,
  SelftestReport,
  ShowFilter,
  ShowReport,
  TransitionReport,
} from '@roadmap-as-code/core';
import type { CascadeProgress } from './cascade/cascade-targets.ts';
import { type CascadeRequest, type CascadeSurroundings, cascadeTask } from './cascade/cascade-task.ts';
import { findTargets } from './cascade/find-targets.ts';
import { checkRoadmaps } from './check-roadmaps.ts';
import { configName, readConfig, roadmapName } from './config/read-config.ts';
import { listNamed } from './config/roadmap-entries.ts';
import { examine, mendAll } from './doctor/run-doctor.ts';
import { refuseForeign } from './files/refuse-foreign.ts';
import { resolveInside } from './files/resolve-inside.ts';
import { recover } from './git/commit/recover.ts';
import { findRepository, type Repository } from './git/find-repository.ts';
import { listTracked } from './git/list-tracked.ts';
import { findHolder } from './holds/find-holder.ts';
import type { RemoteChoice } from './holds/find-remote.ts';
import { releaseTasks } from './holds/release-tasks.ts';
import type { Program } from './hooks/hook-script.ts';
import { openHookSetup } from './hooks/hook-setup.ts';
import { initRoadmap } from './init/init-roadmap.ts';
import { InputError } from './input-error.ts';
import { type LoadedRoadmap, loadRoadmap, type RoadmapPath } from './load-roadmap.ts';
import type { LockOwner } from './lock/lock-owner.ts';
import { takeLock } from './lock/take-lock.ts';
import { type LogFilter, readLog } from './log/read-log.ts';
import { findNextStep, showRoadmaps } from './read-roadmaps.ts';
import { editReport, type ReportRequest } from './report/edit-report.ts';
import { runSelftest } from './selftest/run-selftest.ts';
import { type MeantTask, makeTransitions, type TransitionRequest } from './transition/make-transitions.ts';
import { type RebindRequest, rebindTasks } from './transition/rebind-tasks.ts';

/** What front ends talk to: the roadmaps of one repository, as they stand when they are asked for. */
export interface Session {
  /**
   * Reads the named files; without any, those that roadmap.yaml names, else every ROADMAP.md that git tracks.
   * @param files paths from the working directory
   */
  load(files: readonly string[]): Promise<LoadedRoadmap[]>;
  /** Judges roadmaps by every rule, against what git and the files of the repository say. */
  check(roadmaps: readonly LoadedRoadmap[]): Promise<CheckReport>;
  /**
   * The roadmaps for a person; tasks that are named by their ids with what git says of their claims.
   * A remote that does not answer is named, and stops nothing.
   */
  show(roadmaps: readonly LoadedRoadmap[], filter: ShowFilter, options: ShowOptions): Promise<ShowReport>;
  /** What to do now. A remote that does not answer is named, and stops nothing. */
  next(roadmaps: readonly LoadedRoadmap[], options: NextOptions): Promise<NextReport>;
  /**
   * Takes tasks to another state, where the law allows it for each; else nothing is changed.
   * @param onWait told whom it waits for, where another process of roadmap works on the repository
   */
  transit(
    tasks: readonly MeantTask[],
    request: TransitionRequest,
    onWait: (owner: LockOwner) => void,
  ): Promise<TransitionReport>;
  /**
   * Writes the hashes that landed in the place of those that tasks cite, where git says that they carry the same work.
   * @param onWait as for transit
   */
  rebind(
    tasks: readonly MeantTask[],
    request: RebindRequest,
    onWait: (owner: LockOwner) => void,
  ): Promise<RebindReport>;
  /**
   * Lets go of tasks that `start` has claimed; of all of them, or of none.
   * @param onWait as for transit
   */
  release(
    tasks: readonly MeantTask[],
    request: ReleaseOptions,
    onWait: (owner: LockOwner) => void,
  ): Promise<ReleaseReport>;
  /**
   * Writes what a task wants to stand in other repositories into these, and then their commits into the task.
   * @param onWait as for transit
   * @param onProgress told what goes on with each target
   */
  cascade(
    task: MeantTask,
    request: CascadeRequest,
    onWait: (owner: LockOwner) => void,
    onProgress: (progress: CascadeProgress) => void,
  ): Promise<CascadeReport>;
  /**
   * Writes a new roadmap, and a config where there is none; never over what is there.
   * @param file path from the working directory; null for ROADMAP.md
   */
  init(file: string | null): Promise<InitReport>;
  /**
   * Writes into the final report of a roadmap.
   * @param onWait as for transit
   */
  editReport(
    roadmap: LoadedRoadmap,
    request: ReportRequest,
    onWait: (owner: LockOwner) => void,
  ): Promise<ReportEdit>;
  /** Every transition in the history of HEAD, newest first, whoever made it. */
  log(roadmaps: readonly LoadedRoadmap[], filter: LogFilter): Promise<LogReport>;
  /**
   * Finds damage that has a known right answer, in roadmaps, in what roadmap keeps beside git's own, and in the hooks; and
   * mends it, where that is asked for. Files are written and not committed.
   * @param onWait as for transit
   */
  doctor(request: DoctorRequest, onWait: (owner: LockOwner) => void): Promise<DoctorReport>;
  /**
   * Plants good and bad changes in a throwaway clone, under the policies of roadmaps, and says which of them the gate
   * stopped. Nothing of the repository is written.
   */
  selftest(roadmaps: readonly LoadedRoadmap[]): Promise<SelftestReport>;
  /** The graph of one roadmap. */
  export(roadmap: LoadedRoadmap): RoadmapDocument;
}

export interface DoctorRequest {
  /** Mends what it finds; else nothing is changed. */
  readonly isApplied: boolean;
  /** What the hooks shall start. */
  readonly program: Program;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ShowOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The remote that is asked for claims. */
  readonly remote: RemoteChoice;
}

export interface ReleaseOptions extends ShowOptions {
  /** Name of who asks, as `--as` gives it; null where none was given. */
  readonly agent: string | null;
  /** Whether what others hold is released, too. */
  readonly isForced: boolean;
}

export interface NextOptions extends ShowOptions {
  /** Whether the line to run must name the roadmap, since an id alone would not lead to it. */
  readonly nameFile: boolean;
  /** Name of who asks, as `--as` gives it; null where none was given. */
  readonly agent: string | null;
}

/** @param cwd absolute path of the folder that paths are relative to */
export async function openSession(cwd: string): Promise<Session> {
  const repository = await findRepository(cwd);
  const config = repository === null ? null : await readConfig(repository.root);
  const load = async (files: readonly string[]): Promise<LoadedRoadmap[]> => {
    const paths =
      files.length > 0
        ? await Promise.all(files.map((file) => locate(file, cwd, repository, config)))
        : await discover(repository, config, cwd);
    return Promise.all(uniquePaths(paths).map((path) => loadRoadmap(path, config)));
  };
  const placeOf = ({ remote }: ShowOptions): Repository | null =>
    remote.kind === 'named' ? requireRepository(repository, cwd) : repository;
  const session: Session = {
    load,
    check: async (roadmaps) => checkRoadmaps(roadmaps, requireRepository(repository, cwd), config),
    show: async (roadmaps, filter, options) =>
      showRoadmaps(placeOf(options), roadmaps, { config, filter, ...options }),
    next: async (roadmaps, { nameFile, ...options }) => {
      const root = repository?.root ?? cwd;
      const nameOf = (path: string): string | null => (nameFile ? showPath(cwd, resolve(root, path)) : null);
      return findNextStep(placeOf(options), roadmaps, { root, nameFile: nameOf, ...options });
    },
    transit: async (tasks, request, onWait) => {
      const found = requireRepository(repository, cwd);
      const holder = findHolder(request.agent, found.root);
      const changing = { repository: found, config, holder };
      if (request.isDryRun) return makeTransitions(changing, tasks, request);
      return withLock(found, onWait, async () => {
        await recover(found.root);
        return makeTransitions(changing, await reloadTasks(tasks, found.root, config), request);
      });
    },
    rebind: async (tasks, request, onWait) => {
      const found = requireRepository(repository, cwd);
      if (request.isDryRun) return rebindTasks(found, config, tasks, request);
      return withLock(found, onWait, async () => {
        await recover(found.root);
        return rebindTasks(found, config, await reloadTasks(tasks, found.root, config), request);
      });
    },
    release: async (tasks, { agent, isForced, now, remote }, onWait) => {
      const found = requireRepository(repository, cwd);
      const holder = findHolder(agent, found.root);
      const request = { holder, isForced, now: new Date(now).toISOString(), remote };
      return withLock(found, onWait, () => releaseTasks(found, tasks, request));
    },
    cascade: async (task, request, onWait, onProgress) => {
      const { root } = requireRepository(repository, cwd);
      const targets = await findTargets(root, config, task);
      const transit: CascadeSurroundings['transit'] = (asked) => session.transit([task], asked, onWait);
      return cascadeTask(task, targets, request, { root, transit, onProgress });
    },
    init: async (file) => initRoadmap(requireRepository(repository, cwd), config, cwd, file),
    editReport: async (roadmap, request, onWait) => {
      const found = requireRepository(repository, cwd);
      const judged = await editReport(found, roadmap, { ...request, isDryRun: true });
      if (request.isDryRun || judged.outcome === 'refused') return judged;
      return withLock(found, onWait, async () => {
        await recover(found.root);
        return editReport(found, await reloadRoadmap(roadmap, found.root, config), request);
      });
    },
    log: async (roadmaps, filter) => readLog(requireRepository(repository, cwd), roadmaps, filter),
    doctor: async ({ isApplied, program, now }, onWait) => {
      const found = requireRepository(repository, cwd);
      const hooks = await openHookSetup(cwd, program);
      const patient = { repository: found, config, hooks, now, load: () => load([]) };
      return isApplied
        ? mendAll({ ...patient, withLock: (work) => withLock(found, onWait, work) })
        : examine(patient);
    },
    selftest: async (roadmaps) => runSelftest(requireRepository(repository, cwd), roadmaps),
    export: ({ graph }) => ({ schemaVersion: 1, roadmap: graph }),
  };
  return session;
}

/** Does what nothing else of roadmap may do at the same time in any working tree of the repository. */
async function withLock<Result>(
  { commonDir }: Repository,
  onWait: (owner: LockOwner) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = await takeLock(commonDir, { wait: LONGEST_WAIT, onWait });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Milliseconds that one waits for other processes of roadmap at most. */
const LONGEST_WAIT = 120_000;

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

function requireRepository(repository: Repository | null, cwd: string): Repository {
  if (repository !== null) return repository;
  throw new InputError(
    `${cwd}: this is no git repository, and evidence is looked up in git`,
    'Run it in the repository of the roadmap, or make one: `git init`.',
  );
}

/** A file that the config names through a link is still the one that the config means. */
async function locate(
  file: string,
  cwd: string,
  repository: Repository | null,
  config: Config | null,
): Promise<RoadmapPath> {
  const absolute = resolve(cwd, file);
  if (repository === null) return { absolute, shown: file.split(sep).join('/') };
  const { root } = repository;
  const real = await resolveInside(root, absolute, file === '' ? '""' : file);
  refuseForeign(root, real, file);
  for (const path of listNamed(config)) {
    const named = await realpath(join(root, path)).catch(() => null);
    if (named === real) return { absolute: real, shown: path };
  }
  return { absolute: real, shown: showPath(root, real) };
}

async function discover(
  repository: Repository | null,
  config: Config | null,
  cwd: string,
): Promise<RoadmapPath[]> {
  if (repository === null) {
    throw new InputError(
      `${cwd}: this is no git repository, so nothing says where the roadmap is`,
      'Run it in the repository of the roadmap; show, next and export take a file outside of one, too.',
    );
  }
  const { root } = repository;
  const named = listNamed(config);
  const paths = named.length > 0 ? named : await listTracked(root, roadmapName);
  if (paths.length === 0) {
    const help = `Name a file, \`git add\` a ${roadmapName}, or name your roadmaps in ${configName}.`;
    throw new InputError(`${root}: git tracks no ${roadmapName}, and no ${configName} names a roadmap`, help);
  }
  const missing = paths.find((path) => !existsSync(join(root, path)));
  if (missing !== undefined) {
    const [who, help] =
      named.length > 0
        ? [`${configName} names it`, 'Correct the path there, or take the entry out.']
        : ['git tracks it', 'Bring it back with `git restore`, or take it out with `git rm`.'];
    throw new InputError(`${missing}: there is no such file, and ${who}`, help);
  }
  return Promise.all(
    paths.map(async (path) => {
      const real = await resolveInside(root, join(root, path), path);
      // Where git tracks a link and its target, they are one roadmap.
      return { absolute: real, shown: named.length > 0 ? path : showPath(root, real) };
    }),
  );
}

function showPath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join('/') || '.';
}

function uniquePaths(paths: readonly RoadmapPath[]): RoadmapPath[] {
  return [...new Map(paths.map((path) => [path.absolute, path])).values()];
}
