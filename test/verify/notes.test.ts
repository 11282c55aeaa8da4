import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { installHook } from '../gate/guarded.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { trust } from '../trust/checked.ts';
import { FILE, hasNotes, makeClone, makeVerified, PLAN, readNote, verify } from './verified.ts';

/** A bare repository, and two clones of it that trust its config. */
async function makeTwo(): Promise<{ hub: string; ours: string; theirs: string; work: string }> {
  const { root, work } = await makeVerified('echo "$MARK"');
  const hub = join(makeFolder('hubs'), 'hub.git');
  runGit(root, 'clone', '--quiet', '--bare', '--template=', root, hub);
  const [ours, theirs] = [makeClone(hub), makeClone(hub)];
  for (const clone of [ours, theirs]) await trust(clone);
  return { hub, ours, theirs, work };
}

async function push(root: string) {
  const run = await runRoadmap(root, ['push', '--json']);
  return {
    code: run.code,
    notes: readOutput('push', run).remotes.map(({ notes }) => notes?.outcome ?? null),
  };
}

test('what two clones saw is united on both sides, on one commit and on several', async () => {
  const { hub, ours, theirs, work } = await makeTwo();
  const start = runGit(ours, 'rev-parse', `${work}~1`);
  await verify(ours, ['P0.1', '--at', work], { MARK: 'ours' });
  await verify(ours, ['P0.1', '--at', start], { MARK: 'ours' });
  await verify(theirs, ['P0.1', '--at', work], { MARK: 'theirs' });
  expect(await push(ours)).toEqual({ code: 0, notes: ['pushed'] });
  expect(await push(theirs)).toEqual({ code: 0, notes: ['pushed'] });
  expect(await push(ours)).toEqual({ code: 0, notes: ['unchanged'] });
  for (const root of [ours, theirs, hub]) {
    expect(readNote(root, work)).toHaveLength(2);
    expect(readNote(root, start)).toHaveLength(1);
  }
  const tips = [ours, theirs, hub].map((root) => runGit(root, 'rev-parse', 'refs/notes/roadmap'));
  expect(new Set(tips).size).toBe(1);
});

test('all statements arrive where two push at the same time', async () => {
  const { hub, ours, theirs, work } = await makeTwo();
  await Promise.all([verify(ours, ['P0.1'], { MARK: 'ours' }), verify(theirs, ['P0.1'], { MARK: 'theirs' })]);
  const pushed = await Promise.all([push(ours), push(theirs)]);
  expect(pushed.map(({ code }) => code)).toEqual([0, 0]);
  expect(readNote(hub, work)).toHaveLength(2);
});

test('a clone that has seen nothing gets what others saw', async () => {
  const { ours, theirs, work } = await makeTwo();
  await verify(ours, ['P0.1', '--at', work]);
  await push(ours);
  expect(hasNotes(theirs)).toBe(false);
  expect(await push(theirs)).toEqual({ code: 0, notes: ['unchanged'] });
  expect(readNote(theirs, work)).toEqual(readNote(ours, work));
});

test('a remote that takes no notes takes the branch all the same, with a warning', async () => {
  const { hub, ours, work } = await makeTwo();
  writeFiles(hub, {
    'hooks/update': '#!/bin/sh\ncase $1 in refs/notes/*) echo "no notes here" >&2; exit 1;; esac\n',
  });
  chmodSync(join(hub, 'hooks/update'), 0o755);
  await verify(ours, ['P0.1', '--at', work]);
  const tip = commitFiles(ours, { 'b.txt': 'b\n' }, 'Go on');
  const run = await runRoadmap(ours, ['push']);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/warning {2}origin did not take what was seen of checks: .*no notes here/);
  expect(runGit(hub, 'rev-parse', 'main')).toBe(tip);
  expect(readNote(ours, work)).toHaveLength(1);
});

