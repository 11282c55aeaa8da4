import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listGitCalls } from '../support/list-git-calls.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

interface Line {
  box: string;
  commit: string;
  status: string;
}

/** A roadmap as a model that a script changes step by step; the commits that did so, and what is wrong with each. */
class Script {
  readonly root = makeRepository({
    'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    gates: [P2.1]\n',
  });
  readonly tasks = new Map<string, Line>();
  /** `<subject> <rule>`, the oldest first. */
  readonly faults: string[] = [];
  #steps = 0;

  constructor() {
    for (let number = 1; number <= 40; number += 1) this.tasks.set(`P0.${number}`, open());
    for (const id of ['P1.1', 'P1.2', 'P1.3', 'P2.1', 'P2.2']) this.tasks.set(id, open());
    this.commit('Plan');
  }

  /** A commit that does work; its abbreviated hash. */
  work(): string {
    this.#steps += 1;
    return commitFiles(
      this.root,
      { [`work-${this.#steps}.txt`]: `${this.#steps}\n` },
      `Work ${this.#steps}`,
    ).slice(0, 7);
  }

  /** Commits the roadmap; a rule says what is wrong with that. */
  commit(subject: string, rule: string | null = null, files: Readonly<Record<string, string>> = {}): void {
    this.#steps += 1;
    const name = `${this.#steps}: ${subject}`;
    commitFiles(this.root, { 'ROADMAP.md': this.print(), ...files }, name);
    if (rule !== null) this.faults.push(`${name} ${rule}`);
  }

  set(id: string, box: string, commit: string, status: string): void {
    this.tasks.set(id, { box, commit, status });
  }

  /** A tick as it should be. */
  tick(id: string): string {
    const hash = this.work();
    this.set(id, 'x', hash, 'PASS: seen');
    this.commit(`tick ${id}`);
    return hash;
  }

  /** Takes back what was wrong, as one should. */
  reopen(id: string): void {
    this.set(id, ' ', '', 'REOPENED: it was not so');
    this.commit(`reopen ${id}`);
  }

  print(): string {
    const phases = ['P0', 'P1', 'P2'].map((phase) => {
      const tasks = [...this.tasks].filter(([id]) => id.startsWith(`${phase}.`));
      const lines = tasks.map(
        ([id, { box, commit, status }]) =>
          `- [${box}] **${id}** Task ${id}\n  - Commit:${pad(commit)}\n  - Status:${pad(status)}\n`,
      );
      return `### ${phase} — Phase\n\n${lines.join('')}\n`;
    });
    return `# Plan\n\n${phases.join('')}`;
  }
}

function open(): Line {
  return { box: ' ', commit: '', status: '' };
}

function pad(text: string): string {
  return text === '' ? '' : ` ${text}`;
}

async function audit(
  root: string,
  ...args: string[]
): Promise<{ code: number | null; found: string[]; commits: number }> {
  const run = await runRoadmap(root, ['audit', ...args, '--json']);
  const { diagnostics, commits } = readOutput('audit', run);
  return {
    code: run.code,
    commits,
    found: diagnostics.map(
      ({ subject, rule, severity }) => `${subject} ${rule}${severity === 'error' ? '' : ` ${severity}`}`,
    ),
  };
}

