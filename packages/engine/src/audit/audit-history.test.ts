import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findRepository } from '../git/find-repository.ts';
import { auditHistory } from './audit-history.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a task may say, `#` for its id and `@` for a hash that git has or has not. */
const WAYS = [
  '[ ] **#** Task of it\n  - Commit:\n  - Status:',
  '[x] **#** Task of it\n  - Commit: this\n  - Status: DONE. Seen',
  '[x] **#** Task of it\n  - Commit: this\n  - Status: DONE. Seen again, ü',
  '[x] **#** Task of it\n  - Commit: @\n  - Status: DONE. Seen',
  '[x] **#** Task of it\n  - Commit: none (by hand)\n  - Status: DONE: asked',
  '[x] **#** Task of it\n  - Commit: TBD\n  - Status: DONE',
  '[x] **#** Task of it\n  - Commit: nothing that is a claim\n  - Status: DONE: so',
  '[x] **#** Task\n  of two lines, https://example.org\n  - Commit: this\n  - Status: DONE: so',
  '[ ] **#** Task of it\n  - Commit:\n  - Status: REOPENED: it broke',
  '[ ] **#** Task of it\n  - Status: BLOCKED',
  '[ ] **#** Another title\n  - Status: TODO: later',
  '[x] **#** Task of it\n  - Gate: yes\n  - Commit: this\n  - Status: DONE: so',
  '[ ] **#** Task of it\n  - Depends on: P0.1\n  - Status:',
  '[x] **#** Task of it\n  <!-- roadmap-disable-next-line commit-absent -- old -->\n  - Commit: @\n  - Status: DONE',
] as const;
/** What stands between the tasks. */
const PROSE = [
  '',
  'Prose.\n\n',
  '**Status:** done\n\n',
  '<!-- roadmap-disable-next-line commit-empty -- so -->\n',
] as const;
const CONFIGS = [
  null,
  'version: 1\n',
  'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    gates: [P0.2]\n',
  'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    order: strict\n  - path: b/ROADMAP.md\n    rules: {commit-absent: off}\n',
] as const;
const FILES = ['ROADMAP.md', 'b/ROADMAP.md', 'c.md'] as const;
const TASKS = ['P0.1', 'P0.2', 'P0.3', 'P1.1', 'P1.2', 'P2.1'] as const;

interface Plan {
  readonly ways: readonly number[];
  readonly prose: number;
  readonly rows: number;
  readonly isWindows: boolean;
}

/** The files that a commit has; without a plan, the file is not there. */
interface Tree {
  readonly plans: readonly (Plan | null)[];
  readonly config: number;
  readonly work: number;
}

const EMPTY: Plan = { ways: TASKS.map(() => 0), prose: 0, rows: 0, isWindows: false };

function write({ ways, prose, rows, isWindows }: Plan, hash: string): string {
  let phase = '';
  const tasks = TASKS.map((id, at) => {
    const own = id.slice(0, 2);
    const heading = own === phase ? '' : `\n### ${own} — Phase ${own}\n\n${own === 'P1' ? PROSE[prose] : ''}`;
    phase = own;
    const way = WAYS[ways[at] ?? 0] ?? WAYS[0];
    return `${heading}- ${way.replaceAll('#', id).replaceAll('@', hash)}\n`;
  });
  const log = Array.from({ length: rows }, (_, at) => `| 2026-01-0${at + 1} | P0.${at + 1} |\n`).join('');
  const text = `# Plan\n${tasks.join('')}\n## Change log\n\n| Date | Phase |\n| --- | --- |\n${log}`;
  return isWindows ? text.replaceAll('\n', '\r\n') : text;
}

const file = fc.constantFrom(0, 0, 0, 1, 2);
const edit = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('say'), file, at: fc.nat(5), to: fc.nat(WAYS.length - 1) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('tick'), file, at: fc.nat(5), to: fc.constantFrom(1, 2, 3) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('row'), file, at: fc.nat(0), to: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prose'), file, at: fc.nat(0), to: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ends'), file, at: fc.nat(0), to: fc.nat(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('config'), file, at: fc.nat(0), to: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone'), file, at: fc.nat(0), to: fc.nat(0) }) },
);
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

