import type {
  Diagnostic,
  RoadmapConfig,
  SelftestPlant,
  SelftestReport,
  SelftestVerdict,
  SelftestWay,
  Severity,
} from '@roadmap-as-code/core';
import { dialects } from '@roadmap-as-code/core/dialects';
import { configName } from '../config/names.ts';
import { type Gate, type HookName, openGate } from '../gate/gate.ts';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { badPlants } from './bad-plants.ts';
import { disarmingPlants } from './disarming-plants.ts';
import { goodPlants } from './good-plants.ts';
import { judgePlant } from './judge-plant.ts';
import { listPolicies, type TestedPolicy } from './list-policies.ts';
import { FOLDER, importCommits, makeMaterial } from './make-material.ts';
import { type Kit, type Material, type Plant, writeRoadmap } from './plant.ts';
import { type Throwaway, withThrowaway } from './throwaway.ts';

/**
 * Plants good and bad changes under the policies of roadmaps, each in a roadmap of its own, in a throwaway clone of the
 * repository, and asks the gate about them by every way in. Nothing of the user's is written.
 */
export async function runSelftest(
  repository: Repository,
  roadmaps: readonly LoadedRoadmap[],
): Promise<SelftestReport> {
  const policies = listPolicies(roadmaps);
  const found = await withThrowaway(repository, async (throwaway) => {
    const material = await makeMaterial(throwaway);
    const beds = policies.flatMap((tested, at) =>
      PLANTS.map((plant, number) => makeBed(plant, tested, [at, number], material)),
    );
    const findings = await plantAll(throwaway, material, beds);
    return beds.map((bed) => ({
      bed,
      plant: judgePlant(bed.plant, bed.tested, findings.get(bed.entry.path) ?? new Map()),
    }));
  });
  const tables = policies.map((tested) => ({
    roadmaps: [...tested.roadmaps],
    dialect: tested.dialect.name,
    order: tested.policy.order,
    plants: found.filter(({ bed }) => bed.tested === tested).map(({ plant }) => plant),
  }));
  return { schemaVersion: 1, tables, summary: summarize(tables.flatMap(({ plants }) => plants)) };
}

const PLANTS: readonly Plant[] = [...goodPlants, ...badPlants, ...disarmingPlants];

/** A roadmap in which one change is planted. */
interface Bed {
  readonly plant: Plant;
  readonly tested: TestedPolicy;
  /** Its entry in the config before the change, and its text. */
  readonly entry: RoadmapConfig;
  readonly before: string;
  /** After it. */
  readonly entryAfter: RoadmapConfig | null;
  readonly after: string;
}

function makeBed(plant: Plant, tested: TestedPolicy, numbers: readonly number[], material: Material): Bed {
  const kit: Kit = { ...material, boxes: tested.boxes };
  const usual = writeRoadmap(kit);
  const before = plant.before?.(usual, kit) ?? usual;
  const own = { path: `${FOLDER}/${numbers.join('-')}.md`, ...tested.entry };
  const entry = plant.entryBefore?.(own) ?? own;
  const entryAfter = plant.entry === undefined ? entry : plant.entry(entry);
  return { plant, tested, entry, before, entryAfter, after: plant.edit(before, kit) };
}

type Found = { readonly rule: string; readonly severity: Severity };

/**
 * Plants the changes in as few commits as can be, and asks the gate about each commit.
 * @returns what each way found, by the path of the roadmap before the change
 */
async function plantAll(
  throwaway: Throwaway,
  { tip, ground }: { readonly tip: string; readonly ground: string },
  beds: readonly Bed[],
): Promise<Map<string, Map<SelftestWay, Found[]>>> {
  const found = new Map(beds.map(({ entry }) => [entry.path, new Map<SelftestWay, Found[]>()]));
  for (const round of groupBeds(beds)) {
    const [base = '', commit = ''] = await importCommits(throwaway, [
      { ref: 'refs/heads/main', from: tip, message: 'Plan', files: planRound(round) },
      { ref: 'refs/heads/planted', from: ':1', message: 'Plant', files: plantRound(round) },
    ]);
    await throwaway.run(['read-tree', commit]);
    await throwaway.cutOff(round[0]?.plant.setting === 'shallow' ? ground : null);
    const gate = await openGate(throwaway.root);
    for (const [way, ask] of WAYS) {
      const diagnostics = await ask(gate, base, commit);
      for (const { entry, entryAfter } of round) {
        const own = diagnostics.filter(({ file }) => file === entry.path || file === entryAfter?.path);
        found.get(entry.path)?.set(way, own);
      }
    }
  }
  return found;
}

