import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listGitCalls } from '../support/list-git-calls.ts';
import { writeFiles } from '../support/make-folder.ts';
import { listSeen } from '../support/make-plan.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const PLAN = `# Boat — Execution Roadmap

### P0 — Wood

- [x] **P0.1** Fell a tree
  - Commit: <hash>
  - Status: seen
- [ ] **P0.2** Dry it
  - Commit:
  - Status: BLOCKED — it rains

## Final report

**Result:**

- Length: 4 m
- Plan file: config/boat.yaml

**Surprises:**

- The tree was hollow; no follow-up
- The saw broke

## Review checklist

- [ ] **R1** The final report has no \`<placeholder>\` left
- [ ] **R2** The tree of P0.1 is felled
- [ ] **R3** P0.2 is dry
- [ ] **R4** The plan
  - has a mast
  - is for water
- [ ] **R5** The service boat.service runs
- [ ] **R9** No surprises need a follow-up

**Sign-off:**

- Reviewed by: <name>
- Date: <YYYY-MM-DD>
- Approved: <yes/no>
`;

const CONFIG = `version: 1
roadmaps:
  - path: ROADMAP.md
    checks:
      R4.1:
        - {kind: file, path: "\${report.Result.Plan file}", schema: {required: [mast], properties: {mast: {const: true}}}}
      R4.2:
        - {kind: file, path: config/boat.yaml, matches: "on: water", lacks: [sand, mud]}
`;

function makeBoat(config = CONFIG, boat = 'mast: true\non: water\n'): string {
  const root = makeRepository({ 'ROADMAP.md': PLAN, 'roadmap.yaml': config, 'config/boat.yaml': boat });
  const work = commitFiles(root, { 'tree.txt': 'felled\n' }, 'Fell a tree');
  commitFiles(root, { 'ROADMAP.md': PLAN.replace('<hash>', work.slice(0, 7)) }, 'chore(roadmap): tick P0.1');
  return root;
}

interface Reviewed {
  readonly code: number | null;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, string>>;
}

async function review(root: string, ...args: string[]): Promise<Reviewed> {
  const run = await runAndCompare(root, ['review', '--json', ...args]);
  expect([run.stderr, listSeen(run.changed)]).toEqual(['', []]);
  const { items } = readOutput('review', run);
  return {
    code: run.code,
    verdicts: Object.fromEntries(items.map(({ id, verdict }) => [id, verdict])),
    messages: Object.fromEntries(items.map(({ id, message, help }) => [id, `${message} → ${help}`])),
  };
}

