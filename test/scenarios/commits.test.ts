import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checked, checkClaims, checkFile, type Told, writeTasks } from '../support/check-claims.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { makeTwins } from '../support/make-twins.ts';

const ABSENT = 'deadbeef00';

/** A commit on top of HEAD that no ref points at. */
function makeLoose(root: string, message: string): string {
  return runGit(root, 'commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', message);
}

function makeLanded(commit: string): Told {
  return { fact: 'landed', how: 'ancestor', commit, changes: 'work', findings: [] };
}

function makePending(commit: string, ...refs: string[]): Told {
  return { fact: 'pending', commit, refs, findings: ['commit-pending error'] };
}

describe('what git says of a cited commit', () => {
  const config =
    'version: 1\nroadmaps:\n  - path: ROADMAP.md\n    rules: {commit-reused: off, no-broken-link: off}\n';
  const root = makeRepository({ 'src/one.txt': 'one\n', 'roadmap.yaml': config });
  const git = (...args: string[]): string => runGit(root, ...args);
  const first = git('rev-parse', 'HEAD');

  git('checkout', '--quiet', '-b', 'feature');
  const onBranch = commitFiles(root, { 'src/branch.txt': 'branch\n' }, 'On a branch');
  git('checkout', '--quiet', '-b', 'gone');
  const onGone = commitFiles(root, { 'src/gone.txt': 'gone\n' }, 'On a branch that is deleted');
  git('checkout', '--quiet', 'main');
  git('branch', '--quiet', '-D', 'gone');
  const amended = commitFiles(root, { 'src/two.txt': 'to\n' }, 'Do the work, with a mistake');
  writeFiles(root, { 'src/two.txt': 'two\n' });
  git('commit', '--quiet', '--all', '--amend', '--message', 'Do the work');
  const second = git('rev-parse', 'HEAD');
  const short = second.slice(0, 7);
  const ends = `${first.slice(0, 8)}..${short}`;

  const onRemote = makeLoose(root, 'On a remote');
  git('update-ref', 'refs/remotes/origin/topic', onRemote);
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/topic');
  const onTag = makeLoose(root, 'On a tag');
  git('tag', '--annotate', '--message', 'next', 'v2', onTag);
  const onPull = makeLoose(root, 'On a pull request');
  git('update-ref', 'refs/pull/7/head', onPull);
  const onNotes = makeLoose(root, 'On a note');
  git('update-ref', 'refs/notes/commits', onNotes);
  const onClaim = makeLoose(root, 'On a claim of roadmap');
  git('update-ref', 'refs/roadmap/claims/P0.1', onClaim);
  writeFiles(root, { 'src/two.txt': 'not yet\n' });
  git('stash', 'push', '--quiet');
  const stash = git('rev-parse', 'refs/stash');

  git('tag', '--annotate', '--message', 'release', 'v1');
  const tag = git('rev-parse', 'v1');
  const tree = git('rev-parse', 'HEAD^{tree}');
  const blob = git('rev-parse', 'HEAD:src/one.txt');
  git('tag', '--annotate', '--message', 'a tree', 'trees', tree);
  const tagOfTree = git('rev-parse', 'trees');
  // A name that looks like a hash is no hash, and hides none.
  git('branch', 'cafecafe');
  git('tag', 'facade1');
  git('branch', first.slice(0, 10), second);
  git('tag', first.slice(0, 9), second);
  const commits = makeTwins(root);
  const mixed = makeTwins(root, ['commit', 'blob']);
  const blobs = makeTwins(root, ['blob', 'blob']);

  const isAbsent = (...missing: string[]): Told => ({
    fact: 'absent',
    missing,
    findings: ['commit-absent error'],
  });
  const isNone = (objectType: 'tree' | 'blob' | 'tag', commit: Partial<Told> = {}): Told => ({
    fact: 'not-a-commit',
    objectType,
    ...commit,
    findings: ['commit-not-a-commit error'],
  });
  const isDangling = (commit: string): Told => ({
    fact: 'dangling',
    commit,
    findings: ['commit-dangling error'],
  });
  const isForeign: Told = { fact: 'foreign', findings: [] };
  const isNothing: Told = { findings: [] };
  const isUnreadable: Told = { findings: ['commit-unreadable error'] };

  const told: Readonly<Record<string, Told>> = {
    [second]: makeLanded(second),
    [short]: makeLanded(second),
    [`\`${short}\``]: makeLanded(second),
    [`[${short}](https://forge.example/acme/app/commit/${second})`]: makeLanded(second),
    [`[\`${short}\`](../commit/${short})`]: makeLanded(second),
    [short.toUpperCase()]: makeLanded(second),
    [`${short} (squashed from a branch)`]: makeLanded(second),
    [`${short} — the second try`]: makeLanded(second),
    [`${first.slice(0, 8)}, ${short}`]: makeLanded(second),
    [first]: makeLanded(first),
    [first.slice(0, 10)]: makeLanded(first),
    [first.slice(0, 9)]: makeLanded(first),
    [ends]: { ...makeLanded(second), commits: 1 },

    [onBranch]: makePending(onBranch, 'refs/heads/feature'),
    [onRemote.slice(0, 12)]: makePending(onRemote, 'refs/remotes/origin/topic'),
    [onTag]: makePending(onTag, 'refs/tags/v2'),
    [onPull]: makePending(onPull, 'refs/pull/7/head'),
    [`${short}..${onBranch}`]: makePending(onBranch, 'refs/heads/feature'),

    [amended]: isDangling(amended),
    [onGone.slice(0, 9)]: isDangling(onGone),
    [stash]: isDangling(stash),
    [onNotes]: isDangling(onNotes),
    [onClaim]: isDangling(onClaim),
    [`${short}..${amended}`]: isDangling(amended),

    [ABSENT]: isAbsent(ABSENT),
    [`\`${ABSENT}\``]: isAbsent(ABSENT),
    [ABSENT.repeat(4)]: isAbsent(ABSENT.repeat(4)),
    [ABSENT.repeat(6)]: isAbsent(ABSENT.repeat(6)),
    [`${first.slice(0, 8)}..${ABSENT}`]: isAbsent(ABSENT),
    [`${ABSENT}..${short}`]: isAbsent(ABSENT),
    [`${ABSENT}..${ABSENT}1`]: isAbsent(ABSENT, `${ABSENT}1`),
    [`${short}, ${ABSENT}`]: isAbsent(ABSENT),
    cafecafe: isAbsent('cafecafe'),
    facade1: isAbsent('facade1'),

    [tree]: isNone('tree'),
    [blob.slice(0, 12)]: isNone('blob'),
    [tag]: isNone('tag', { commit: second }),
    [tag.slice(0, 12)]: isNone('tag', { commit: second }),
    [tagOfTree]: isNone('tag'),
    [`${tree}..${short}`]: isNone('tree'),
    [blobs.digits]: isNone('blob'),

    [mixed.digits]: isDangling(mixed.twins.find((one) => isCommit(one)) ?? ''),
    [commits.digits]: {
      fact: 'ambiguous',
      candidates: commits.twins.map(() => expect.stringMatching(`^${commits.digits}`) as unknown as string),
      findings: ['commit-ambiguous error'],
    },
    [commits.twins[0] ?? '']: isDangling(commits.twins[0] ?? ''),

    [`acme/app@${ABSENT}`]: isForeign,
    [`https://forge.example/acme/app/commit/${ABSENT}`]: isForeign,
    'none (seen in the console)': isNothing,
    'system change, not git': isNothing,
    'trigger only': isNothing,
    [`-${short}`]: isUnreadable,
    [`--upload-pack=${short}`]: isUnreadable,
    HEAD: isUnreadable,
    v1: isUnreadable,
    abc12: isUnreadable,
    [`${short}^{tree}`]: isUnreadable,
    [`@${short}`]: isUnreadable,
  };
  const values = Object.keys(told);

  function isCommit(hash: string): boolean {
    return git('cat-file', '-t', hash) === 'commit';
  }

  let checked: Checked;
  beforeAll(async () => {
    checked = await checkClaims(root, values);
  });

  test('fails by the bad ones, and by nothing else', () => {
    expect(checked.code).toBe(1);
    const findings = Object.values(told).flatMap((one) => one.findings);
    expect(checked.report.diagnostics).toHaveLength(findings.length);
  });

  test.each(Object.entries(told))('%s', (value, says) => {
    expect(checked.tell(value)).toEqual(says);
  });

  test('names what an ambiguous hash can mean, each by digits of its own', () => {
    const { candidates = [] } = checked.tell(commits.digits);
    const meant = candidates.map((one) => commits.twins.findIndex((twin) => twin.startsWith(one)));
    expect(meant.sort()).toEqual([0, 1]);
  });

  test('looks up each of several commits', () => {
    const found = checked.report.facts.filter(({ claim }) => claim === first.slice(0, 8));
    expect(found.map(({ fact, commit }) => [fact, commit])).toEqual([['landed', first]]);
  });

  test('counts as evidence what is good, or says why there is nothing', () => {
    const good = Object.values(told).filter((one) => one.findings.length === 0);
    expect(checked.report.summary.tasks.withEvidence).toBe(good.length);
  });

  test('says where a pending commit is, what an annotated tag names, and how a dangling one is kept', () => {
    const find = (value: string): string => {
      const { message, help } = checked.report.diagnostics.find(
        ({ task }) => task === `P0.${values.indexOf(value) + 1}`,
      ) ?? { message: '', help: '' };
      return `${message} → ${help}`;
    };
    expect(find(onRemote.slice(0, 12))).toContain('is on origin/topic, and not on HEAD');
    expect(find(onTag)).toContain('is on tag v2, and not on HEAD');
    expect(find(tag)).toContain(second);
    expect(find(amended)).toContain(`git branch rescued ${amended}`);
  });

  test('is the same for commits that do not land, seen from a worktree without a branch', async () => {
    git('checkout', '--quiet', '--detach', onBranch);
    const detached = await checkClaims(root, [onBranch, second, amended]);
    git('checkout', '--quiet', 'main');
    expect(detached.tell(onBranch)).toEqual(makeLanded(onBranch));
    expect(detached.tell(second).fact).toBe('pending');
    expect(detached.tell(second).refs).toContain('refs/heads/main');
    expect(detached.tell(amended)).toEqual(isDangling(amended));
  });

  test('a detached HEAD holds what it reaches, though no branch does', async () => {
    git('checkout', '--quiet', '--detach', onGone);
    const { code, ...detached } = await checkClaims(root, [onGone]);
    git('checkout', '--quiet', 'main');
    expect([code, detached.tell(onGone)]).toEqual([0, makeLanded(onGone)]);
  });
});

