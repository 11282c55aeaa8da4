import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkClaims } from '../support/check-claims.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const PLAN = '### P0 — Work\n\n- [ ] **P0.1** One\n- [ ] **P0.2** Two\n';
const BASE = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');

/** Changes one line of the file that everybody works on. */
function edit(text: string, line: number, to: string): string {
  return text.replace(`line ${line}\n`, `${to}\n`);
}

/** What became of the branch in the clone that did the work; or a clone that never had it. */
const CLONES = ['kept', 'deleted', 'collected', 'fresh'] as const;
type Clone = (typeof CLONES)[number];

function leave(root: string, clone: Clone): string {
  const git = (...args: string[]): string => runGit(root, ...args);
  if (clone === 'fresh') {
    const fresh = join(makeFolder(), 'fresh');
    git('clone', '--quiet', '--no-local', '--single-branch', '--branch', 'main', root, fresh);
    return fresh;
  }
  if (clone === 'kept') return root;
  git('branch', '--quiet', '-D', 'topic');
  if (clone === 'deleted') return root;
  git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
  git('gc', '--quiet', '--prune=now');
  return root;
}

/** What is said of each task in the roadmap of the target: the fact, how it landed, and the rules that find it wrong. */
async function tellTasks(root: string): Promise<Record<string, string>> {
  const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
  return Object.fromEntries(
    report.facts.map(({ task, fact, how, reason }) => {
      const rules = report.diagnostics.filter((one) => one.task === task).map(({ rule }) => rule);
      return [task, [fact, how ?? reason, ...rules].filter((one) => one !== null).join(' ')];
    }),
  );
}

/** The same of each kind of clone. */
async function tellClones(
  root: string,
): Promise<{ readonly clone: Clone; readonly [task: string]: string }[]> {
  const roots = CLONES.map((clone) => {
    const copy = join(makeFolder(), 'copy');
    cpSync(root, copy, { recursive: true });
    return { clone, root: leave(copy, clone) };
  });
  return Promise.all(roots.map(async ({ clone, root }) => ({ clone, ...(await tellTasks(root)) })));
}