test('what a remote has under the name of the notes can be no notes', async () => {
  const { hub, ours, work } = await makeTwo();
  runGit(hub, 'update-ref', 'refs/notes/roadmap', `${work}^{tree}`);
  await verify(ours, ['P0.1', '--at', work]);
  const run = await runRoadmap(ours, ['push']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('what it has there are no notes');
  expect(readNote(ours, work)).toHaveLength(1);
});

test('notes of git beside ours, in folders or not, are kept', async () => {
  const { root, work } = await makeVerified('exit 0');
  const start = runGit(root, 'rev-parse', 'HEAD~1');
  runGit(root, 'notes', '--ref=roadmap', 'add', '-m', 'seen by hand', start);
  const blob = runGit(root, 'rev-parse', `refs/notes/roadmap:${start}`);
  const commit = runGit(
    root,
    'commit-tree',
    '-m',
    'Spread',
    makeTree(
      root,
      `040000 tree ${makeTree(root, `100644 blob ${blob}\t${start.slice(2)}\n`)}\t${start.slice(0, 2)}\n`,
    ),
  );
  runGit(root, 'update-ref', 'refs/notes/roadmap', commit);
  expect(readNote(root, start)).toEqual(['seen by hand']);
  await verify(root, ['P0.1', '--at', work]);
  await verify(root, ['P0.1', '--at', start]);
  expect(readNote(root, work)).toHaveLength(1);
  expect(readNote(root, start)).toEqual(
    expect.arrayContaining(['seen by hand', expect.stringContaining('in-toto')]),
  );
});

test('notes that a clone can not read are no notes, and stop neither check nor push', async () => {
  const { ours, theirs, work } = await makeTwo();
  await verify(theirs, ['P0.1', '--at', work], { MARK: 'theirs' });
  await push(theirs);
  await verify(ours, ['P0.1', '--at', work], { MARK: 'ours' });
  const tree = runGit(ours, 'rev-parse', 'refs/notes/roadmap^{tree}');
  rmSync(join(ours, '.git/objects', tree.slice(0, 2), tree.slice(2)));
  const plan = PLAN.replace('- [ ] **P0.1**', '- [x] **P0.1**')
    .replace('<hash>', work)
    .replace('<one line>', 'works');
  commitFiles(ours, { [FILE]: plan }, 'Tick by hand');
  const check = await runRoadmap(ours, ['check']);
  expect({ code: check.code, stderr: check.stderr }).toEqual({ code: 0, stderr: '' });
  expect(check.stdout).toContain('nobody saw its check `tests` pass');
  expect((await runRoadmap(ours, ['show', 'P0.1'])).code).toBe(0);
  const again = await verify(ours, ['P0.1', '--at', work]);
  expect(again.report.verified[0]).toMatchObject({ verdict: 'pass', recorded: false });
  expect(again.report.warnings).toEqual([expect.stringContaining('could not be kept')]);
  expect(await push(ours)).toEqual({ code: 0, notes: ['failed'] });
});

test('a server that asks for a seen pass gets it before the branch', async () => {
  const { root, work } = await makeVerified('exit 0', { rules: { 'verify-missing': 'error' } });
  const hub = join(makeFolder('hubs'), 'hub.git');
  runGit(root, 'clone', '--quiet', '--bare', '--template=', root, hub);
  installHook(hub, 'pre-receive', 'hooks');
  const clone = makeClone(hub);
  await trust(clone);
  const plan = PLAN.replace('- [ ] **P0.1**', '- [x] **P0.1**')
    .replace('<hash>', work)
    .replace('<one line>', 'works');
  commitFiles(clone, { [FILE]: plan }, 'Tick by hand');
  const refused = await runRoadmap(clone, ['push']);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('verify-missing');
  await verify(clone, ['P0.1']);
  expect(await push(clone)).toEqual({ code: 0, notes: ['pushed'] });
});

function makeTree(root: string, entries: string): string {
  const { status, stdout } = spawnSync('git', ['mktree'], {
    cwd: root,
    env: makeEnvironment(),
    input: entries,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.trim();
}
