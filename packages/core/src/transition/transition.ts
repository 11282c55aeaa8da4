import type { State } from '../generated/roadmap.types.ts';

/** The states that a command takes a task to. */
export type Goal = Exclude<State, 'unknown'>;

/** One task going from one state to another, as somebody asks for it. */
export interface Transition {
  /** Id of the task. */
  readonly task: string;
  readonly to: Goal;
  /** Value of the Commit field; null leaves what is there. */
  readonly commit: string | null;
  /** Value of the Status field in one line; null leaves it to what is there, or to `subject`. */
  readonly status: string | null;
  /** What a Status says that is not given and was a placeholder: the subject of the cited commit. */
  readonly subject: string | null;
  /** Why: of blocked, failed, partial, dropped and reopened. */
  readonly reason: string | null;
  /** Why the clauses of phases and dependencies are lifted; null where they are not. */
  readonly override: string | null;
  /** UTC: YYYY-MM-DD HH:MM, for the change log. */
  readonly date: string;
}
