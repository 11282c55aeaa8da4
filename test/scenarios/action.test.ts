import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkout } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { oneTask, tryGit } from '../support/hooked.ts';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readCommands, readSarif } from '../support/read-formats.ts';
import type { Run } from '../support/run-roadmap.ts';

jest.setTimeout(120_000);

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
}

const action = parse(readFileSync(join(checkout, 'action.yml'), 'utf8')) as Action;
// What runs from source builds what is stale. That happens here, in the user's own surroundings, and never in a test.
beforeAll(() => {
  spawnSync(process.execPath, [join(checkout, 'scripts/bootstrap.js'), 'build'], { stdio: 'ignore' });
}, 300_000);

const zeros = '0'.repeat(40);

/** Runs the steps as a runner does: each expression is replaced with what it names, or with nothing. */
function runAction(
  root: string,
  values: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>> = {},
): Run {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, input.default]);
  const known: Record<string, string> = {
    ...Object.fromEntries(defaults),
    'github.action_path': checkout,
    ...values,
  };
  const [step] = action.runs.steps;
  if (step === undefined || action.runs.steps.length > 1) throw new Error('the action has not one step');
  expect(step.run).not.toContain('${{');
  const env = Object.entries(step.env).map(([name, value]) => [
    name,
    value.replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => known[expression] ?? ''),
  ]);
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', step.run], {
    cwd: root,
    env: makeEnvironment({ ...Object.fromEntries(env), ...changes }),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** A repository with an old finding, and a good commit after it; its hashes. */
function makeAdopted(): { root: string; old: string; good: string } {
  const root = makeRepository({ 'ROADMAP.md': `${oneTask('x')}\n### P1 — More\n\n- [ ] **P1.1** Open\n` });
  const old = runGit(root, 'rev-parse', 'HEAD');
  return { root, old, good: commitFiles(root, { 'a.txt': 'a' }, 'Work') };
}

describe('the action', () => {
  test('judges what a pull request changes, and says it where it stands', () => {
    const { root, old } = makeAdopted();
    const event = { 'github.event_name': 'pull_request', 'github.event.pull_request.base.sha': old };
    expect(runAction(root, event)).toMatchObject({ code: 0, stderr: '' });
    commitFiles(
      root,
      { 'ROADMAP.md': `${oneTask('x')}\n### P1 — More\n\n- [x] **P1.1** Open\n` },
      'Tick P1.1',
    );
    const bad = runAction(root, event);
    expect(bad.code).toBe(1);
    const commands = readCommands(bad.stdout);
    expect(commands.length).toBeGreaterThan(0);
    for (const { properties } of commands)
      expect(properties).toMatchObject({ file: 'ROADMAP.md', line: '9' });
  });

  test('judges what a push changes, from nothing where the branch is new', () => {
    const { root, old } = makeAdopted();
    const push = (before: string): Run =>
      runAction(root, { 'github.event_name': 'push', 'github.event.before': before });
    expect(push(old).code).toBe(0);
    expect(push(zeros).code).toBe(1);
    const gone = push('1'.repeat(40));
    expect([gone.code, gone.stdout]).toEqual([1, expect.stringContaining('The old tip 1111')]);
  });

  test('judges all where that is asked for, or where nothing changes', () => {
    const { root } = makeAdopted();
    expect(runAction(root, { 'github.event_name': 'schedule' }).code).toBe(1);
    expect(runAction(root, { 'github.event_name': 'push', 'inputs.judge': 'all' }).code).toBe(1);
    expect(runAction(root, { 'inputs.judge': 'x$(touch owned)' })).toMatchObject({ code: 2, stdout: '' });
    expect(tryGit(root, ['status', '--porcelain']).stdout).toBe('');
  });

  test('writes a summary and SARIF beside the log', () => {
    const { root } = makeAdopted();
    const folder = makeFolder('a b');
    const [summary, sarif] = [join(folder, 'summary.md'), join(folder, 'r.sarif')];
    const run = runAction(
      root,
      { 'inputs.judge': 'all', 'inputs.sarif': sarif, 'inputs.format': 'text' },
      { GITHUB_STEP_SUMMARY: summary },
    );
    expect([run.code, readCommands(run.stdout)]).toEqual([1, []]);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## Roadmap check: \d+ error/);
    expect(readSarif(readFileSync(sarif, 'utf8')).results.length).toBeGreaterThan(0);
  });

  test('warns of a shallow clone, which can not tell', () => {
    const { root } = makeAdopted();
    const shallow = join(makeFolder(), 'shallow');
    runGit(root, 'clone', '--quiet', '--depth=1', `file://${root}`, shallow);
    expect(runAction(shallow, { 'inputs.judge': 'all' }).stdout).toContain('fetch-depth: 0');
  });
});

describe('the hooks for the pre-commit framework', () => {
  const hooks = parse(readFileSync(join(checkout, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly id: string;
    readonly entry: string;
    readonly stages: readonly string[];
  }[];

  /** Runs one as the framework does: the first word is a file of this repository, and the rest are its arguments. */
  function runHook(root: string, id: string, ...args: string[]): Run {
    const [file = '', ...rest] = hooks.find((hook) => hook.id === id)?.entry.split(' ') ?? [];
    const path = join(checkout, file);
    accessSync(path, constants.X_OK);
    const { status, stdout, stderr } = spawnSync(path, [...rest, ...args], {
      cwd: root,
      env: makeEnvironment(),
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  test('judge what is staged, and warn of a message that does not name it', () => {
    const root = makeRepository({ 'ROADMAP.md': oneTask(' ') });
    expect(runHook(root, 'roadmap').code).toBe(0);
    const ticked = makeRepository({ 'ROADMAP.md': oneTask(' '), MESSAGE: 'Do things\n' });
    spawnSync('sed', ['-i', 's/\\[ \\]/[x]/', 'ROADMAP.md'], { cwd: ticked });
    runGit(ticked, 'add', '--all');
    expect(runHook(ticked, 'roadmap')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('commit-missing'),
    });
    expect(runHook(ticked, 'roadmap-commit-msg', 'MESSAGE')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('does not name P0.1'),
    });
  });
});
