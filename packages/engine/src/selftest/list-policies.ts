import {
  type Dialect,
  makeIdReader,
  makePolicy,
  type Policy,
  type RoadmapConfig,
  type State,
} from '@roadmap-as-code/core';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import type { Boxes } from './plant.ts';

/** What one or more roadmaps of the user are held to, to be held to it in a roadmap of the selftest. */
export interface TestedPolicy {
  readonly roadmaps: readonly string[];
  readonly dialect: Dialect;
  /** What roadmap.yaml makes of it. */
  readonly policy: Policy;
  /** What the dialect has by default. */
  readonly usual: Policy;
  /** The part of an entry in roadmap.yaml that makes it. */
  readonly entry: Omit<RoadmapConfig, 'path'>;
  /** Whether roadmap.yaml names gates. */
  readonly hasGates: boolean;
  readonly boxes: Boxes;
}

/** The policies that roadmaps have, each once. */
export function listPolicies(roadmaps: readonly LoadedRoadmap[]): TestedPolicy[] {
  const groups = new Map<string, [LoadedRoadmap, ...LoadedRoadmap[]]>();
  for (const roadmap of roadmaps) {
    const key = JSON.stringify([roadmap.dialect.name, copyEntry(roadmap), hasGates(roadmap)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [roadmap]);
    else group.push(roadmap);
  }
  return [...groups.values()].map((group) =>
    describePolicy(
      group[0],
      group.map(({ graph }) => graph.path),
    ),
  );
}

/** What of an entry says what is asked; where a commit must land, and since when, is not copied. */
function copyEntry({ config }: LoadedRoadmap): Omit<RoadmapConfig, 'path'> {
  const { order, rules, states } = config ?? {};
  return {
    ...(order === undefined ? {} : { order }),
    ...(rules === undefined ? {} : { rules }),
    ...(states === undefined ? {} : { states }),
  };
}

function hasGates({ config, dialect }: LoadedRoadmap): boolean {
  return readsIds(dialect) && (config?.gates ?? []).length > 0;
}

/** Whether a dialect reads the ids of the selftest's own roadmap as those of a phase: `P0.1`. */
export function readsIds(dialect: Dialect): boolean {
  return makeIdReader(dialect)('P0.1') !== null;
}

function describePolicy(roadmap: LoadedRoadmap, paths: readonly string[]): TestedPolicy {
  const { dialect } = roadmap;
  const entry = copyEntry(roadmap);
  const policy = makePolicy(dialect, entry);
  const findBox = (state: State, usual: string): string => {
    if (policy.boxes.get(usual) === state) return usual;
    return [...policy.boxes].find(([, one]) => one === state)?.[0] ?? usual;
  };
  return {
    roadmaps: paths,
    dialect,
    policy,
    usual: makePolicy(dialect, null),
    entry: { dialect: dialect.name, ...entry },
    hasGates: hasGates(roadmap),
    boxes: { todo: findBox('todo', ' '), done: findBox('done', dialect.states.marks.done ?? 'x') },
  };
}
