import { join, resolve } from 'node:path';
import type {
  CascadeReport,
  CheckReport,
  Config,
  DoctorReport,
  InitReport,
  JudgedHandoff,
  LogReport,
  NextReport,
  PushReport,
  RebindReport,
  ReleaseReport,
  ReportEdit,
  ReviewEdit,
  ReviewReport,
  RoadmapDocument,
  SelftestReport,
  ShowFilter,
  ShowReport,
  TransitionReport,
  TrustReport,
  VerifyReport,
} from '@roadmap-as-code/core';
import type { CascadeProgress } from './cascade/cascade-targets.ts';
import { type CascadeRequest, type CascadeSurroundings, cascadeTask } from './cascade/cascade-task.ts';
import { findTargets } from './cascade/find-targets.ts';
import { checkRoadmaps } from './check-roadmaps.ts';
import { readConfig } from './config/read-config.ts';
import { examine, mendAll } from './doctor/run-doctor.ts';
import { findRoadmaps, requireRepository, showPath } from './find-roadmaps.ts';
import { findRepository, type Repository } from './git/find-repository.ts';
import { checkHandoff, type HandoffFileRequest } from './handoff/check-handoff.ts';
import { makeHandoff, type WrittenPack } from './handoff/make-handoff.ts';
import { type PackFile, writePack } from './handoff/write-pack.ts';
import { findHolder } from './holds/find-holder.ts';
import type { RemoteChoice } from './holds/find-remote.ts';
import { releaseTasks } from './holds/release-tasks.ts';
import type { Program } from './hooks/hook-script.ts';
import { openHookSetup } from './hooks/hook-setup.ts';
import { initRoadmap } from './init/init-roadmap.ts';
import { type LoadedRoadmap, loadRoadmap } from './load-roadmap.ts';
import type { LockOwner } from './lock/lock-owner.ts';
import { withLock, withTree } from './lock/with-lock.ts';
import { type LogFilter, readLog } from './log/read-log.ts';
import { type PushRequest, pushRoadmaps } from './push/push-roadmaps.ts';
import { findNextStep, showRoadmaps } from './read-roadmaps.ts';
import { editReport, type ReportRequest } from './report/edit-report.ts';
import { type AnswerRequest, editReview } from './review/edit-review.ts';
import { type ReviewRequest, reviewRoadmap } from './review/review-roadmap.ts';
import { runSelftest } from './selftest/run-selftest.ts';
import { type MeantTask, makeTransitions, type TransitionRequest } from './transition/make-transitions.ts';
import { type RebindRequest, rebindTasks } from './transition/rebind-tasks.ts';
import { type TrustAction, trustConfig } from './trust/trust-config.ts';
import { pushNotes } from './verify/push-notes.ts';
import { verifyTask } from './verify/verify-task.ts';
import { verifyTicks } from './verify/verify-ticks.ts';

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
   * Sends the branch that is checked out to every remote of roadmaps.
   * @param onWait as for transit
   */
  push(
    roadmaps: readonly LoadedRoadmap[],
    request: PushRequest,
    onWait: (owner: LockOwner) => void,
  ): Promise<PushReport>;
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
  /**
   * The review context pack of a roadmap.
   * @param range `base..head`, which is handed over; null for HEAD
   */
  handoff(roadmap: LoadedRoadmap, range: string | null): Promise<WrittenPack>;
  /** Puts a pack into a file. */
  writePack(pack: WrittenPack, file: PackFile): Promise<void>;
  /** Holds a pack that somebody wrote to its sections, and to the facts. */
  checkHandoff(roadmap: LoadedRoadmap, request: HandoffFileRequest): Promise<JudgedHandoff>;
  /** Answers the items of a review by what checks see. */
  review(roadmap: LoadedRoadmap, request: ReviewRequest): Promise<ReviewReport>;
  /**
   * Writes into a roadmap who answered review items, or who signed off.
   * @param review what the checks have just seen
   * @param onWait as for transit
   */
  editReview(
    roadmap: LoadedRoadmap,
    review: ReviewReport,
    request: AnswerRequest,
    onWait: (owner: LockOwner) => void,
  ): Promise<ReviewEdit>;
  /**
   * What roadmap.yaml would have run, and whether a person trusts it in this clone; recorded or withdrawn, where that is
   * asked for.
   */
  trust(action: TrustAction): Promise<TrustReport>;
  /**
   * Runs the checks that a task names for its verification, and keeps what was seen in a note.
   * @param at name of the commit; null for the last one that the task cites, else HEAD
   */
  verify(task: MeantTask, at: string | null): Promise<VerifyReport>;
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

/** What a session works on. */
interface Ground {
  readonly cwd: string;
  readonly repository: Repository | null;
  readonly config: Config | null;
  load(files: readonly string[]): Promise<LoadedRoadmap[]>;
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
    load: async (files) => {
      const paths = await findRoadmaps(files, cwd, repository, config);
      return Promise.all(paths.map((path) => loadRoadmap(path, config)));
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
  return {
    load,
    check: async (roadmaps) => checkRoadmaps(roadmaps, found(), config),
    show: async (roadmaps, filter, options) =>
      showRoadmaps(placeOf(options), roadmaps, { config, filter, ...options }),
    next: async (roadmaps, { nameFile, ...options }) => {
      const root = repository?.root ?? cwd;
      const nameOf = (path: string): string | null => (nameFile ? showPath(cwd, resolve(root, path)) : null);
      return findNextStep(placeOf(options), roadmaps, { root, nameFile: nameOf, ...options });
    },
    handoff: async (roadmap, range) => makeHandoff(found(), config, roadmap, range),
    writePack: async (pack, file) => writePack(found().root, pack, file),
    checkHandoff: async (roadmap, request) => checkHandoff(found(), config, roadmap, request),
    review: async (roadmap, request) => reviewRoadmap(found(), config, roadmap, request),
    log: async (roadmaps, filter) => readLog(found(), roadmaps, filter),
    selftest: async (roadmaps) => runSelftest(found(), roadmaps),
    export: ({ graph }) => ({ schemaVersion: 1, roadmap: graph }),
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
      const made = await withTree(here, onWait, async () =>
        makeTransitions(changing, await reloadTasks(tasks, here.root, config), request),
      );
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
      const report = await pushRoadmaps(found(), config, roadmaps, request, onWait);
      return pushNotes(found().root, roadmaps, report, request.wait);
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
