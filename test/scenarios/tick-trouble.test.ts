import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { binary } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { listChanges, takePicture } from '../support/folder-picture.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';
import { makePlan, PLAN, refuse, transit } from '../support/make-plan.ts';
import { commitFiles, makeUnbornRepository, runGit } from '../support/make-repository.ts';

const FILE = 'ROADMAP.md';
const TICK = ['tick', 'P0.1', '--commit', 'none', '--because', 'x', '--status', 'seen'];

interface Trouble {
  readonly root: string;
  readonly changes?: Readonly<Record<string, string | undefined>>;
}

/** A repository in the midst of something that has met a conflict in another file. */
function makeConflict(...command: readonly string[]): Trouble {
  const { root } = makePlan();
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'src/a.txt': 'side\n' }, 'Side');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'src/a.txt': 'main\n' }, 'Main');
  expect(() => runGit(root, ...command)).toThrow();
  return { root };
}

function makeHooked(name: string, lines: string): Trouble {
  const { root } = makePlan();
  mkdirSync(join(root, '.git/hooks'));
  writeFileSync(join(root, '.git/hooks', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return { root };
}

function makeSet(...settings: (readonly [string, string])[]): Trouble {
  const { root } = makePlan();
  for (const setting of settings) runGit(root, 'config', ...setting);
  return { root };
}

const troubles: Readonly<Record<string, readonly [() => Trouble, RegExp]>> = {
  'a merge': [() => makeConflict('merge', 'side'), /^commit: a merge is not finished → .*merge --abort/],
  'a rebase': [
    () => makeConflict('rebase', 'side'),
    /^commit: a rebase is not finished → .*rebase --continue/,
  ],
  'a cherry-pick': [
    () => makeConflict('cherry-pick', 'side'),
    /^commit: a cherry-pick is not finished → .*cherry-pick --continue/,
  ],
  'a revert': [() => makeConflict('revert', '--no-edit', 'HEAD~1'), /^commit: a revert is not finished/],
  'a bisect': [
    () => {
      const { root } = makePlan();
      runGit(root, 'bisect', 'start');
      return { root };
    },
    /^commit: a bisect is not finished → .*bisect reset/,
  ],
  'an unborn branch': [
    () => {
      const root = makeUnbornRepository();
      writeFiles(root, { [FILE]: PLAN });
      runGit(root, 'add', FILE);
      return { root };
    },
    /^commit: the branch has no commit yet → Commit the file once/,
  ],
  'a conflict in the roadmap': [
    () => {
      const { root } = makePlan();
      runGit(root, 'checkout', '--quiet', '-b', 'side');
      commitFiles(root, { [FILE]: PLAN.replace('Three', 'Drei') }, 'Side');
      runGit(root, 'checkout', '--quiet', 'main');
      commitFiles(root, { [FILE]: PLAN.replace('Three', 'Trois') }, 'Main');
      expect(() => runGit(root, 'merge', 'side')).toThrow();
      return { root };
    },
    /^form: ROADMAP\.md:11: it has the marks of a conflict → Resolve/,
  ],
  'a conflict in the roadmap that was put into the index and forgotten': [
    () => {
      const { root } = makePlan();
      const marks = '<<<<<<< HEAD\n- [ ] **P0.3** Three\n=======\n- [ ] **P0.4** Drei\n>>>>>>> side';
      commitFiles(root, { [FILE]: PLAN.replace('- [ ] **P0.3** Three', marks) }, 'Merge');
      return { root };
    },
    /^form: ROADMAP\.md:11: it has the marks of a conflict/,
  ],
  'a file that git ignores': [
    () => {
      const { root } = makePlan();
      commitFiles(root, { '.gitignore': 'ROADMAP.md\n' }, 'Ignore');
      runGit(root, 'rm', '--quiet', '--cached', FILE);
      writeFiles(root, { 'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n' });
      return { root };
    },
    /^commit: ROADMAP\.md: git ignores it → Take it out of \.gitignore/,
  ],
  'a read-only file': [
    () => {
      const { root } = makePlan();
      chmodSync(join(root, FILE), 0o444);
      return { root };
    },
    /^commit: ROADMAP\.md: it is read-only → Make it writable/,
  ],
  'no identity': [
    () => ({
      ...makeSet(['user.useConfigOnly', 'true']),
      changes: {
        GIT_AUTHOR_NAME: undefined,
        GIT_AUTHOR_EMAIL: undefined,
        GIT_COMMITTER_NAME: undefined,
        GIT_COMMITTER_EMAIL: undefined,
      },
    }),
    /^commit: git does not know who commits → Tell it: `git config --global user\.name/,
  ],
  'a signing key that is not there': [
    () => makeSet(['commit.gpgSign', 'true'], ['gpg.format', 'ssh'], ['user.signingKey', '/nowhere/key']),
    /^commit: git could not sign the commit: .*\/nowhere\/key/s,
  ],
  'a hook that fails': [
    () => makeHooked('pre-commit', 'echo "two tests fail"; exit 1'),
    /^commit: the hook pre-commit refused the commit:\ntwo tests fail → Mend/,
  ],
  'a hook that does not like the message': [
    () => makeHooked('commit-msg', 'grep -q "^feat" "$1" || { echo "no feat"; exit 1; }'),
    /^commit: the hook commit-msg refused the commit:\nno feat → /,
  ],
  'a hook that adds to the commit': [
    () => {
      const { root } = makeHooked('pre-commit', 'git add --all');
      writeFiles(root, { 'src/new.txt': 'new\n' });
      return { root };
    },
    /^commit: a hook adds other files to the commit: src\/new\.txt → /,
  ],
};

test.each(Object.keys(troubles))('%s stops it, and nothing changes', async (name) => {
  const [make, says] = troubles[name] ?? [(): Trouble => makePlan(), /^$/];
  const { root, changes } = make();
  const told = await refuse(root, TICK, changes);
  expect(told).toEqual([expect.stringMatching(says)]);
});

/** A PATH with a git that gets an error where a file grows past the limit, as on a full disk, and no signal. */
function makeDiskPath(): string {
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const folder = makeFolder('disk');
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ntrap '' XFSZ\nexec '${git}' "$@"\n`, { mode: 0o755 });
  return [folder, PATH].join(delimiter);
}

test.each([
  ['for anything', 0, 2, /the lock can't be used \(.*EFBIG\)/],
  ['for the file', 96, 1, /refused .*(?:EFBIG|File too large)/],
])('no space on the disk %s', (_name, blocks, code, says) => {
  const { root } = makePlan(`${PLAN}\n${'Some words that were there before.\n'.repeat(3000)}`);
  // Its folder, which the lock makes.
  mkdirSync(join(root, '.git/roadmap'));
  const before = takePicture(root);
  const command = `ulimit -f ${blocks}; "$@" 2>&1 | cat; exit "\${PIPESTATUS[0]}"`;
  const run = (() => {
    try {
      const stdout = execFileSync('bash', ['-c', command, 'bash', process.execPath, binary, ...TICK], {
        cwd: requireOwn(root),
        env: makeEnvironment({ PATH: makeDiskPath() }),
        encoding: 'utf8',
      });
      return { status: 0, stdout };
    } catch (error) {
      return error as { status: number; stdout: string };
    }
  })();
  expect(run.stdout).toMatch(says);
  expect(run.status).toBe(code);
  const changed = listChanges(before, takePicture(root));
  expect(changed.filter((path) => !/^\.git\/objects\/../.test(path))).toEqual([]);
});

test('in the midst of a merge the file can be written, and is committed with the merge', async () => {
  const { root } = makeConflict('merge', 'side');
  await transit(root, [...TICK, '--no-commit']);
  expect(readFileSync(join(root, FILE), 'utf8')).toContain('- [x] **P0.1** One');
  expect(existsSync(join(root, '.git/MERGE_HEAD'))).toBe(true);
});

test('without a commit, a read-only file is not written, either, nor is another one before it', async () => {
  const { root } = makePlan();
  commitFiles(root, { 'docs/ROADMAP.md': PLAN.replaceAll('P0', 'P5').replaceAll('P1', 'P6') }, 'Another');
  chmodSync(join(root, 'docs/ROADMAP.md'), 0o444);
  expect(await refuse(root, [...TICK, 'P5.1', '--no-commit'])).toEqual([
    expect.stringMatching(/^form: docs\/ROADMAP\.md: it is read-only → Make it writable/),
  ]);
});

test('without a commit, a roadmap behind a link is written where it is', async () => {
  const { root } = makePlan();
  runGit(root, 'mv', FILE, 'plan.md');
  symlinkSync('plan.md', join(root, FILE));
  commitFiles(root, { 'roadmap.yaml': 'version: 1\nroadmaps:\n  - path: ROADMAP.md\n' }, 'Link');
  await transit(root, [...TICK, '--no-commit']);
  expect(readlinkSync(join(root, FILE))).toBe('plan.md');
  expect(readFileSync(join(root, 'plan.md'), 'utf8')).toContain('- [x] **P0.1** One');
});

test('after the trouble is over, it ticks', async () => {
  const { root } = makeConflict('merge', 'side');
  await refuse(root, TICK);
  runGit(root, 'merge', '--abort');
  rmSync(join(root, '.git/roadmap'), { recursive: true });
  expect((await transit(root, TICK)).outcome).toBe('committed');
});
