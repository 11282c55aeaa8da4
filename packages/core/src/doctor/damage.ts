import type { DamageKind } from '../generated/doctor.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import type { Policy } from '../law/policy.ts';
import type { Edit } from '../transition/edit.ts';
import type { ReadFile } from '../transition/read-file.ts';

/** Something in a roadmap that is wrong. */
export interface Damage {
  /** Counted from 1. */
  readonly line: number;
  /** Id of the task. */
  readonly task: string | null;
  readonly message: string;
  /** What the edits do, as an imperative; null where nobody can tell what is right. */
  readonly repair: string | null;
  readonly edits: readonly Edit[];
}

/** One kind of damage: how it is found, and what its repair may change. */
export interface DamageFinder {
  readonly kind: DamageKind;
  find(file: ReadFile, policy: Policy): Damage[];
  /** What a graph says, without what the repair of that kind changes: the same before and after it. */
  picture(graph: Roadmap): string;
}