/** A branch with two pieces of work, each ticked by the tool behind it, beside a main that went on. */
describe('work that was ticked on its branch', () => {
  let origin = '';
  let works: readonly string[] = [];

  beforeAll(async () => {
    origin = makeRepository({ 'ROADMAP.md': PLAN, 'src/a.txt': BASE });
    const git = (...args: string[]): string => runGit(origin, ...args);
    git('checkout', '--quiet', '-b', 'topic');
    const first = edit(BASE, 5, 'first');
    const tick = async (id: string, commit: string): Promise<void> => {
      const run = await runRoadmap(origin, ['tick', id, '--commit', commit, '--status', 'PASS: seen']);
      expect([run.code, run.stderr]).toEqual([0, '']);
    };
    const one = commitFiles(origin, { 'src/a.txt': first }, 'Do the first');
    await tick('P0.1', one);
    const two = commitFiles(
      origin,
      { 'src/a.txt': edit(first, 15, 'second'), 'src/b.txt': 'b\n' },
      'Do the second',
    );
    await tick('P0.2', two);
    works = [one, two];
    git('checkout', '--quiet', 'main');
    commitFiles(origin, { 'src/other.txt': 'other\n', 'src/a.txt': edit(BASE, 28, 'main') }, 'Meanwhile');
  });

  /** A copy in which the branch was merged in some way, on main. */
  function merge(how: (root: string, git: (...args: string[]) => string) => void): string {
    const root = join(makeFolder(), 'repository');
    cpSync(origin, root, { recursive: true });
    how(root, (...args) => runGit(root, ...args));
    runGit(root, 'checkout', '--quiet', 'main');
    return root;
  }

  const rebase = (_root: string, git: (...args: string[]) => string): void => {
    git('checkout', '--quiet', '-b', 'rebased', 'topic');
    git('rebase', '--quiet', 'main');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--ff-only', 'rebased');
    git('branch', '--quiet', '-D', 'rebased');
  };
  /** As a forge does it: the messages of all commits in one. */
  const squash = (_root: string, git: (...args: string[]) => string): void => {
    git('merge', '--quiet', '--squash', 'topic');
    const bodies = git('log', '--reverse', '--format=* %B', 'main..topic');
    git('commit', '--quiet', '--message', `Feature (#12)\n\n${bodies}`);
  };
  const wayMap = {
    'a merge commit': (_root, git) => git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'topic'),
    'a rebase merge': rebase,
    'a merge queue': (_root, git) => {
      git('checkout', '--quiet', '-b', 'queue', 'topic');
      git('rebase', '--quiet', 'main');
      git('checkout', '--quiet', 'main');
      git('merge', '--quiet', '--no-ff', '--message', 'Merge queue', 'queue');
      git('branch', '--quiet', '-D', 'queue');
    },
    'a squash merge': squash,
    'a squash with the body of git': (_root, git) => {
      git('merge', '--quiet', '--squash', 'topic');
      git('commit', '--quiet', '--no-edit');
    },
    'cherry-picks': (_root, git) => git('cherry-pick', 'main..topic'),
    'a rebase merge, and changed later': (root, git) => {
      rebase(root, git);
      commitFiles(root, { 'src/a.txt': 'all new\n' }, 'Rewrite');
    },
    'a squash merge, and changed later': (root, git) => {
      squash(root, git);
      commitFiles(root, { 'src/a.txt': 'all new\n' }, 'Rewrite');
    },
  } satisfies Record<string, (root: string, git: (...args: string[]) => string) => void>;

  const said: Record<string, Record<Clone, string>> = {
    'a merge commit': each('landed ancestor'),
    'a rebase merge': { ...each('landed same-patch'), collected: 'landed trailer', fresh: 'landed trailer' },
    'a merge queue': { ...each('landed same-patch'), collected: 'landed trailer', fresh: 'landed trailer' },
    'a squash merge': { ...each('landed squash'), collected: 'landed trailer', fresh: 'landed trailer' },
    'a squash with the body of git': {
      ...each('landed squash'),
      collected: 'landed trailer',
      fresh: 'landed trailer',
    },
    'cherry-picks': { ...each('landed same-patch'), collected: 'landed trailer', fresh: 'landed trailer' },
    'a rebase merge, and changed later': {
      ...each('landed same-patch'),
      collected: 'landed trailer',
      fresh: 'landed trailer',
    },
    'a squash merge, and changed later': {
      ...each('landed squash'),
      collected: 'landed trailer',
      fresh: 'landed trailer',
    },
  };

  test.each(Object.entries(wayMap))('landed by %s', async (name, way) => {
    const told = await tellClones(merge(way));
    expect(told).toEqual(
      told.map(({ clone }) => ({ clone, 'P0.1': said[name]?.[clone], 'P0.2': said[name]?.[clone] })),
    );
  });

  test('names the commit that carries it, and shows it', async () => {
    const root = merge(rebase);
    const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
    const carriers = runGit(root, 'log', '--format=%H', '--grep', '^Do the', '--reverse', 'main').split('\n');
    expect(report.facts.map(({ commit, cited }) => [commit, cited])).toEqual([
      [carriers[0], works[0]],
      [carriers[1], works[1]],
    ]);
    const shown = await runRoadmap(root, ['show', 'P0.1']);
    expect(shown.stdout).toContain('landed on HEAD under another hash, with the patch of');
    expect(shown.stdout).toContain(`${carriers[0]} "Do the first"`);
    expect((await runRoadmap(root, ['check'])).stdout).toContain('2 landed on HEAD, under another hash');
  });

  test.each([
    ['a rebase merge', rebase],
    ['a squash merge', squash],
  ])('is known to be reverted behind %s', async (_name, way) => {
    const root = merge((folder, git) => {
      way(folder, git);
      const [carrier = ''] = git('log', '--format=%H', '--grep', 'Do the first', 'main').split('\n');
      const other = edit(edit(edit(BASE, 28, 'main'), 15, 'second'), 20, 'reverted, not by hand');
      commitFiles(folder, { 'src/a.txt': other }, `Revert\n\nThis reverts commit ${carrier}.\n`);
    });
    for (const told of await tellClones(root))
      expect(told).toMatchObject({ 'P0.1': expect.stringMatching(/^landed .* commit-reverted$/) });
  });

  test('is known to be reverted on its branch before it was merged', async () => {
    for (const way of [rebase, squash]) {
      const root = merge((folder, git) => {
        git('checkout', '--quiet', 'topic');
        git('revert', '--no-edit', works[0] ?? '');
        git('checkout', '--quiet', 'main');
        way(folder, git);
      });
      for (const told of await tellClones(root))
        expect(told).toMatchObject({
          'P0.1': expect.stringMatching(/^landed .* commit-reverted$/),
          'P0.2': expect.stringMatching(/^landed [a-z-]+$/),
        });
    }
  });

  test('is pending where nothing carries it', async () => {
    const root = merge((folder, git) => {
      git('checkout', 'topic', '--', 'ROADMAP.md');
      git('commit', '--quiet', '--message', 'Tick without the work');
      commitFiles(folder, { 'src/a.txt': edit(BASE, 5, 'first, but not quite') }, 'Work');
    });
    expect(await tellTasks(root)).toEqual({
      'P0.1': 'pending commit-pending',
      'P0.2': 'pending commit-pending',
    });
    expect(await tellTasks(leave(root, 'deleted'))).toEqual({
      'P0.1': 'dangling commit-dangling',
      'P0.2': 'dangling commit-dangling',
    });
    expect(await tellTasks(leave(root, 'fresh'))).toEqual({
      'P0.1': 'absent commit-absent',
      'P0.2': 'absent commit-absent',
    });
  });

  test('can not be told to have landed where a squash had a conflict', async () => {
    const root = merge((folder, git) => {
      commitFiles(folder, { 'src/a.txt': edit(BASE, 4, 'in the way') }, 'In the way');
      expect(() => git('merge', '--squash', 'topic')).toThrow();
      writeFiles(folder, { 'src/a.txt': edit(edit(BASE, 4, 'both'), 15, 'second') });
      git('add', '--all');
      const bodies = git('log', '--reverse', '--format=* %B', 'main..topic');
      git('commit', '--quiet', '--message', `Feature (#12)\n\n${bodies}`);
    });
    const unknown = { 'P0.1': 'unknown rewritten', 'P0.2': 'unknown rewritten' };
    expect(await tellTasks(root)).toEqual(unknown);
    const run = await runRoadmap(root, ['check']);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(runGit(root, 'rev-parse', 'main').slice(0, 12));
    expect(await tellTasks(leave(root, 'deleted'))).toEqual(unknown);
    // Who never had the commits can't see that there was a conflict.
    const trailer = { 'P0.1': 'landed trailer', 'P0.2': 'landed trailer' };
    expect(await tellTasks(leave(root, 'fresh'))).toEqual(trailer);
  });

  test('is found by its patch alone, where the squash of one commit took its tick along', async () => {
    const root = merge((_folder, git) => {
      const [second = ''] = git('rev-list', '--max-count=1', 'main..topic~2').split('\n');
      git('branch', '--force', 'topic', second);
      git('merge', '--quiet', '--squash', 'topic');
      git('commit', '--quiet', '--message', 'Feature (#12)');
    });
    expect(await tellTasks(root)).toEqual({ 'P0.1': 'landed same-patch' });
    expect(await tellTasks(leave(root, 'fresh'))).toEqual({ 'P0.1': 'absent commit-absent' });
  });

  test('is known by the patch in the trailers of a tick that came alone', async () => {
    const root = merge((_folder, git) => {
      const [first = '', tick = ''] = git('rev-list', '--reverse', 'main..topic').split('\n');
      git('cherry-pick', first);
      git('commit', '--quiet', '--amend', '--message', 'In other words');
      git('commit', '--quiet', '--allow-empty', '--message', 'Between');
      git('cherry-pick', tick);
    });
    expect(await tellTasks(root)).toEqual({ 'P0.1': 'landed same-patch' });
    const fresh = leave(root, 'fresh');
    expect(await tellTasks(fresh)).toEqual({ 'P0.1': 'landed trailer' });
    const report = readOutput('check', await runRoadmap(fresh, ['check', '--json']));
    expect(report.facts[0]).toMatchObject({ commit: runGit(root, 'rev-parse', 'main~2'), cited: works[0] });
  });

  test.each([
    ['shallow', ['--depth=2']],
    ['partial', ['--filter=blob:none']],
  ])('is unknown in a %s clone, which fetches nothing', async (reason, options) => {
    const root = merge(rebase);
    runGit(root, 'config', 'uploadpack.allowFilter', 'true');
    const clone = join(makeFolder(), 'clone');
    runGit(root, 'clone', '--quiet', ...options, `file://${root}`, clone);
    const before = runGit(clone, 'count-objects', '-v');
    expect(await tellTasks(clone)).toEqual({ 'P0.1': `unknown ${reason}`, 'P0.2': `unknown ${reason}` });
    expect(runGit(clone, 'count-objects', '-v')).toBe(before);
  });

  test('is told in a partial clone that was given the rest', async () => {
    const root = merge(rebase);
    runGit(root, 'config', 'uploadpack.allowFilter', 'true');
    const clone = join(makeFolder(), 'clone');
    runGit(root, 'clone', '--quiet', '--single-branch', '--filter=blob:none', `file://${root}`, clone);
    runGit(clone, 'fetch', '--quiet', '--refetch', '--no-filter');
    expect(await tellTasks(clone)).toEqual({ 'P0.1': 'landed trailer', 'P0.2': 'landed trailer' });
  });
});

