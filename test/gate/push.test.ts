import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder } from '../support/make-folder.ts';
import { runGit } from '../support/make-repository.ts';
import { badChanges, disarmingChanges, goodChanges, type WantedChange } from './changes.ts';
import { applyEdits, type GitResult, type Guarded, installHook, makeGuarded } from './guarded.ts';
import { type GitServer, serveGit } from './serve-git.ts';

const copyGuarded = makeGuarded();
const folder = makeFolder('server');
let server: GitServer;
beforeAll(async () => {
  server = await serveGit(folder);
});
afterAll(() => server.close());

let made = 0;

interface Pushing extends Guarded {
  /** Absolute path of the repository on the server. */
  readonly bare: string;
}

/** A clone, and the repository that it pushes to, which has a pre-receive hook. */
function makePushing(): Pushing {
  const guarded = copyGuarded();
  made += 1;
  const bare = join(folder, `${made}.git`);
  runGit(guarded.root, 'clone', '--quiet', '--bare', '.', bare);
  installHook(bare, 'pre-receive', 'hooks');
  runGit(bare, 'config', 'http.receivepack', 'true');
  runGit(guarded.root, 'remote', 'add', 'origin', `${server.url}/${made}.git`);
  return { ...guarded, bare };
}

/** Without waiting in the way of the server, which is in this process. */
async function push({ root }: Guarded, ...args: string[]): Promise<GitResult> {
  const child = spawn('git', ['push', '--quiet', 'origin', ...args], {
    cwd: root,
    env: makeEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const code = await new Promise<number | null>((resolve) => void child.on('close', resolve));
  return { code, output };
}

const head = (root: string, ref = 'main'): string => runGit(root, 'rev-parse', ref);

function commitBehindTheHook(guarded: Guarded, change: WantedChange): void {
  applyEdits(guarded.root, change.edit(guarded));
  runGit(guarded.root, 'add', '--all');
  runGit(guarded.root, 'commit', '--quiet', '--no-verify', '-m', 'Go on');
}

describe('a push to a server with pre-receive', () => {
  const meant = [
    ...goodChanges,
    ...badChanges.slice(0, 3),
    ...badChanges.slice(-3),
    ...disarmingChanges.slice(0, 3),
  ];

  test.each(
    meant.map((change) => [change.rules.join(', ') || 'is let through', change.name, change] as const),
  )('%s: %s', async (_rules, _name, change) => {
    const pushing = makePushing();
    commitBehindTheHook(pushing, change);
    const { code, output } = await push(pushing, 'main');
    if (change.rules.length === 0) {
      expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining('error') });
      expect(head(pushing.bare)).toBe(head(pushing.root));
      return;
    }
    expect(code).toBe(1);
    for (const rule of change.rules) expect(output).toMatch(new RegExp(`remote: .*error .*  ${rule}`));
    expect(head(pushing.bare)).toBe(pushing.base);
  });

  const [bad] = badChanges;
  if (bad === undefined) throw new Error('there is no bad change');

  test('is judged on a new branch, too, from where it left main', async () => {
    const pushing = makePushing();
    runGit(pushing.root, 'switch', '--quiet', '--create', 'topic');
    commitBehindTheHook(pushing, bad);
    expect((await push(pushing, 'topic')).output).toMatch(/error .* {2}commit-absent/);
  });

  test('of commits that came on another branch before is judged on each', async () => {
    const pushing = makePushing();
    const [good] = goodChanges;
    if (good === undefined) throw new Error('there is no good change');
    commitBehindTheHook(pushing, good);
    expect((await push(pushing, 'main:refs/heads/topic')).code).toBe(0);
    expect((await push(pushing, 'main')).code).toBe(0);
    expect(head(pushing.bare)).toBe(head(pushing.root));
  });

  test('of tags, and of a branch that goes, is none of its business', async () => {
    const pushing = makePushing();
    commitBehindTheHook(pushing, bad);
    runGit(pushing.root, 'tag', 'v1');
    expect((await push(pushing, 'v1')).code).toBe(0);
    expect((await push(pushing, ':side')).code).toBe(0);
  });

  test('that takes a roadmap back by force is refused', async () => {
    const pushing = makePushing();
    runGit(pushing.root, 'reset', '--quiet', '--hard', 'HEAD~1');
    const { code, output } = await push(pushing, '--force', 'main');
    expect(code).toBe(1);
    expect(output).toContain('this push takes commits from main that changed a roadmap');
    expect(head(pushing.bare)).toBe(pushing.base);
  });

  test('of the first commits judges the evidence that comes with them', async () => {
    const { root } = copyGuarded();
    made += 1;
    const bare = join(folder, `${made}.git`);
    runGit(root, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
    installHook(bare, 'pre-receive', 'hooks');
    runGit(bare, 'config', 'http.receivepack', 'true');
    runGit(root, 'remote', 'add', 'origin', `${server.url}/${made}.git`);
    expect(await push({ root } as Guarded, 'main')).toEqual({ code: 0, output: '' });
  });
});

describe('pre-push', () => {
  test('keeps the history of a roadmap on a protected branch, and no other', async () => {
    const pushing = makePushing();
    installHook(pushing.root, 'pre-push');
    runGit(pushing.root, 'switch', '--quiet', '--create', 'topic');
    applyEdits(pushing.root, { 'ROADMAP.md': (text) => `${text}\nMore.\n` });
    runGit(pushing.root, 'commit', '--quiet', '--no-verify', '-a', '-m', 'More');
    expect((await push(pushing, 'topic')).code).toBe(0);
    runGit(pushing.root, 'reset', '--quiet', '--hard', 'HEAD~2');
    expect((await push(pushing, '--force', 'topic')).code).toBe(0);
    const { code, output } = await push(pushing, '--force', 'topic:main');
    expect(code).toBe(1);
    expect(output).toContain('this push takes commits from main that changed a roadmap');
    expect(output).toContain('roadmap: the pre-push hook lets this not through');
    const gone = await push(pushing, ':main');
    expect(gone.output).toContain('this push deletes it with the history of its roadmaps');
    expect(head(pushing.bare)).toBe(pushing.base);
  });
});