function change(tree: Tree, { kind, file: number, at, to }: Edit): Tree {
  if (kind === 'config') return { ...tree, config: to };
  const plan = tree.plans[number] ?? EMPTY;
  const made: Plan | null =
    kind === 'gone'
      ? null
      : kind === 'row'
        ? { ...plan, rows: to }
        : kind === 'prose'
          ? { ...plan, prose: to }
          : kind === 'ends'
            ? { ...plan, isWindows: !plan.isWindows }
            : { ...plan, ways: plan.ways.map((old, index) => (index === at ? to : old)) };
  return { ...tree, plans: tree.plans.map((old, index) => (index === number ? made : old)) };
}

const step = fc.record({
  edits: fc.array(edit, { minLength: 1, maxLength: 2 }),
  hasWork: fc.boolean(),
  /** How far back its parent is, most often not at all; and of a merge, the other one. */
  back: fc.constantFrom(0, 0, 0, 0, 1, 2),
  other: fc.constantFrom(null, null, null, 1, 2),
  /** Of a merge, from which side each task is; what it does beside is in the edits. */
  sides: fc.array(fc.boolean(), { minLength: TASKS.length, maxLength: TASKS.length }),
  isClean: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Of each task the side that changed it, where one of them did; else the one that was drawn. */
function merge(ours: Tree, theirs: Tree, sides: readonly boolean[]): Tree {
  const plans = ours.plans.map((plan, number) => {
    const other = theirs.plans[number] ?? null;
    if (plan === null || other === null) return plan ?? other;
    return {
      ...plan,
      ways: plan.ways.map((way, at) => (sides[at] === true ? (other.ways[at] ?? way) : way)),
    };
  });
  return { ...ours, plans };
}

/** A stream for git-fast-import(1). */
function importSteps(steps: readonly Step[]): string {
  const trees: Tree[] = [{ plans: [EMPTY, EMPTY, null], config: 0, work: 0 }];
  const out = [printCommit(trees[0] as Tree, 1, [])];
  for (const { edits, hasWork, back, other, sides, isClean } of steps) {
    const number = trees.length + 1;
    const from = Math.max(1, trees.length - back);
    const second = other === null ? null : Math.max(1, from - other);
    const ours = trees[from - 1] as Tree;
    const isMerge = second !== null && second !== from;
    const start = isMerge ? merge(ours, trees[second - 1] as Tree, sides) : ours;
    const edited = isMerge && isClean ? start : edits.reduce(change, start);
    const tree = hasWork ? { ...edited, work: number } : edited;
    trees.push(tree);
    out.push(printCommit(tree, number, isMerge ? [from, second] : [from]));
  }
  return out.join('');
}

function printCommit({ plans, config, work }: Tree, number: number, parents: readonly number[]): string {
  const message = `Step ${number}`;
  const files: [string, string | null | undefined][] = [
    ...FILES.map((path, at): [string, string | null] => {
      const plan = plans[at] ?? null;
      return [path, plan === null ? null : write(plan, 'abcdef0123')];
    }),
    ['roadmap.yaml', CONFIGS[config]],
    ['work.txt', `${work}\n`],
  ];
  const [first, ...rest] = parents;
  return [
    `commit refs/heads/main\nmark :${number}\n`,
    `committer A <a@example.invalid> ${1_700_000_000 + number} +0000\n`,
    `data ${message.length}\n${message}\n`,
    first === undefined ? '' : `from :${first}\n`,
    ...rest.map((one) => `merge :${one}\n`),
    'deleteall\n',
    ...files.map(([path, text]) =>
      text === null || text === undefined
        ? ''
        : `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    ),
  ].join('');
}

const SEED = Number(process.env['FC_SEED'] ?? 20_261_121);

test('of any history, what is found by what commits touched is what is found in full', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }), async (steps) => {
      number += 1;
      const root = join(folder, `${number}`);
      execFileSync('git', ['init', '--quiet', '--initial-branch=main', root]);
      execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input: importSteps(steps) });
      const tip = execFileSync('git', ['rev-parse', 'main'], { cwd: root, encoding: 'utf8' }).trim();
      const repository = await findRepository(root);
      if (repository === null) throw new Error('it is no repository');
      const range = { shown: 'main', tip, tipShown: 'main', without: null };
      const full = await auditHistory(repository, range, true);
      expect(await auditHistory(repository, range)).toEqual(full);
    }),
    { seed: SEED, numRuns: Number(process.env['FC_RUNS'] ?? 12) },
  );
}, 120_000);