describe('a repository without any commit', () => {
  const root = makeUnbornRepository();

  test('has no commit that is cited, and says so', async () => {
    const { code, report } = await checkClaims(root, [ABSENT, 'cafecafe00'], 'plan.md');
    const found = report.diagnostics.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(found).toEqual(['commit-absent warning', 'commit-absent error', 'commit-absent error']);
    expect(code).toBe(1);
  });

  test('has commits on other branches, which did not land', async () => {
    const other = makeRepository({ 'src/one.txt': 'one\n' });
    const one = runGit(other, 'rev-parse', 'HEAD');
    runGit(other, 'checkout', '--quiet', '--orphan', 'new');
    const { tell } = await checkClaims(other, [one]);
    expect(tell(one)).toEqual(makePending(one, 'refs/heads/main'));
  });

  test('has ticks that are not committed', async () => {
    const { code, tell } = await checkClaims(root, ['this'], 'plan.md');
    expect(tell('this')).toEqual({ fact: 'pending', findings: ['commit-pending warning'] });
    expect(code).toBe(0);
  });
});

describe('where all hashes are absent', () => {
  const root = makeRepository({});
  const wrong = 'commit-absent warning 4';

  test('it may be the wrong repository, said once', async () => {
    expect((await checkClaims(root, [ABSENT, 'cafecafe00', 'cafecafe01'])).general).toEqual([wrong]);
  });

  test('but not where one is here, or where there is but one', async () => {
    const here = commitFiles(root, { 'src/one.txt': 'one\n' }, 'Work');
    expect((await checkClaims(root, [ABSENT, here])).general).toEqual([]);
    expect((await checkClaims(root, [ABSENT])).general).toEqual([]);
  });
});

