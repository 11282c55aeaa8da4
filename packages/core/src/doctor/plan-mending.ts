import type { DamageKind } from '../generated/doctor.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import type { Policy } from '../law/policy.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { applyEdits } from '../transition/edit.ts';
import type { ReadFile } from '../transition/read-file.ts';
import { contradictedBoxes } from './contradicted-boxes.ts';
import type { Damage, DamageFinder } from './damage.ts';
import { duplicateTasks } from './duplicate-tasks.ts';
import { lineEnds } from './line-ends.ts';
import { phaseCount } from './phase-count.ts';

/** Something in a roadmap that is wrong, of a kind that often has a known right answer. */
export interface FileDamage extends Damage {
  readonly kind: DamageKind;
  /** The bytes that the edits are for: those of the file, with what comes before in the list mended. */
  readonly bytes: Uint8Array;
}

/** What is wrong with a file, and what it is like when all is mended that can be. */
export interface Mending {
  readonly damages: readonly FileDamage[];
  readonly bytes: Uint8Array;
}

/** Repairs that take lines out come last, so that every damage is told with its line in the file. */
const FINDERS: readonly DamageFinder[] = [lineEnds, contradictedBoxes, phaseCount, duplicateTasks];

/**
 * Plans the repairs of one roadmap. Each is read again: what would change more than it is about is not made.
 * @param parse reads other bytes in the way that the file was read
 */
export function planMending(file: ReadFile, policy: Policy, parse: (bytes: Uint8Array) => Roadmap): Mending {
  const damages: FileDamage[] = [];
  let current = file;
  for (const { kind, find, picture } of FINDERS) {
    const found = find(current, policy);
    const { bytes } = current.source;
    const edited = applyEdits(
      bytes,
      found.flatMap(({ edits }) => edits),
    );
    const source = decodeSource(edited);
    const graph = parse(edited);
    const isSafe = isSource(source) && picture(graph) === picture(current.graph);
    damages.push(
      ...found.map((damage) => ({ ...damage, ...(isSafe ? {} : { repair: null, edits: [] }), kind, bytes })),
    );
    if (isSafe) current = { ...current, graph, source };
  }
  return { damages, bytes: current.source.bytes };
}
