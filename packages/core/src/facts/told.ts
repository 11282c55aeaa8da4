import { parentsOf } from '../history/history.ts';
import type { RebindNote, TickNote } from './commit-notes.ts';
import type { LostClaim } from './lost-works.ts';
import type { Scene } from './terrain.ts';

/** A landed commit that tells of a cited one. */
export interface Tick extends TickNote {
  /** Index of the commit that tells. */
  readonly index: number;
}

/** What the target tells of a claim. */
export interface Told {
  readonly ticks: readonly Tick[];
  readonly rebinds: readonly RebindNote[];
}

/** A claim has as many digits at least. */
const LEAST_DIGITS = 7;

/** Finds what the target tells of a claim; nothing where the digits of the claim fit several commits. */
export function makeToldIndex({ history, notes, hasLanded }: Scene): (claim: LostClaim) => Told {
  const byDigits = new Map<string, { ticks: Tick[]; rebinds: RebindNote[] }>();
  const listOf = (hash: string): { ticks: Tick[]; rebinds: RebindNote[] } => {
    const digits = hash.slice(0, LEAST_DIGITS);
    const told = byDigits.get(digits) ?? { ticks: [], rebinds: [] };
    byDigits.set(digits, told);
    return told;
  };
  for (const [index, note] of notes.entries()) {
    if (note.ticks.length + note.rebinds.length === 0 || !hasLanded(index)) continue;
    for (const rebind of note.rebinds) listOf(rebind.from).rebinds.push(rebind);
    // What a merge tells of, it brought.
    if (parentsOf(history, index).length > 1) continue;
    for (const tick of note.ticks) listOf(lastOf(tick.evidence)).ticks.push({ ...tick, index });
  }
  return ({ hashes }) => {
    const last = hashes.at(-1) ?? '';
    const told = byDigits.get(last.slice(0, LEAST_DIGITS));
    const ticks = told?.ticks.filter(({ evidence }) => isCited(evidence, hashes)) ?? [];
    const rebinds = told?.rebinds.filter(({ from }) => from.startsWith(last)) ?? [];
    const meant = [...ticks.map(({ evidence }) => lastOf(evidence)), ...rebinds.map(({ from }) => from)];
    return new Set(meant).size > 1 ? { ticks: [], rebinds: [] } : { ticks, rebinds };
  };
}

/** Of a range its last commit. */
export function lastOf(evidence: string): string {
  return evidence.split('..').at(-1) ?? '';
}

function isCited(evidence: string, hashes: readonly string[]): boolean {
  const ends = evidence.split('..');
  return ends.length === hashes.length && ends.every((end, at) => end.startsWith(hashes[at] ?? ' '));
}