describe('the target in roadmap.yaml', () => {
  const root = makeRepository({ 'src/one.txt': 'one\n' });
  const one = runGit(root, 'rev-parse', 'HEAD');
  runGit(root, 'update-ref', 'refs/remotes/origin/main', one);
  const two = commitFiles(root, { 'src/two.txt': 'two\n' }, 'Two');
  const values = [one, two];

  async function checkTarget(target: string): Promise<Checked> {
    writeFiles(root, {
      'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    target: ${target}\n`,
      'ROADMAP.md': writeTasks(values),
    });
    return checkFile(root, values);
  }

  test.each([
    ['a remote branch', 'origin/main'],
    ['a full ref', 'refs/remotes/origin/main'],
    ['a hash', one],
    ['the start of one', one.slice(0, 9)],
  ])('may be %s', async (_, target) => {
    const { code, report, tell } = await checkTarget(target);
    expect([tell(one), tell(two)]).toEqual([makeLanded(one), makePending(two, 'refs/heads/main')]);
    expect(report.facts.map((fact) => fact.target)).toEqual([target, target]);
    expect(report.diagnostics[0]?.message).toContain(`and not on ${target}`);
    expect(code).toBe(1);
  });

  test('may be none that is here: then nothing can be told', async () => {
    const { code, general, report, tell } = await checkTarget('origin/release');
    for (const value of values) {
      expect(tell(value)).toEqual({ fact: 'unknown', reason: 'no-target', commit: value, findings: [] });
    }
    expect(general).toEqual(['evidence-unknown warning 4']);
    expect(report.diagnostics[0]?.message).toMatch(/the target origin\/release is not here, so 2 claims/);
    expect(code).toBe(3);
  });

  test('may be no commit, and never an option', async () => {
    for (const target of ['HEAD^{tree}', '"--all"', '"-1"']) {
      const { code, tell } = await checkTarget(target);
      expect([code, tell(one).reason]).toEqual([3, 'no-target']);
    }
  });

  test('may not be a name that several refs have: anybody can push a tag', async () => {
    runGit(root, 'tag', 'origin/main', two);
    const { code, report, tell } = await checkTarget('origin/main');
    const full = await checkTarget('refs/remotes/origin/main');
    runGit(root, 'tag', '--delete', 'origin/main');
    expect(tell(two)).toMatchObject({ fact: 'unknown', reason: 'no-target' });
    expect(report.diagnostics[0]?.message).toMatch(
      /^several refs are named origin\/main, which is the target/,
    );
    expect([code, full.tell(two)]).toEqual([3, makePending(two, 'refs/heads/main', 'refs/tags/origin/main')]);
  });

  test('may differ from roadmap to roadmap', async () => {
    const files = ['ROADMAP.md', 'docs/next.md'];
    const entries = [`  - path: ${files[0]}\n    target: origin/main\n`, `  - path: ${files[1]}\n`];
    writeFiles(root, {
      'roadmap.yaml': `version: 1\nroadmaps:\n${entries.join('')}`,
      'ROADMAP.md': writeTasks(values),
      'docs/next.md': writeTasks(values),
    });
    const { report } = await checkFile(root, values, null);
    const facts = report.facts.map(({ file, target, fact }) => `${file} ${target} ${fact}`);
    expect(facts).toEqual([
      'ROADMAP.md origin/main landed',
      'ROADMAP.md origin/main pending',
      'docs/next.md HEAD landed',
      'docs/next.md HEAD landed',
    ]);
  });
});
