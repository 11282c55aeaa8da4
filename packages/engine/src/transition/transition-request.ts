import type { Goal } from '@roadmap-as-code/core/transition';
import type { RemoteChoice } from '../holds/find-remote.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';

/** What somebody asks for, of one or several tasks. */
export interface TransitionRequest {
  readonly to: Goal;
  /** What did the work, as named on the command line; empty leaves what is there. */
  readonly commits: readonly string[];
  /** Why there is no commit, with `none`. */
  readonly because: string | null;
  readonly status: string | null;
  readonly reason: string | null;
  readonly override: string | null;
  /** Says what would happen, and changes nothing. */
  readonly isDryRun: boolean;
  /** Commits each transition; else the file alone is written. */
  readonly isCommitted: boolean;
  /** Milliseconds since 1970, for the change log and for claims. */
  readonly now: number;
  /** Name of who asks, as `--as` gives it; null where none was given. */
  readonly agent: string | null;
  /** Milliseconds that a task stays claimed. */
  readonly holdFor: number;
  /** Told before the checks of a task are run, which may take long. */
  readonly onVerify?: (told: {
    readonly task: string;
    readonly checks: readonly string[];
    readonly commit: string;
  }) => void;
  /** The remote that tasks which are started are claimed on; none without it. */
  readonly remote?: RemoteChoice;
}

/** A task that is meant, in its roadmap. */
export interface MeantTask {
  readonly roadmap: LoadedRoadmap;
  readonly id: string;
}
