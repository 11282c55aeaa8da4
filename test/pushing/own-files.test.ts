import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { expectNothingLeft } from '../commit/tree-state.ts';
import { binary } from '../support/checkout.ts';
import { setHook } from '../support/make-cascade.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { commitThere, expectPushed, FILE, makeClone, makeHub, push, tell, tick, tickThere } from './hub.ts';

/** A clone with one tick that is not pushed, of a remote that has moved. */
async function makeMoved(
  prepare: (root: string) => void,
  theirs: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly root: string; readonly hub: ReturnType<typeof makeHub> }> {
  const hub = makeHub(files);
  const root = makeClone(hub);
  await tick(root, 'P0.1', hub.work);
  await tickThere(hub, 'P0.2');
  if (Object.keys(theirs).length > 0) commitThere(hub, theirs);
  prepare(root);
  return { root, hub };
}

function readOwn(root: string): string[] {
  return ['status --porcelain --ignored', 'diff', 'diff --cached', 'ls-files -v', 'stash list'].map((line) =>
    runGit(root, '--no-optional-locks', ...line.split(' ')),
  );
}

test('edits that nobody else has made stay as they are, staged or not', async () => {
  const { root, hub } = await makeMoved((own) => {
    writeFiles(own, { 'a.txt': 'staged\n', 'new.txt': 'staged\n', 'intent.txt': 'intent\n' });
    runGit(own, 'add', 'a.txt', 'new.txt');
    runGit(own, 'add', '--intent-to-add', 'intent.txt');
    writeFiles(own, { 'a.txt': 'changed\n', 'work.txt': 'mine\n', 'loose.txt': 'loose\n' });
  });
  const own = readOwn(root);
  expect(tell(await expectPushed(root))).toEqual(['origin pushed', 'forwarded']);
  expect(readOwn(root)).toEqual(own);
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(hub.tip());
  expectNothingLeft(root, FILE);
});

test.each<[string, string, (root: string) => void, Readonly<Record<string, string>>]>([
  [
    'an edit in the roadmap',
    FILE,
    (root) => writeFiles(root, { [FILE]: `${readFileSync(join(root, FILE), 'utf8')}\nmine\n` }),
    {},
  ],
  [
    'a staged edit',
    'a.txt',
    (root) => {
      writeFiles(root, { 'a.txt': 'mine\n' });
      runGit(root, 'add', 'a.txt');
    },
    { 'a.txt': 'theirs\n' },
  ],
  [
    'a file that is not tracked',
    'in/new.txt',
    (root) => writeFiles(root, { 'in/new.txt': 'mine\n' }),
    { 'in/new.txt': 'theirs\n' },
  ],
  [
    'a file that is ignored',
    'secret.env',
    (root) => writeFiles(root, { 'secret.env': 'mine\n' }),
    { '.gitignore': '', 'secret.env': 'theirs\n' },
  ],
  [
    'an ignored file where a folder is to be',
    'x.env',
    (root) => writeFiles(root, { 'x.env': 'mine\n' }),
    { '.gitignore': '', 'x.env/a': 'theirs\n' },
  ],
  [
    'an ignored folder where a file is to be',
    'y.env',
    (root) => writeFiles(root, { 'y.env/deep/a': 'mine\n' }),
    { '.gitignore': '', 'y.env': 'theirs\n' },
  ],
  [
    'a file that git is to skip',
    'a.txt',
    (root) => {
      runGit(root, 'update-index', '--skip-worktree', 'a.txt');
      writeFiles(root, { 'a.txt': 'mine\n' });
    },
    { 'a.txt': 'theirs\n' },
  ],
  [
    'a file that git is to take for unchanged',
    'a.txt',
    (root) => {
      runGit(root, 'update-index', '--assume-unchanged', 'a.txt');
      writeFiles(root, { 'a.txt': 'mine\n' });
    },
    { 'a.txt': 'theirs\n' },
  ],
  [
    'a file that is to be added later',
    'i.txt',
    (root) => {
      writeFiles(root, { 'i.txt': 'mine\n' });
      runGit(root, 'add', '--intent-to-add', 'i.txt');
    },
    { 'i.txt': 'theirs\n' },
  ],
])(
  '%s is in the way: the branch stays, and the next push finds all there',
  async (_, path, prepare, theirs) => {
    const { root, hub } = await makeMoved(prepare, theirs, { '.gitignore': '*.env\n' });
    const [own, before] = [readOwn(root), runGit(root, 'rev-parse', 'HEAD')];
    const { report, code } = await push(root);
    expect({ code, told: tell(report) }).toEqual({ code: 0, told: ['origin pushed', 'kept'] });
    expect(report.local.message).toBe(
      `${path}: it has changes of yours, and what was pushed changes it, too`,
    );
    expect(readOwn(root)).toEqual(own);
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(before);
    expectNothingLeft(root, FILE);
    const tip = hub.tip();
    expect(tell((await push(root)).report)).toEqual(['origin unchanged', 'kept']);
    expect(hub.tip()).toBe(tip);
  },
);

