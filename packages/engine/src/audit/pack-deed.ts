import {
  type AskedClaim,
  type Dialect,
  isAsked,
  keyOfClaim,
  listTasks,
  noFacts,
  type Place,
  type Policy,
  type Roadmap,
  type Source,
} from '@roadmap-as-code/core';
import type { Case } from '@roadmap-as-code/core/rules';

/** What a commit did to one roadmap, cut down to the tasks that it touched. */
export interface Deed {
  readonly commit: string;
  readonly after: Case;
  readonly parents: readonly (Case | null)[];
  readonly policyAfter: Policy;
}

/** A deed that waits until all evidence was looked up: in few bytes, and without the text of any version. */
export interface Obligation {
  readonly commit: string;
  /** What git is asked about, by the key of the claim. */
  readonly asked: ReadonlyMap<string, AskedClaim>;
  /** Whether nothing is found where all of that is good. */
  readonly isSettled: boolean;
  unpack(): Deed;
}

interface PackedCase {
  /** JSON of the graph and of what its source says of each place in it. */
  readonly text: string;
  readonly dialect: Dialect;
  readonly policy: Policy;
}

interface Packed {
  readonly graph: Roadmap;
  /** Byte offset, line and column. */
  readonly places: readonly (readonly [number, number, number])[];
}

/** The claims of a deed that git is asked about, by their keys. */
export function listAsked({ after, parents }: Deed): Map<string, AskedClaim> {
  const asked = new Map<string, AskedClaim>();
  for (const one of [after, ...parents])
    for (const task of one === null ? [] : listTasks(one.graph))
      for (const claim of task.claims) if (isAsked(claim)) asked.set(keyOfClaim(claim), claim);
  return asked;
}

export function packDeed(deed: Deed): Obligation {
  const { commit, policyAfter } = deed;
  const pack = (one: Case | null): PackedCase | null => (one === null ? null : packCase(one));
  const after = packCase(deed.after);
  const parents = deed.parents.map(pack);
  const unpack = (): Deed => ({
    commit,
    after: unpackCase(after),
    parents: parents.map((one) => (one === null ? null : unpackCase(one))),
    policyAfter,
  });
  return { commit, asked: listAsked(unpack()), isSettled: false, unpack };
}

function packCase({ graph, source, dialect, policy }: Case): PackedCase {
  const places = new Map<number, Place>();
  const keep = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { start, end } = value as { start?: unknown; end?: unknown };
    // A head begins one byte before its box does.
    for (const at of [start, end])
      if (typeof at === 'number')
        for (const offset of [at - 1, at]) if (offset >= 0) places.set(offset, source.placeOf(offset));
    for (const inner of Object.values(value)) keep(inner);
  };
  keep(graph.phases);
  const packed: Packed = {
    graph,
    places: [...places].map(([offset, { line, column }]) => [offset, line, column]),
  };
  return { text: JSON.stringify(packed), dialect, policy };
}

function unpackCase({ text, dialect, policy }: PackedCase): Case {
  const { graph, places } = JSON.parse(text) as Packed;
  const known = new Map(places.map(([offset, line, column]) => [offset, { line, column }]));
  return { graph, source: makePlaces(known), dialect, policy, facts: noFacts };
}

/** A source of which the places alone are left. */
function makePlaces(places: ReadonlyMap<number, Place>): Source {
  const start = { line: 1, column: 1 };
  return {
    bytes: new Uint8Array(),
    text: '',
    toByte: () => 0,
    lineOf: () => 1,
    placeOf: (at) => places.get(at) ?? start,
  };
}
