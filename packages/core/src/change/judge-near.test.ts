import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noFacts } from '../facts/facts.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { rules as all } from '../generated/rules.ts';
import { makePolicy } from '../law/policy.ts';
import { compareVersions, cutVersion } from '../parse/near-versions.ts';
import { type Parsed, parseRoadmap } from '../parse/parse-roadmap.ts';
import type { Version } from '../parse/version.ts';
import { makeVersionReader, placeVersion } from '../parse/version-reader.ts';
import type { Case } from '../rules/run-rules.ts';
import { judgeChange } from './judge-change.ts';
import { judgeNear, type NearSide } from './judge-near.ts';

const rules = all.filter(({ meta }) => meta.family !== 'evidence' && meta.family !== 'upkeep');

const TASKS = ['P0.1', 'P0.2', 'P0.2', 'P1.1', 'P1.2', 'P2.1'] as const;

/** What a task may say. */
const WAYS = [
  '[ ] **#** a\n  - Commit:\n  - Status:',
  '[ ] **#** a\n  - Commit:\n  - Status: TODO: not yet',
  '[x] **#** a\n  - Commit: this\n  - Status: DONE. Seen',
  '[x] **#** a\n  - Commit: none (by hand)\n  - Status: DONE: seen\n  - Owner: TBD',
  '[x] **#** b\n  - Commit: this\n  - Status: PASS (override: asked for)',
  '[x] **#** a\n  - Commit: this\n  - Status: PARTIAL: half',
  '[x] **#** a\n  - Commit: this\n  - Status:',
  '[ ] **#** a\n  - Status: BLOCKED',
  '[ ] **#** a\n  - Status: BLOCKED: no access',
  '[ ] **#** a\n  - Status: REOPENED',
  '[ ] **#** a\n  - Status: REOPENED: it broke',
  '[ ] **#** a\n  - Status: DOING',
  '[ ] **#** a\n  - Status: BLOKED: a word that is none',
  '[?] **#** a\n  - Status: TODO: later',
  '[ ] **#** a\n  - Depends on: P0.1\n  - Status:',
  '[ ] **#** a\n  - Depends on: P9.9\n  - Status:',
  '[x] **#** a\n  - Gate: yes\n  - Commit: this\n  - Status: PASS: seen',
  '[ ] **#** a\n  - Gate: yes\n  - Status:',
  '[x] **#** a\n  - Verify: `test`\n  - Commit: this\n  - Status: PASS: seen',
  '[x] **#** a\n  - Commit: this\n  - Status: PASS: seen\n  - [ ] part',
  '[ ] **#** a\n  <!-- roadmap-disable-next-line reason-missing -- why -->\n  - Status: BLOCKED',
] as const;

/** What stands around the tasks, the same in all versions of a history. */
const AROUND = [
  { head: '', tail: '' },
  { head: '**Status:** done\n', tail: '' },
  { head: '', tail: '\n## Change log\n\n| Date | Phase |\n| --- | --- |\n| 2026-01-02 | <phase> |\n' },
  { head: '', tail: '\n## Final report\n\n- **Runner:** <name>\n\n## Sign-off\n\n- Name: TBD\n' },
  { head: '<!-- roadmap-disable-next-line no-id-gap -- why -->\n', tail: '' },
] as const;

type Ways = readonly number[];

function write(ways: Ways, around: number): string {
  const { head, tail } = AROUND[around] ?? AROUND[0];
  let phase = '';
  const tasks = TASKS.map((id, at) => {
    const own = id.slice(0, 2);
    const heading = own === phase ? '' : `\n### ${own} — Phase ${own}\n\n${own === 'P1' ? head : ''}`;
    phase = own;
    return `${heading}- ${(WAYS[ways[at] ?? 0] ?? WAYS[0]).replaceAll('#', id)}\n`;
  });
  return `# Plan\n${tasks.join('')}${tail}`;
}

const way = fc.nat({ max: WAYS.length - 1 });
const edit = fc.array(fc.tuple(fc.nat({ max: TASKS.length - 1 }), way), { minLength: 1, maxLength: 2 });

function change(ways: Ways, edits: readonly (readonly [number, number])[]): Ways {
  const made = [...ways];
  for (const [task, to] of edits) made[task] = to;
  return made;
}

