import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { binary, checkout } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';

// A busy machine is no failure: the script asks git many questions, one at a time.
jest.setTimeout(120_000);

const TRACK = 'conductor/tracks/lamp_20270105/plan.md';
const TRACKER = 'docs/tracker.md';
const OLD = 'docs/first-lamp.md';

let clones = '';
let hashes: Readonly<Record<'wick' | 'squashed' | 'reverted' | 'open', string>>;

/** A track and a tracker that cite commits of each kind, and a plan that HEAD does not have any more. */
beforeAll(() => {
  clones = makeFolder('clones');
  const root = makeRepository({ 'src/lamp.txt': 'lamp\n' });
  const git = (...args: string[]): string => runGit(root, ...args);
  const work = (name: string): string => commitFiles(root, { [`src/${name}.txt`]: `${name}\n` }, name);
  const start = git('rev-parse', 'HEAD');
  const wick = work('wick');
  const oil = work('oil');
  const checkpoint = commitFiles(root, {}, 'Checkpoint');
  git('checkout', '--quiet', '-b', 'topic');
  const squashed = work('glass');
  work('shade');
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--squash', 'topic');
  git('commit', '--quiet', '--message', 'Cover the flame');
  git('branch', '--quiet', '-D', 'topic');
  const reverted = work('horn');
  git('revert', '--no-edit', reverted);
  git('checkout', '--quiet', '-b', 'open');
  const open = work('hook');
  git('checkout', '--quiet', 'main');
  const short = (hash: string): string => hash.slice(0, 10);
  commitFiles(root, { [OLD]: `# First lamp\n\n- [x] Make it (\`${short(oil)}\`)\n` }, 'Plan the first lamp');
  git('rm', '--quiet', OLD);
  commitFiles(
    root,
    {
      [TRACK]: `# Plan: Lamp

## Phase 1: Light [checkpoint: ${short(checkpoint)}]

- [x] Task: Cut the wick ${short(wick)}
- [x] Task: Blow the glass [${short(squashed)}]
- [x] Task: Add a horn ${short(reverted)}
- [x] Task: Conductor - User Manual Verification 'Phase 1: Light' [${short(checkpoint)}]
`,
      [TRACKER]: `# Tracker

| ID | Task | Status | Commit |
| --- | --- | --- | --- |
| L1 | Light it | done | \`${short(start)}..${short(oil)}\` |
| L2 | Hang it up | done | \`${short(open)}\` |
| L3 | Sell it | done | \`de1e7ed0a1\` |
`,
    },
    'Cite the work',
  );
  hashes = { wick, squashed, reverted, open };
  // With its reflog, which still knows the branch.
  cpSync(root, join(clones, 'lamp'), { recursive: true });
});

/** Holds a command to git on the clones, and gives back what is said. */
function compare(command: string): { readonly code: number | null; readonly lines: readonly string[] } {
  const script = join(checkout, 'scripts/compare-facts.js');
  const run = spawnSync(process.execPath, [script, '--command', command, clones], {
    env: makeEnvironment(),
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return { code: run.status, lines: run.stdout.trimEnd().split('\n') };
}

test('what is said of the commits that plans cite is what git says, one by one', () => {
  const { code, lines } = compare(binary);
  expect(lines.slice(0, 2)).toEqual(['lamp', '  claims: 7 commit, 1 range, 1 commit of a phase']);
  const facts = lines.find((line) => line.startsWith('  facts: '))?.slice('  facts: '.length);
  expect(facts?.split(/(?<=\)), /).sort()).toEqual([
    '1 absent (commit)',
    '1 landed (commit, ancestor, work, reverted)',
    '1 landed (commit, squash, work)',
    '1 landed (range, ancestor, work)',
    '1 pending (commit)',
    '2 landed (commit, ancestor, nothing)',
    '2 landed (commit, ancestor, work)',
  ]);
  expect(lines).toContain(
    `  git has nothing of ${TRACKER}:7: de1e7ed0a1: | L3 | Sell it | done | \`de1e7ed0a1\` |`,
  );
  expect(lines.slice(-2).map((line) => line.split(/ +/))).toEqual([
    ['clone', 'files', 'plans', 'tasks', 'facts', 'differ'],
    ['lamp', '3', '3', '8', '9', '0'],
  ]);
  expect(code).toBe(0);
});

test('a command that says anything else of a commit is found out, each time', () => {
  const liar = join(makeFolder(), 'liar.mjs');
  const lies = {
    [hashes.wick]: { commit: hashes.open },
    [hashes.squashed]: { how: 'same-patch' },
    [hashes.reverted]: { revertedBy: null },
    [hashes.open]: { refs: ['refs/heads/elsewhere'] },
  };
  writeFiles(join(liar, '..'), {
    'liar.mjs': `
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
const args = process.argv.slice(2);
const { stdout } = spawnSync(process.execPath, [${JSON.stringify(binary)}, ...args], { encoding: 'utf8' });
const report = JSON.parse(stdout);
const lies = Object.entries(${JSON.stringify(lies)});
for (const fact of report.facts ?? []) {
  for (const [hash, lie] of lies) if (hash.startsWith(fact.claim)) Object.assign(fact, lie);
  if (fact.kind === 'range') fact.commits = 1;
  if (fact.fact === 'absent') fact.missing = [];
}
console.log(JSON.stringify(report));
`,
  });
  const { code, lines } = compare(liar);
  const places = lines.flatMap(
    (line) => /^ {2}differs: (?<place>[^ ]+):/.exec(line)?.groups?.['place'] ?? [],
  );
  expect(places.sort()).toEqual(
    [5, 6, 7].map((line) => `${TRACK}:${line}`).concat([5, 6, 7].map((line) => `${TRACKER}:${line}`)),
  );
  expect(lines.at(-1)).toMatch(/ 6$/);
  expect(code).toBe(1);
});