/** The ways in; base and commit are full hashes. HEAD is the base, and the index has what the commit has. */
const WAYS: readonly (readonly [
  SelftestWay,
  (gate: Gate, base: string, commit: string) => Promise<readonly Diagnostic[]>,
])[] = [
  ['pre-commit', (gate) => runHook(gate, 'pre-commit', '')],
  ['range', async (gate, base, commit) => (await gate.checkRange(`${base}..${commit}`)).report.diagnostics],
  [
    'pre-receive',
    (gate, base, commit) => runHook(gate, 'pre-receive', `${base} ${commit} refs/heads/selftest\n`),
  ],
  ['audit', async (gate, base, commit) => (await gate.audit(`${base}..${commit}`)).diagnostics],
];

async function runHook(gate: Gate, name: HookName, input: string): Promise<Diagnostic[]> {
  const { changes } = await gate.runHook({ name, args: [], input, now: 0 });
  return changes.flatMap(({ report }) => report.diagnostics);
}

/** Good ones go in by themselves, so that what is said of them has nothing to do with bad ones. */
function groupBeds(beds: readonly Bed[]): Bed[][] {
  const rounds = new Map<string, Bed[]>();
  for (const bed of beds) {
    const { group, setting = 'alone' } = bed.plant;
    const name = `${group === 'good' ? 'good' : 'bad'} ${setting}`;
    rounds.set(name, [...(rounds.get(name) ?? []), bed]);
  }
  return [...rounds.values()];
}

/** The roadmaps of one round, and the config that names them, before the change. */
function planRound(round: readonly Bed[]): Record<string, string> {
  return {
    ...Object.fromEntries(round.map(({ entry, before }) => [entry.path, before])),
    [configName]: writeEntries(
      round,
      round.map(({ entry }) => entry),
    ),
  };
}

/** What the commit of one round changes. */
function plantRound(round: readonly Bed[]): Record<string, string | null> {
  const places = round.map(({ entry, entryAfter }) => ({
    old: entry.path,
    now: entryAfter?.path ?? entry.path,
  }));
  const moved = places.filter(({ old, now }) => old !== now);
  return {
    ...Object.fromEntries(moved.map(({ old }) => [old, null])),
    ...Object.fromEntries(round.map(({ after }, at) => [places[at]?.now ?? '', after])),
    [configName]: writeEntries(
      round,
      round.flatMap(({ entryAfter }) => entryAfter ?? []),
    ),
    ...(round[0]?.plant.setting === 'beside' ? { [`${FOLDER}/beside.txt`]: 'beside\n' } : {}),
  };
}

/** JSON is YAML (YAML 1.2, section 1.3). */
function writeEntries(round: readonly Bed[], roadmaps: readonly RoadmapConfig[]): string {
  const own = round
    .map(({ tested }) => tested.dialect)
    .filter((one) => !dialects.some(({ name }) => name === one.name));
  const written = own.map(({ name, ...dialect }) => [name, dialect] as const);
  return JSON.stringify({
    version: 1,
    ...(written.length === 0 ? {} : { dialects: Object.fromEntries(written) }),
    roadmaps,
  });
}

function summarize(plants: readonly SelftestPlant[]): SelftestReport['summary'] {
  const count = (verdict: SelftestVerdict): number =>
    plants.filter((plant) => plant.verdict === verdict).length;
  return {
    planted: plants.length,
    right: count('right'),
    letBy: count('let-by'),
    stopped: count('stopped'),
    notAsked: count('not-asked'),
  };
}