test('work that was made anew is found again, and its ticks with it', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  const work = commitFiles(root, { 'b.txt': 'b\n' }, 'Own work');
  runGit(root, 'commit', '--quiet', '--allow-empty', '--message', 'Nothing');
  await tick(root, 'P0.1', work);
  await tickThere(hub, 'P0.2');
  writeFiles(root, { [FILE]: `${readFileSync(join(root, FILE), 'utf8')}\nmine\n` });
  expect(tell((await push(root, ['--rebase-work'])).report)).toEqual(['origin pushed', 'kept']);
  const tip = hub.tip();
  expect(tell((await push(root, ['--rebase-work'])).report)).toEqual(['origin unchanged', 'kept']);
  runGit(root, 'checkout', '--quiet', '--', FILE);
  expect(tell((await push(root, ['--rebase-work'])).report)).toEqual(['origin unchanged', 'forwarded']);
  expect([hub.tip(), runGit(root, 'rev-parse', 'HEAD')]).toEqual([tip, tip]);
  expect(runGit(root, 'status', '--porcelain')).toBe('');
});

test('a tick that is made while another is pushed is pushed, too', async () => {
  const hub = makeHub();
  const root = makeClone(hub);
  await tick(root, 'P0.1', commitFiles(root, { 'b.txt': 'b\n' }, 'Own work'));
  await tickThere(hub, 'P0.2');
  const mark = join(makeFolder('mark'), 'done');
  const command = `"${process.execPath}" "${binary}" tick P0.3 --commit ${hub.work} --status seen`;
  setHook(join(root, '.git'), 'pre-push', `[ -e '${mark}' ] || { touch '${mark}'; ${command}; } >&2`);
  const { remotes, local } = await expectPushed(root, '--rebase-work');
  expect(local).toMatchObject({ outcome: 'forwarded', commit: hub.tip() });
  expect(remotes).toHaveLength(1);
  expect(runGit(root, 'status', '--porcelain')).toBe('');
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(hub.tip());
  expect(readFileSync(join(root, FILE), 'utf8').match(/^- \[x\]/gm)).toHaveLength(3);
  expect(runGit(root, 'log', '--format=%s', '--grep=Own work')).toBe('Own work');
});

test('an operation that is not finished, and a lock of another git, are left alone', async () => {
  const { root } = await makeMoved((own) =>
    writeFiles(own, { '.git/MERGE_HEAD': runGit(own, 'rev-parse', 'HEAD') }),
  );
  const first = await push(root);
  expect(tell(first.report)).toEqual(['origin pushed', 'kept']);
  expect(first.report.local.message).toBe('a merge is not finished');
  rmSync(join(root, '.git/MERGE_HEAD'));
  expect(tell((await push(root)).report)).toEqual(['origin unchanged', 'forwarded']);
});

test('where git may not move the branch, the files are as they were', async () => {
  const { root } = await makeMoved(
    (own) => setHook(join(own, '.git'), 'reference-transaction', 'grep -q refs/heads/ && exit 1; exit 0'),
    { 'in/new.txt': 'theirs\n', 'a.txt': 'theirs\n' },
  );
  const [own, head] = [readOwn(root), runGit(root, 'rev-parse', 'HEAD')];
  const { report } = await push(root);
  expect(tell(report)).toEqual(['origin pushed', 'kept']);
  expect(report.local.message).toMatch(/^git could not move refs\/heads\/main: /);
  expect(readOwn(root)).toEqual(own);
  expect(existsSync(join(root, 'in'))).toBe(false);
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(head);
  expectNothingLeft(root, FILE);
});

test('a sparse checkout gets no file that it left out', async () => {
  const { root, hub } = await makeMoved(
    () => undefined,
    { 'out/b.txt': 'theirs\n' },
    { 'out/a.txt': 'a\n', 'in/a.txt': 'a\n' },
  );
  runGit(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
  expect(tell(await expectPushed(root))).toEqual(['origin pushed', 'forwarded']);
  expect([existsSync(join(root, 'out')), existsSync(join(root, 'in/a.txt'))]).toEqual([false, true]);
  expect(runGit(root, 'status', '--porcelain')).toBe('');
  expect(runGit(root, 'rev-parse', 'HEAD')).toBe(hub.tip());
});

test('line ends are those that the user wants', async () => {
  const { root } = await makeMoved((own) => runGit(own, 'config', 'core.autocrlf', 'true'), {
    'a.txt': 'theirs\n',
  });
  expect(tell(await expectPushed(root))).toEqual(['origin pushed', 'forwarded']);
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('theirs\r\n');
  expect(runGit(root, 'status', '--porcelain')).toBe('');
});