/** A version, as the parser reads it and in parts. */
interface Read {
  readonly whole: Parsed;
  readonly version: Version | null;
}

const CONFIG = { path: 'ROADMAP.md', gates: ['P0.2'] };

/** Judges a change both ways; null where that of the parts leaves it to the other. */
function judgeBoth(texts: readonly string[], parents: number, order: 'phases' | 'strict'): boolean | null {
  const reader = makeVersionReader((bytes, dialect) => parseRoadmap(bytes, { ...CONFIG, dialect }));
  const read = texts.map((text): Read => {
    const bytes = new TextEncoder().encode(text);
    const found = reader(bytes);
    const whole = parseRoadmap(bytes, CONFIG);
    if (found.kind === 'version') expect(placeVersion(found.version)?.graph).toEqual(whole.graph);
    return { whole, version: found.kind === 'version' ? found.version : null };
  });
  const versions = read.flatMap(({ version }) => version ?? []);
  const [first, ...others] = versions;
  const gaps = first === undefined || versions.length < read.length ? null : compareVersions(first, others);
  if (gaps === null) return null;
  const makeCase = (graph: Roadmap, { dialect, source }: Parsed): Case => ({
    graph,
    dialect,
    source: source ?? {
      bytes: new Uint8Array(),
      text: '',
      toByte: () => 0,
      lineOf: () => 1,
      placeOf: () => ({ line: 1, column: 1 }),
    },
    facts: noFacts,
    policy: makePolicy(dialect, { gates: CONFIG.gates, order }),
  });
  const wholes = read.map(({ whole }) => makeCase(whole.graph, whole));
  const sides = read.flatMap(({ whole, version }): NearSide[] =>
    version === null
      ? []
      : [{ whole: makeCase(version.loose, whole), part: makeCase(cutVersion(version, gaps), whole) }],
  );
  const [after, ...before] = sides;
  const [whole, ...wholesBefore] = wholes;
  if (after === undefined || whole === undefined) return null;
  const rest = { policyAfter: whole.policy, isCommit: true };
  const near = judgeNear(
    {
      after,
      parents: before.slice(0, parents),
      bases: before.slice(parents).map(({ part }) => part.graph),
      ...rest,
    },
    rules,
  );
  const full = judgeChange(
    {
      after: whole,
      parents: wholesBefore.slice(0, parents),
      bases: wholesBefore.slice(parents).map(({ graph }) => graph),
      ...rest,
    },
    rules,
  );
  if (near === null) return false;
  const told = ({ transitions, touched }: typeof near): unknown => [
    transitions.map(({ task, before: old, from }) => [task.id, task.state, old?.id, from]),
    [...touched].map(({ id, fields }) => [id, fields.map(({ value }) => value)]),
  ];
  expect([texts, full.diagnostics]).toEqual([texts, []]);
  expect([texts, told(near)]).toEqual([texts, told(full.change)]);
  return true;
}

const SEED = Number(process.env['FC_SEED'] ?? 20_261_121);
const RUNS = Number(process.env['FC_RUNS'] ?? 150);
const start = fc.array(fc.constantFrom(0, 0, 1, 2, 2, 3, 8, 13, 17), {
  minLength: TASKS.length,
  maxLength: TASKS.length,
});
const around = fc.nat({ max: AROUND.length - 1 });
const order = fc.constantFrom('phases' as const, 'strict' as const);

test('of a change of some tasks, the parts find nothing where the whole finds something', () => {
  let judged = 0;
  fc.assert(
    fc.property(start, edit, around, order, (ways, edits, one, policy) => {
      const texts = [change(ways, edits), ways].map((each) => write(each, one));
      if (judgeBoth(texts, 1, policy) === true) judged += 1;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(judged).toBeGreaterThan(RUNS / 20);
});

test('of a merge, neither', () => {
  let judged = 0;
  fc.assert(
    fc.property(
      start,
      edit,
      edit,
      edit,
      fc.boolean(),
      around,
      order,
      (base, ours, theirs, own, isOwn, one, policy) => {
        const merged = change(change(base, ours), theirs);
        const texts = [
          isOwn ? change(merged, own) : merged,
          change(base, ours),
          change(base, theirs),
          base,
        ].map((each) => write(each, one));
        if (judgeBoth(texts, 2, policy) === true) judged += 1;
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  expect(judged).toBeGreaterThan(RUNS / 20);
});