function each(what: string): Record<Clone, string> {
  return { kept: what, deleted: what, collected: what, fresh: what };
}

/** Commits that are cited by hand, on a roadmap beside them, so that no trailer tells of them. */
describe('work that is cited by its old hash', () => {
  function make(): { readonly root: string; git(...args: string[]): string } {
    const root = makeRepository({ 'src/a.txt': BASE });
    runGit(root, 'checkout', '--quiet', '-b', 'topic');
    return { root, git: (...args) => runGit(root, ...args) };
  }

  const onMain = (git: (...args: string[]) => string): void => {
    git('checkout', '--quiet', 'main');
  };

  test('landed in a squash: its tip, a commit in the middle, the range, and through a later tip alone', async () => {
    const { root, git } = make();
    const start = git('rev-parse', 'HEAD');
    const commits = [3, 10, 17].map((line) => {
      const text = edit(git('show', 'HEAD:src/a.txt').concat('\n'), line, `work ${line}`);
      return commitFiles(root, { 'src/a.txt': text }, `Work ${line}`);
    });
    const [one = '', two = '', three = ''] = commits;
    onMain(git);
    commitFiles(root, { 'src/b.txt': 'b\n' }, 'Meanwhile');
    git('merge', '--quiet', '--squash', 'topic');
    git('commit', '--quiet', '--message', 'Feature');
    const carrier = git('rev-parse', 'HEAD');
    const values = [one, two, three, `${start}..${three}`, `${one}..${two}`];
    const squash = { fact: 'landed', how: 'squash', commit: carrier, changes: 'work', findings: [] };
    const told = async (): Promise<unknown[]> => {
      const { tell } = await checkClaims(root, values);
      return values.map(tell);
    };
    const all = [
      { ...squash, cited: one },
      { ...squash, cited: two },
      { ...squash, cited: three },
      { ...squash, cited: three, commits: 3 },
      { ...squash, cited: two, commits: 1 },
    ];
    expect(await told()).toEqual(all);
    git('branch', '-D', 'topic');
    expect(await told()).toEqual(all);
    // Without the tip nothing says what the squash was made of,
    git('reflog', 'expire', '--expire=now', '--all');
    git('tag', 'middle', two);
    const { tell } = await checkClaims(root, [one, two]);
    expect(tell(one)).toMatchObject({ fact: 'pending', findings: ['commit-pending error'] });
    expect(tell(two)).toMatchObject({ fact: 'pending', findings: ['commit-pending error'] });
    // unless its message does.
    git('commit', '--quiet', '--amend', '--message', 'Feature (#12)\n\n* Work 3\n\n* Work 10\n\n* Work 17');
    const candidates = [git('rev-parse', 'HEAD')];
    const listed = await checkClaims(root, [one, two]);
    expect(listed.tell(one)).toMatchObject({
      fact: 'unknown',
      reason: 'rewritten',
      candidates,
      findings: [],
    });
    expect(listed.tell(two)).toMatchObject({
      fact: 'unknown',
      reason: 'rewritten',
      candidates,
      findings: [],
    });
  });

  test('landed by a cherry-pick, unless its context was changed', async () => {
    const { root, git } = make();
    const far = commitFiles(root, { 'src/a.txt': edit(BASE, 25, 'far') }, 'Far');
    const near = commitFiles(root, { 'src/a.txt': edit(edit(BASE, 25, 'far'), 5, 'near') }, 'Near');
    const never = commitFiles(root, { 'src/c.txt': 'never\n' }, 'Never');
    onMain(git);
    commitFiles(root, { 'src/a.txt': edit(BASE, 3, 'context') }, 'Change the context');
    git('cherry-pick', far);
    const carrier = git('rev-parse', 'HEAD');
    git('cherry-pick', near);
    const changed = git('rev-parse', 'HEAD');
    const { code, tell } = await checkClaims(root, [far, near, never]);
    expect(tell(far)).toEqual({
      fact: 'landed',
      how: 'same-patch',
      commit: carrier,
      cited: far,
      changes: 'work',
      findings: [],
    });
    expect(tell(near)).toEqual({
      fact: 'unknown',
      reason: 'rewritten',
      commit: near,
      candidates: [changed],
      findings: [],
    });
    expect(tell(never)).toMatchObject({ fact: 'pending', findings: ['commit-pending error'] });
    expect(code).toBe(1);
  });

  test('is unknown where fixups were squashed into it, and landed where they were not', async () => {
    const { root, git } = make();
    const first = commitFiles(root, { 'src/x.txt': 'x\n' }, 'First');
    const second = commitFiles(root, { 'src/y.txt': 'y\n' }, 'Second');
    commitFiles(root, { 'src/x.txt': 'x, mended\n' }, 'fixup! First');
    commitFiles(root, { 'src/z.txt': 'z\n' }, 'Third, which stays behind');
    git('branch', 'old');
    git('-c', 'sequence.editor=true', 'rebase', '--quiet', '--interactive', '--autosquash', 'main');
    git('reset', '--quiet', '--hard', 'HEAD^');
    onMain(git);
    commitFiles(root, { 'src/b.txt': 'b\n' }, 'Meanwhile');
    git('cherry-pick', 'main..topic');
    const { tell } = await checkClaims(root, [first, second]);
    expect(tell(first)).toMatchObject({ fact: 'unknown', reason: 'rewritten' });
    expect(tell(second)).toMatchObject({ fact: 'landed', how: 'same-patch', findings: [] });
  });

  test('is not found in a change that differs in white space, or in one that was there before', async () => {
    const { root, git } = make();
    onMain(git);
    const before = commitFiles(root, { 'src/new.txt': 'new\n' }, 'New');
    git('revert', '--no-edit', before);
    git('checkout', '--quiet', '-B', 'topic');
    const again = commitFiles(root, { 'src/new.txt': 'new\n' }, 'New again');
    const spaced = commitFiles(root, { 'src/s.txt': 'if (a)\n  b();\n' }, 'Indented');
    onMain(git);
    commitFiles(root, { 'src/s.txt': 'if (a)\nb();\n' }, 'Not indented');
    const { tell } = await checkClaims(root, [again, spaced]);
    expect(tell(again)).toMatchObject({ fact: 'pending' });
    expect(tell(spaced)).toMatchObject({ fact: 'pending' });
  });

  test('is judged by the commit that carries it', async () => {
    const { root, git } = make();
    const work = commitFiles(root, { 'src/x.txt': 'x\n' }, 'Work');
    const update = commitFiles(root, { 'docs/ROADMAP.md': '# Plan\n' }, 'Plan');
    const reverted = commitFiles(root, { 'src/y.txt': 'y\n' }, 'Bad');
    onMain(git);
    commitFiles(root, { 'src/b.txt': 'b\n' }, 'Meanwhile');
    git('cherry-pick', work);
    const carrier = git('rev-parse', 'HEAD');
    git('cherry-pick', update, reverted);
    git('revert', '--no-edit', 'HEAD');
    const { tell } = await checkClaims(root, [work, update, reverted, carrier]);
    expect(tell(work)).toMatchObject({ how: 'same-patch', commit: carrier });
    expect(tell(update)).toMatchObject({ how: 'same-patch', findings: ['commit-is-roadmap-update error'] });
    expect(tell(reverted)).toMatchObject({ how: 'same-patch', findings: ['commit-reverted error'] });
    expect(tell(carrier)).toMatchObject({ how: 'ancestor', findings: ['commit-reused warning'] });
  });

  test('is carried by the commit that did it again, where the first that carried it was reverted', async () => {
    const { root, git } = make();
    const work = commitFiles(root, { 'src/x.txt': 'x\n' }, 'Work');
    onMain(git);
    commitFiles(root, { 'src/b.txt': 'b\n' }, 'Meanwhile');
    git('cherry-pick', work);
    git('revert', '--no-edit', 'HEAD');
    git('cherry-pick', work);
    const { tell } = await checkClaims(root, [work]);
    expect(tell(work)).toMatchObject({ commit: git('rev-parse', 'HEAD'), findings: [] });
  });
});
