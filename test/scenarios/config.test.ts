import { symlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const markdown = `# Move the archive

### P0 — Prepare

- [ ] **P0.1** Ask for access
  - Commit: pending
  - Status: BLOCKED: nobody answers
- [x] **P0.2** Count the objects
  - Commit: deadbeef
  - Status: see WIKI_PAGE

### P1 — Copy

- [x] **P1.1** Copy them
  - Commit: none (by hand)
  - Status: wiki_page
- [?] **P1.2** Compare
`;

/** What check finds under a config with these lines for ROADMAP.md: "rule severity line". */
async function check(...lines: readonly string[]): Promise<string[]> {
  const entry = lines.map((line) => `    ${line}\n`).join('');
  const root = makeRepository({
    'ROADMAP.md': markdown,
    'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n${entry}`,
  });
  const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
  return report.diagnostics.map(({ rule, severity, line }) => `${rule} ${severity} ${line}`);
}

const usual = ['phase-order error 5', 'commit-absent error 9', 'no-unknown-state warning 17'];

describe('roadmap.yaml', () => {
  test('changes nothing where it names a roadmap and no more', async () => {
    expect(await check()).toEqual(usual);
  });

  test('names gates, and a gate absorbs the order finding that it explains', async () => {
    expect(await check('gates: [P0.1]')).toEqual(['gate-passed error 5', ...usual.slice(1)]);
    expect(await check('gates: [P0.1]', 'order: off')).toEqual(['gate-passed error 5', ...usual.slice(1)]);
  });

  test('sets the order', async () => {
    expect(await check('order: off')).toEqual(usual.slice(1));
    expect(await check('order: strict')).toEqual(usual);
  });

  test('switches a rule off or changes its severity', async () => {
    expect(await check('rules: {commit-absent: off, phase-order: info, no-unknown-state: error}')).toEqual([
      'phase-order info 5',
      'no-unknown-state error 17',
    ]);
  });

  test('gives a rule its options', async () => {
    expect(await check('rules: {no-placeholder: [warning, {words: [WIKI_PAGE]}]}')).toEqual([
      ...usual.slice(0, 2),
      'no-placeholder warning 16',
      usual[2],
    ]);
  });

  test('gives a box its meaning', async () => {
    expect(await check('states: {"?": todo}')).toEqual(usual.slice(0, 2));
    expect(await check('states: {"?": done}', 'rules: {phase-order: off}')).toEqual([
      'commit-absent error 9',
      'commit-missing error 17',
      'status-missing error 17',
    ]);
  });

  test('forces a dialect', async () => {
    expect(await check('dialect: plan')).toEqual(['commit-absent error 9', 'no-unknown-state info 17']);
  });

  test('is read whatever its line ends are, with a byte order mark', async () => {
    const root = makeRepository({
      'ROADMAP.md': markdown,
      'roadmap.yaml': '\uFEFFversion: 1\r\nroadmaps:\r\n  - path: ./ROADMAP.md\r\n    order: off\r\n',
    });
    const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
    expect(report.diagnostics.map(({ rule }) => rule)).toEqual(['commit-absent', 'no-unknown-state']);
  });

  test('may say nothing but its version', async () => {
    const root = makeRepository({ 'ROADMAP.md': markdown, 'roadmap.yaml': '# later\nversion: 1\n' });
    expect((await runRoadmap(root, ['check'])).code).toBe(1);
  });
});

describe('which roadmaps it names', () => {
  const root = makeRepository({
    'docs/plan.md': '- [ ] one\n',
    'ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** a\n',
    'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: docs/plan.md\n    order: strict\n',
  });

  test('are the ones that a command without a file works on', async () => {
    const report = readOutput('show', await runRoadmap(root, ['show', '--json']));
    expect(report.roadmaps.map(({ path }) => path)).toEqual(['docs/plan.md']);
  });

  test('leave a file that is named on the command line to its own defaults', async () => {
    const report = readOutput('check', await runRoadmap(root, ['check', 'ROADMAP.md', '--json']));
    expect(report.files.map(({ path, dialect }) => [path, dialect])).toEqual([['ROADMAP.md', 'execution']]);
  });

  test('are held to their entries in each way of naming them', async () => {
    const linked = makeRepository({
      'docs/real.md':
        '### P0 — A\n\n- [ ] **P0.1** a\n- [x] **P0.2** b\n  - Commit: none (x)\n  - Status: seen\n',
      'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: link.md\n    gates: [P0.1]\n',
    });
    symlinkSync('docs/real.md', `${linked}/link.md`);
    for (const args of [[], ['link.md'], ['./docs/real.md'], [`${linked}/link.md`]]) {
      const report = readOutput('check', await runRoadmap(linked, ['check', ...args, '--json']));
      expect(report.diagnostics.map(({ rule, file }) => [rule, file])).toEqual([['gate-passed', 'link.md']]);
    }
  });

  test('do not fail a command that they have no part in', async () => {
    const missing = makeRepository({
      'ROADMAP.md': '### P0 — A\n\n- [ ] **P0.1** a\n',
      'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: gone.md\n',
    });
    expect((await runRoadmap(missing, ['check', 'ROADMAP.md'])).code).toBe(0);
    const { code, stderr } = await runRoadmap(missing, ['check']);
    expect([code, stderr]).toEqual([
      2,
      'roadmap: gone.md: there is no such file, and roadmap.yaml names it\n  → Correct the path there, or take the entry out.\n',
    ]);
  });
});