/** Plants thirty faults among good ticks, each of its own kind and in its own commit. */
function plant(script: Script): void {
  const { root } = script;
  const ids = [...script.tasks.keys()];
  let at = 0;
  const next = (): string => {
    at += 1;
    return ids[at - 1] ?? '';
  };
  const bad = (rule: string, commit: string, status: string): void => {
    const id = next();
    script.set(id, 'x', commit, status);
    script.commit(`tick ${id}`, rule);
    script.reopen(id);
    script.tick(id);
  };
  for (const hash of ['dead123', 'dead124', 'dead125', 'dead1261234']) bad('commit-absent', hash, 'PASS');
  for (const commit of ['', '<hash>', 'TBD']) bad('commit-missing', commit, 'PASS');
  for (let count = 0; count < 2; count += 1) bad('status-missing', script.work(), '');
  for (const status of ['<one line>', 'TBD']) bad('no-placeholder', script.work(), status);
  for (let count = 0; count < 2; count += 1) bad('commit-is-roadmap-update', 'this', 'PASS');
  runGit(root, 'switch', '--quiet', '--create', 'side');
  const pending = [script.work(), script.work()];
  runGit(root, 'switch', '--quiet', 'main');
  for (const hash of pending) bad('commit-pending', hash, 'PASS');
  runGit(root, 'switch', '--quiet', '--detach');
  const dangling = script.work();
  runGit(root, 'switch', '--quiet', 'main');
  bad('commit-dangling', dangling, 'PASS');
  for (const status of ['', 'PASS: seen', 'IN PROGRESS', 'pending']) {
    const id = next();
    script.tick(id);
    script.set(id, ' ', '', status);
    script.commit(`untick ${id}`, 'no-silent-untick');
    script.tick(id);
  }
  for (let count = 0; count < 3; count += 1) {
    const id = next();
    script.tick(id);
    script.set(id, 'x', script.work(), 'PASS: seen');
    script.commit(`cite something else for ${id}`, 'no-evidence-rewrite');
  }
  for (let count = 0; count < 2; count += 1) {
    const id = next();
    script.tick(id);
    const line = script.tasks.get(id) ?? open();
    script.tasks.delete(id);
    script.commit(`forget ${id}`, 'no-task-lost');
    script.tasks.set(id, line);
    script.commit(`remember ${id}`);
  }
  for (const id of ['P1.1', 'P1.2']) {
    script.set(id, 'x', script.work(), 'PASS');
    script.commit(`tick ${id}`, 'phase-order');
    script.reopen(id);
  }
  mergeBadly(script, next(), next());
  for (const id of ids.filter((one) => one.startsWith('P0.') && script.tasks.get(one)?.box !== 'x'))
    script.tick(id);
  for (const id of ['P1.1', 'P1.2', 'P1.3']) script.tick(id);
  script.set('P2.2', 'x', script.work(), 'PASS');
  script.commit('tick P2.2', 'gate-passed');
  script.reopen('P2.2');
  for (const id of ['P2.1', 'P2.2']) script.tick(id);
}

/** Two branches tick a task each, and the merge takes one side; then one adds a task, and the merge forgets it. */
function mergeBadly(script: Script, ours: string, theirs: string): void {
  const { root } = script;
  const merge = (): void => {
    runGit(root, 'switch', '--quiet', 'main');
    runGit(root, 'merge', '--quiet', '--no-commit', '--strategy=ours', 'topic');
  };
  const branch = (): void => {
    runGit(root, 'switch', '--quiet', '--force-create', 'topic');
  };
  branch();
  script.tick(theirs);
  const line = script.tasks.get(theirs) ?? open();
  runGit(root, 'switch', '--quiet', 'main');
  script.tasks.set(theirs, open());
  script.tick(ours);
  merge();
  script.commit('merge, and lose a tick', 'no-silent-untick');
  script.tasks.set(theirs, line);
  script.commit(`tick ${theirs} again`);
  branch();
  script.tasks.set('P1.4', { box: ' ', commit: '', status: 'BLOCKED: no key' });
  script.commit('add P1.4');
  runGit(root, 'switch', '--quiet', 'main');
  script.tasks.delete('P1.4');
  script.work();
  merge();
  script.commit('merge, and lose a task', 'no-task-lost');
}

describe('a history with thirty faults', () => {
  const script = new Script();
  plant(script);

  test('has them, and the audit finds them and nothing else', async () => {
    expect(script.faults).toHaveLength(30);
    const { code, found, commits } = await audit(script.root);
    expect(found.filter((one) => !one.endsWith(' warning'))).toEqual(script.faults);
    expect(found.filter((one) => one.endsWith(' warning'))).toEqual([
      expect.stringMatching(/forget P0\.\d+ no-id-gap warning$/),
      expect.stringMatching(/forget P0\.\d+ no-id-gap warning$/),
    ]);
    expect(code).toBe(1);
    expect(commits).toBeGreaterThan(100);
  });

  test('says what a baseline leaves to the past', async () => {
    const { root } = script;
    const since = runGit(root, 'rev-list', '--max-count=1', '--grep=forget', 'HEAD');
    commitFiles(
      root,
      {
        'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    gates: [P2.1]\n    since: ${since}\n`,
      },
      'Begin here',
    );
    const { found } = await audit(root);
    const errors = found.filter((one) => !/ (?:warning|info)$/.test(one));
    const past = script.faults.findIndex((one) => one.includes('forget') && !errors.includes(one));
    expect(past).toBeGreaterThan(0);
    expect(errors).toEqual(
      script.faults.slice(script.faults.findLastIndex((one) => one.includes('forget')) + 1),
    );
  });

  test('is audited by as many git processes as a short one', async () => {
    const short = makeRepository({ 'ROADMAP.md': script.print() });
    const [many, few] = await Promise.all([script.root, short].map((root) => listGitCalls(root, ['audit'])));
    expect(many?.calls.length).toBeLessThanOrEqual(MOST_PROCESSES);
    expect(few?.calls.length).toBeGreaterThan(2);
  });
});