describe('roadmap review', () => {
  test('answers what the document and the repository show, and says what would answer the rest', async () => {
    const { code, verdicts, messages } = await review(makeBoat());
    expect(verdicts).toEqual({ R1: 'pass', R2: 'pass', R3: 'fail', R4: 'pass', R5: 'person', R9: 'person' });
    expect(code).toBe(1);
    expect(messages['R3']).toBe('not done: P0.2 (blocked) → `roadmap show P0.2` has all that it says.');
    expect(messages['R5']).toContain('A check of the kind `systemd-unit` could answer it');
    expect(messages['R9']).toContain('1 of 2 surprises do not say whether something is left to do');
  });

  test('looks at one item alone, and ends with 0 where that passes', async () => {
    const root = makeBoat();
    expect(await review(root, 'R4')).toMatchObject({ code: 0, verdicts: { R4: 'pass' } });
    expect(await review(root, 'R5')).toMatchObject({ code: 3 });
    expect(await runRoadmap(root, ['review', 'R7'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('R7: there is no such review item'),
    });
  });

  test('says what of a file is not as it has to be', async () => {
    const { verdicts, messages } = await review(makeBoat(CONFIG, 'mast: false\non: water, or mud\n'), 'R4');
    expect(verdicts['R4']).toBe('fail');
    expect(messages['R4']).toContain('config/boat.yaml: mast false is not true');
    expect(messages['R4']).toContain('it has "mud"');
  });

  test('looks at the commit, not at the working tree', async () => {
    const root = makeBoat(CONFIG, 'mast: false\n');
    writeFiles(root, { 'config/boat.yaml': 'mast: true\non: water\n' });
    const run = await runRoadmap(root, ['review', 'R4', '--json']);
    expect(readOutput('review', run).items[0]?.verdict).toBe('fail');
    expect(readOutput('review', run).items[0]?.checks[0]?.seen[0]).toMatchObject({
      place: `${runGit(root, 'rev-parse', 'HEAD').slice(0, 12)}:config/boat.yaml`,
    });
  });

  test('does not know what an entry of the report leaves open', async () => {
    const root = makeBoat();
    commitFiles(root, { 'ROADMAP.md': PLAN.replace('config/boat.yaml', '<path>') }, 'Take the path out');
    expect((await review(root, 'R4')).messages['R4']).toContain('the report has no Result.Plan file yet');
  });

  test('refuses a config whose check is none, with its line', async () => {
    const root = makeBoat(
      CONFIG.replace('path: config/boat.yaml, matches', 'pth: config/boat.yaml, matches'),
    );
    expect(await runRoadmap(root, ['review'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^roadmap: roadmap\.yaml:8:\d+: /),
    });
  });

  test('prints Markdown', async () => {
    const { stdout, code } = await runRoadmap(makeBoat(), ['review', '--format', 'markdown']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^## Review of ROADMAP\\\.md: 3 pass, 1 fail, 0 unknown, 2 for a person\n/);
    expect(stdout).toContain('\n| R3 | P0\\.2 is dry | ❌ fail | not done\\: P0\\.2 \\(blocked\\) |\n');
  });
});

describe('answering', () => {
  async function answer(root: string, ...args: string[]): Promise<{ code: number | null; said: string[] }> {
    const run = await runRoadmap(root, [...args, '--json']);
    const { refusals, warnings } = readOutput('review-edit', run);
    return { code: run.code, said: [...refusals, ...warnings].map(({ message }) => message) };
  }
  const text = (root: string): string => readFileSync(join(root, 'ROADMAP.md'), 'utf8');

  test('ticks what passed, in one commit, and what a person has looked at', async () => {
    const root = makeBoat();
    const reviewed = runGit(root, 'rev-parse', 'HEAD').slice(0, 12);
    expect(await answer(root, 'review', '--tick-passed')).toEqual({ code: 0, said: [] });
    for (const id of ['R1', 'R2', 'R4']) expect(text(root)).toContain(`- [x] **${id}** `);
    expect(text(root)).toContain(`\n  - Reviewed: its checks, `);
    expect(text(root)).toContain(`, at ${reviewed}\n`);
    expect(text(root)).toContain('- [ ] **R3** ');
    expect(runGit(root, 'log', '-1', '--format=%s')).toBe('chore(roadmap): review R1, R2, R4');
    expect(runGit(root, 'status', '--porcelain')).toBe('');
    expect(await answer(root, 'review', '--tick', 'R5', '--by', 'Eve')).toEqual({ code: 0, said: [] });
    expect(text(root)).toMatch(
      /- \[x\] \*\*R5\*\* .*\n {2}- Reviewed: Eve, \d{4}-\d{2}-\d{2}, at [0-9a-f]{12}\n/,
    );
  });

  test('ticks nothing that a check fails', async () => {
    const root = makeBoat();
    const before = text(root);
    const { code, said } = await answer(root, 'review', '--tick', 'R3', '--by', 'Eve');
    expect([code, said]).toEqual([1, ['R3 fails: not done: P0.2 (blocked)']]);
    expect(text(root)).toBe(before);
  });

  test('approves nothing that is open, and takes a no at any time', async () => {
    const root = makeBoat();
    const { code, said } = await answer(root, 'sign-off', '--by', 'Eve', '--approved', 'yes');
    expect(code).toBe(1);
    expect(said).toContain('R3 fails: not done: P0.2 (blocked)');
    expect(said).toContain('R5 is open (person)');
    expect(await answer(root, 'sign-off', '--by', 'Eve', '--approved', 'no')).toEqual({ code: 0, said: [] });
    expect(text(root)).toMatch(
      /- Reviewed by: Eve\n- Date: \d{4}-\d\d-\d\d\n- Approved: no, at [0-9a-f]{12}\n/,
    );
  });

  test('lets nobody sign off their own ticks, unless the team wants that', async () => {
    const root = makeBoat();
    const { code, said } = await answer(root, 'sign-off', '--by', 'ada example', '--approved', 'no');
    expect([code, said]).toEqual([1, ['Ada Example signed off, who ticked the work, too']]);
    commitFiles(root, { 'roadmap.yaml': `${CONFIG}    rules: {reviewer-is-author: warning}\n` }, 'Let it be');
    expect(await answer(root, 'sign-off', '--by', 'Ada Example', '--approved', 'no')).toEqual({
      code: 0,
      said: ['Ada Example signed off, who ticked the work, too'],
    });
  });

  test('says when work came after what was reviewed', async () => {
    const root = makeBoat();
    await answer(root, 'review', '--tick-passed');
    const stale = async (): Promise<string[]> => {
      const { diagnostics } = readOutput('check', await runRoadmap(root, ['check', '--json']));
      return diagnostics.filter(({ rule }) => rule === 'review-stale').map(({ message }) => message);
    };
    expect(await stale()).toEqual([]);
    commitFiles(root, { 'tree.txt': 'burnt\n' }, 'Burn it');
    expect(await stale()).toEqual([
      expect.stringMatching(
        /^R1, R2 and R4 were reviewed at [0-9a-f]{12}, and 1 commit of work came after it$/,
      ),
    ]);
  });

  test('does not take a change of another roadmap for work, and asks git as much for many reviews as for one', async () => {
    const root = makeBoat(`${CONFIG}  - path: plan/other.md\n`);
    commitFiles(root, { 'plan/other.md': '# Other\n\n- [ ] Do it\n' }, 'Plan more');
    const check = async (): Promise<{ readonly stale: string[]; readonly calls: number }> => {
      const { run, calls } = await listGitCalls(root, ['check', 'ROADMAP.md', '--json']);
      const { diagnostics } = readOutput('check', run);
      const found = diagnostics.filter(({ rule }) => rule === 'review-stale');
      return { stale: found.map(({ message }) => message), calls: calls.length };
    };
    await answer(root, 'review', 'ROADMAP.md', '--tick', 'R1', '--by', 'Eve');
    const one = await check();
    expect(one.stale).toEqual([]);
    for (const id of ['R2', 'R4', 'R5', 'R9'])
      await answer(root, 'review', 'ROADMAP.md', '--tick', id, '--by', 'Eve');
    commitFiles(root, { 'plan/other.md': '# Other\n\n- [ ] Do something else\n' }, 'Plan it otherwise');
    expect(await check()).toEqual(one);
    commitFiles(root, { 'tree.txt': 'burnt\n' }, 'Burn it');
    const { stale, calls } = await check();
    expect([stale.length, calls]).toEqual([1, one.calls]);
    expect(stale[0]).toContain('R1, R2, R4, R5 and R9 were reviewed at');
  });
});
