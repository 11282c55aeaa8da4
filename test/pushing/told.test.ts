import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { setHook } from '../support/make-cascade.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import {
  commitThere,
  configOf,
  FILE,
  makeClone,
  makeHub,
  openHub,
  push,
  tell,
  tick,
  tickThere,
} from './hub.ts';

function runProgram(program: string, ...args: string[]): void {
  execFileSync(program, args);
}

test('it says in words what each remote has', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.work);
  const old = runGit(root, 'rev-parse', '--short=12', 'HEAD');
  await tickThere(hub, 'P0.2');
  const run = await runRoadmap(root, ['push']);
  const now = runGit(root, 'rev-parse', '--short=12', 'HEAD');
  expect(run).toEqual({
    code: 0,
    stderr: '',
    stdout: `origin/main  pushed ${now}, 1 commit made anew
      ${old} → ${now}  chore(roadmap): mark P0.1 complete — Task 1
this branch has the same commits now; nothing of yours was touched
`,
  });
  expect(await runRoadmap(root, ['push'])).toEqual({
    code: 0,
    stderr: '',
    stdout: 'origin/main  had everything\n',
  });
});

test('`tick --push` ticks and sends; where that is refused, the tick stands here', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  await tickThere(hub, 'P0.2');
  const args = ['tick', 'P0.1', '--commit', hub.work, '--status', 'seen', '--push', '--json'];
  const report = readOutput('transition', await runRoadmap(root, args));
  expect(report).toMatchObject({
    outcome: 'committed',
    push: { local: { outcome: 'forwarded', commit: hub.tip() } },
  });
  setHook(hub.path, 'pre-receive', 'echo closed >&2; exit 1');
  const run = await runRoadmap(root, ['tick', 'P0.3', '--commit', hub.work, '--status', 'seen', '--push']);
  expect(run).toMatchObject({ code: 1, stderr: '' });
  expect(run.stdout).toContain('origin/main  failed  remote: closed\n');
  expect(readFileSync(join(root, FILE), 'utf8').match(/^- \[x\]/gm)).toHaveLength(3);
  expect(runGit(root, 'status', '--porcelain')).toBe('');
});

test('what a remote and a branch say is told without control characters', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  setHook(hub.path, 'pre-receive', "printf '\\033[2Jgone\\n' >&2; exit 1");
  await tick(root, 'P0.1', hub.work);
  const run = await runRoadmap(root, ['push']);
  expect(run.code).toBe(1);
  expect([...run.stdout].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([]);
});

test('a roadmap that nobody can read there is one refusal, and the other remote is served', async () => {
  const hub = makeHub({ 'roadmap.yaml': configOf(['origin', 'second']) });
  const root = makeClone(hub);
  const second = openHub(join(makeFolder('second'), 'second.git'), hub.path);
  runGit(root, 'remote', 'add', 'second', second.path);
  commitThere(second, { [FILE]: new Uint8Array([35, 32, 255, 254, 10]) });
  await tick(root, 'P0.1', hub.work);
  const { report, code } = await push(root);
  expect(code).toBe(1);
  const [first, other] = tell(report);
  expect(first).toBe('origin pushed');
  expect(other).toMatch(/^second refused /);
});

test('a remote that pushes to several places gets each what it lacks', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const second = join(makeFolder('second'), 'second.git');
  for (const url of [hub.path, second]) runGit(root, 'remote', 'set-url', '--add', '--push', 'origin', url);
  await tick(root, 'P0.1', hub.work);
  expect((await push(root)).code).toBe(1);
  expect(hub.tip()).toBe(runGit(root, 'rev-parse', 'HEAD'));
  const late = openHub(second, makeClone({ path: hub.path }));
  runGit(second, 'update-ref', 'refs/heads/main', hub.work);
  const again = await push(root);
  expect({ code: again.code, told: tell(again.report) }).toEqual({
    code: 0,
    told: ['origin pushed', 'unchanged'],
  });
  expect(late.tip()).toBe(hub.tip());
});

test('a signed commit is signed anew', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const key = join(makeFolder('key'), 'id');
  runProgram('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key);
  for (const [name, value] of [
    ['gpg.format', 'ssh'],
    ['user.signingKey', key],
    ['commit.gpgSign', 'true'],
  ] as const)
    runGit(root, 'config', name, value);
  await tick(root, 'P0.1', commitFiles(root, { 'b.txt': 'b\n' }, 'Signed work'));
  await tickThere(hub, 'P0.2');
  const { report } = await push(root, ['--rebase-work']);
  expect(tell(report)).toEqual(['origin pushed', 'forwarded']);
  for (const commit of ['HEAD', 'HEAD~1'])
    expect(runGit(root, 'cat-file', 'commit', commit)).toContain('-----BEGIN SSH SIGNATURE-----');
});

test('what a push has left that was killed long ago is taken away', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.work);
  await tickThere(hub, 'P0.2');
  for (const name of ['push-old', 'push-new']) writeFiles(root, { [`.git/roadmap/${name}/index`]: 'left\n' });
  const old = new Date(Date.now() - 48 * 60 * 60 * 1000);
  utimesSync(join(root, '.git/roadmap/push-old'), old, old);
  expect((await push(root)).code).toBe(0);
  expect(readdirSync(join(root, '.git/roadmap')).filter((name) => name.startsWith('push-'))).toEqual([
    'push-new',
  ]);
});
