import type {
  AdoptReport,
  CascadeReport,
  CheckReport,
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
import type { AdoptRequest } from './adopt/adopt-roadmaps.ts';
import type { CascadeProgress } from './cascade/cascade-targets.ts';
import type { CascadeRequest } from './cascade/cascade-task.ts';
import type { HandoffFileRequest } from './handoff/check-handoff.ts';
import type { WrittenPack } from './handoff/make-handoff.ts';
import type { PackFile } from './handoff/write-pack.ts';
import type { RemoteChoice } from './holds/find-remote.ts';
import type { Program } from './hooks/hook-script.ts';
import type { LoadedRoadmap } from './load-roadmap.ts';
import type { LockOwner } from './lock/lock-owner.ts';
import type { LogFilter } from './log/read-log.ts';
import type { PushRequest } from './push/push-roadmaps.ts';
import type { ReportRequest } from './report/edit-report.ts';
import type { AnswerRequest } from './review/edit-review.ts';
import type { ReviewRequest } from './review/review-roadmap.ts';
import type { MeantTask, TransitionRequest } from './transition/make-transitions.ts';
import type { RebindRequest } from './transition/rebind-tasks.ts';
import type { TrustAction } from './trust/trust-config.ts';

/** Roadmaps, and what the rules say of them. */
export interface CheckedRoadmaps {
  readonly report: CheckReport;
  readonly roadmaps: readonly LoadedRoadmap[];
}

/** What front ends talk to: the roadmaps of one repository, as they stand when they are asked for. */
export interface Session {
  /**
   * Reads the named files; without any, those that roadmap.yaml names, else every ROADMAP.md that git tracks.
   * @param files paths from the working directory
   */
  load(files: readonly string[]): Promise<LoadedRoadmap[]>;
  /**
   * Judges roadmaps by every rule, against what git and the files of the repository say.
   * @param files as for load
   */
  check(files: readonly string[]): Promise<CheckedRoadmaps>;
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
   * Says what was understood of files, proposes a config that names them, and gives ids to their tasks, where that is asked
   * for.
   * @param onWait as for transit
   */
  adopt(
    roadmaps: readonly LoadedRoadmap[],
    request: AdoptRequest,
    onWait: (owner: LockOwner) => void,
  ): Promise<AdoptReport>;
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