const MOST_PROCESSES = 16;

describe('an audit', () => {
  test('of a range leaves out what was before', async () => {
    const script = new Script();
    script.set('P0.1', 'x', 'dead123', 'PASS');
    script.commit('tick P0.1', 'commit-absent');
    const base = runGit(script.root, 'rev-parse', 'HEAD');
    script.tick('P0.2');
    expect(await audit(script.root, `${base}..HEAD`)).toEqual({ code: 0, found: [], commits: 1 });
    expect((await audit(script.root)).found).toEqual(script.faults);
  });

  test('places each finding in the version that the commit made', async () => {
    const script = new Script();
    script.tick('P0.1');
    script.set('P0.3', 'x', 'dead123', 'PASS');
    script.commit('tick P0.3', 'commit-absent');
    script.tick('P0.2');
    script.set('P0.4', 'x', script.work(), '');
    script.commit('tick P0.4', 'status-missing');
    const run = await runRoadmap(script.root, ['audit', '--json']);
    const found = readOutput('audit', run).diagnostics.map(
      ({ commit, rule, line, column, offset, endOffset }) => {
        const version = Buffer.from(runGit(script.root, 'show', `${commit}:ROADMAP.md`));
        const text = version.subarray(offset, endOffset).toString();
        const lines = version.toString().split('\n');
        return [rule, text, lines[line - 1]?.slice(column - 1, column - 1 + text.length)];
      },
    );
    expect(found).toEqual([
      ['commit-absent', 'dead123', 'dead123'],
      ['status-missing', 'Status:', 'Status:'],
    ]);
  });

  test('leaves alone a file of the usual name that the config of its time did not name', async () => {
    const other = '### P0 — A\n\n- [x] **P0.1** a\n  - Commit: 6e1d0a4\n  - Status: seen\n';
    const root = makeRepository({
      'docs/plan.md': '### P0 — A\n\n- [ ] **P0.1** a\n',
      'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: docs/plan.md\n',
    });
    commitFiles(root, { 'fixtures/ROADMAP.md': other }, 'Add a fixture');
    commitFiles(root, { 'fixtures/ROADMAP.md': other.replace('6e1d0a4', '7f2e1b5') }, 'Change a fixture');
    const audit = async (): Promise<string[]> =>
      readOutput('audit', await runRoadmap(root, ['audit', '--json'])).diagnostics.map(({ rule }) => rule);
    expect(await audit()).toEqual([]);
    runGit(root, 'rm', '--quiet', 'roadmap.yaml');
    commitFiles(root, { 'fixtures/ROADMAP.md': other }, 'Name none');
    expect(await audit()).toContain('commit-absent');
  });

  test('of a shallow clone says what it can not judge', async () => {
    const script = new Script();
    script.tick('P0.1');
    script.tick('P0.2');
    const clone = join(makeUnbornRepository(), 'clone');
    runGit(script.root, 'clone', '--quiet', '--depth=2', `file://${script.root}`, clone);
    const run = await runRoadmap(clone, ['audit', '--json']);
    expect(run.code).toBe(3);
    expect(readOutput('audit', run).gaps).toMatchObject([{ why: 'cut-off' }]);
  });

  test('of a range that git does not know is refused', async () => {
    const root = makeRepository({ 'ROADMAP.md': '# Plan\n' });
    const { code, stderr } = await runRoadmap(root, ['audit', 'nowhere..HEAD']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^roadmap: nowhere: git knows no such commit\n/),
    ]);
  });

  test('goes on past a version that can not be read', async () => {
    const script = new Script();
    script.tick('P0.1');
    writeFiles(script.root, { 'ROADMAP.md': new Uint8Array([0xff, 0xfe, 0xff]) });
    runGit(script.root, 'commit', '--quiet', '-a', '-m', 'Break it');
    script.commit('Mend it');
    const run = await runRoadmap(script.root, ['audit', '--json']);
    expect(readOutput('audit', run)).toMatchObject({ diagnostics: [], gaps: [{ why: 'unreadable' }] });
    expect(run.code).toBe(3);
  });
});
