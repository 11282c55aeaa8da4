import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitServer, serveGit } from '../gate/serve-git.ts';
import { type Liar, type LyingServer, serveLies } from '../registries/serve-lies.ts';
import { makeFolder } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { makeReviewed, reviewChecks, tell, writeConfig } from './review-checks.ts';

const root = makeReviewed();
const hubs = makeFolder('hubs');
const first = runGit(root, 'rev-parse', 'HEAD');
const second = commitFiles(root, { 'a.txt': 'a\n' }, 'More');
let server: GitServer;
let tells: LyingServer;

/** Each remote, and how its address begins. */
const FILES = ['origin', 'gitea'] as const;
const SERVED = ['near', 'far'] as const;

beforeAll(async () => {
  server = await serveGit(hubs);
  for (const name of [...FILES, ...SERVED]) {
    runGit(hubs, 'init', '--quiet', '--bare', '--template=', `${name}.git`);
    const isFile = (FILES as readonly string[]).includes(name);
    runGit(root, 'remote', 'add', name, `${isFile ? `file://${hubs}` : server.url}/${name}.git`);
    if (!isFile) runGit(join(hubs, `${name}.git`), 'config', 'http.receivepack', 'true');
    push(name, 'main', `${first}:refs/heads/kept`);
  }
  push('gitea', `${first}:refs/heads/runner/smoke`, `${second}:refs/heads/deep/refs/heads/gone`);
  push('far', `${first}:refs/heads/runner/smoke`);
  runGit(root, 'remote', 'add', 'lost', `file://${hubs}/lost.git`);
  tells = await serveLies(tellPassword);
  runGit(root, 'remote', 'add', 'tells', `${tells.url.replace('//', `//${LOGIN}@`)}/tells.git`);
});
afterAll(() => Promise.all([server.close(), tells.close()]));

const LOGIN = 'ada:hunter2hunter2';

/** A server that says who has logged in (gitprotocol-pack(5), ERR). */
const tellPassword: Liar = (_request, response) => {
  const line = (text: string): string => `${(text.length + 4).toString(16).padStart(4, '0')}${text}`;
  response.setHeader('content-type', 'application/x-git-upload-pack-advertisement');
  response.end(
    `${line('# service=git-upload-pack\n')}0000${line(`ERR no https://${LOGIN}@example.org/a.git`)}`,
  );
};

function push(remote: string, ...refs: string[]): void {
  // Straight into the repository, whatever way the clone takes to it.
  runGit(root, 'push', '--quiet', '--force', join(hubs, `${remote}.git`), ...refs);
}

function tagThere(remote: string, name: string, commit: string, message: string | null): string {
  runGit(root, 'tag', '--force', ...(message === null ? [] : ['-a', '-m', message]), name, commit);
  const object = runGit(root, 'rev-parse', `refs/tags/${name}`);
  push(remote, `refs/tags/${name}`);
  runGit(root, 'tag', '-d', name);
  return object;
}

describe('branches', () => {
  test('are looked for on the remotes themselves, and what each has is told', async () => {
    const gone = { kind: 'git-branch', exists: false };
    const items = await reviewChecks(root, [
      { kind: 'git-branch', branch: 'kept', remotes: FILES },
      { kind: 'git-branch', branches: ['kept', 'main'], remotes: SERVED },
      { ...gone, branches: ['runner/smoke', 'gone'], remotes: ['origin'] },
      { ...gone, branches: ['runner/smoke', 'gone'], remotes: FILES },
      { ...gone, branch: `\${report.Release.Branch}`, remotes: SERVED },
      { kind: 'git-branch', branch: 'runner/smoke', remotes: [...FILES, ...SERVED] },
    ]);
    expect(tell(items)).toEqual([
      'pass: kept: on origin and gitea',
      'pass: kept and main: on near and far',
      'pass: runner/smoke and gone: not on origin',
      'fail: runner/smoke is still on gitea',
      'fail: runner/smoke is still on far',
      'fail: runner/smoke is not on origin and near',
    ]);
    expect(items[3]?.help).toBe('Delete it, if nobody needs it: `git push gitea --delete runner/smoke`.');
    expect(items[3]?.seen).toEqual([
      { place: 'origin, branch runner/smoke', found: 'not there' },
      { place: 'origin, branch gone', found: 'not there' },
      { place: 'gitea, branch runner/smoke', found: first },
      { place: 'gitea, branch gone', found: 'not there' },
    ]);
    expect(items[5]?.help).toBe('Push it: `git push origin runner/smoke`.');
  });

  test('are looked for on the remotes of the roadmap, else on all of the clone', async () => {
    const check = { kind: 'git-branch', branch: 'kept' };
    expect(tell(await reviewChecks(root, [check], { entry: { remotes: ['gitea'] } }))).toEqual([
      'pass: kept: on gitea',
    ]);
    const [all] = await reviewChecks(root, [check]);
    expect(all?.seen.map(({ place }) => place)).toEqual(
      ['far', 'gitea', 'near', 'origin'].map((name) => `${name}, branch kept`),
    );
    const alone = makeReviewed();
    expect(await reviewChecks(alone, [check])).toMatchObject([
      { verdict: 'unknown', message: 'this clone has no remote', seen: [] },
    ]);
  });

  test('are unknown where a remote can not be asked, which hides nothing on another', async () => {
    const items = await reviewChecks(root, [
      { kind: 'git-branch', branch: 'gone', exists: false, remotes: ['origin', 'lost'] },
      { kind: 'git-branch', branch: 'runner/smoke', exists: false, remotes: ['lost', 'gitea', 'tells'] },
      { kind: 'git-branch', branch: 'kept', remotes: ['orign'] },
      { kind: 'git-branch', branch: 'kept', remotes: [`file://${hubs}/origin.git`] },
      { kind: 'git-branch', branch: 'kept', remotes: ['--upload-pack=touch /tmp/never'] },
    ]);
    expect(tell(items)).toEqual([
      expect.stringMatching(/^unknown: lost can't be asked: fatal: .*lost\.git' does not appear to be/),
      expect.stringMatching(
        /^fail: runner\/smoke is still on gitea; lost can't be asked: .* and tells can't be asked: fatal: remote error: no https:\/\/example\.org\/a\.git$/,
      ),
      'unknown: this clone has no remote "orign"',
      expect.stringMatching(/^unknown: this clone has no remote "file:/),
      'unknown: this clone has no remote "--upload-pack=touch /tmp/never"',
    ]);
    expect(items.map(({ help }) => help)).toEqual([
      'See that `git ls-remote lost` works.',
      'Delete it, if nobody needs it: `git push gitea --delete runner/smoke`.',
      'Is origin meant?',
      expect.stringContaining('names, not URLs'),
      expect.stringContaining('names, not URLs'),
    ]);
    expect(items[0]?.seen).toEqual([{ place: 'origin, branch gone', found: 'not there' }]);
    expect(JSON.stringify(items)).not.toContain('hunter2');
  });

  test('and tags whose name git would not take are asked for nowhere: they would be gone from everywhere', async () => {
    const names = ['-d', '--exec=x', 'a\u0007b', 'a b', 'runner/*', 'a..b', 'a.lock', 'refs/heads/kept'];
    const items = await reviewChecks(
      root,
      names.flatMap((name) => [
        { kind: 'git-branch', branch: name, exists: false, remotes: ['origin'] },
        { kind: 'git-tag', tags: ['v1', name], exists: false, remotes: ['origin'] },
      ]),
    );
    expect(items.map(({ verdict, message, seen }) => ({ verdict, message, seen }))).toEqual(
      names
        .flatMap((name) => [name, name])
        .map((name) => ({
          verdict: 'unknown',
          message: name.startsWith('refs/')
            ? `${name} is the full name of a ref`
            : `git takes no such name: ${JSON.stringify(name)}`,
          seen: [],
        })),
    );
  });

  test('and tags are not asked for offline', async () => {
    const items = await reviewChecks(
      root,
      [
        { kind: 'git-branch', branch: 'kept' },
        { kind: 'git-tag', tag: 'v1' },
      ],
      { options: ['--offline'] },
    );
    expect(items.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
  });
});

describe('tags', () => {
  test('are told apart by the object and by what they stand for', async () => {
    const object = tagThere('origin', 'v1', first, 'One');
    tagThere('gitea', 'v1', first, 'Another');
    tagThere('near', 'v1', first, null);
    tagThere('far', 'v1', second, null);
    for (const remote of FILES) tagThere(remote, 'v2', first, null);
    for (const remote of SERVED) runGit(join(hubs, `${remote}.git`), 'tag', 'v2', first);
    runGit(root, 'fetch', '--quiet', '--no-tags', 'origin', 'refs/tags/v1:refs/tags/v3');
    for (const remote of FILES) push(remote, 'refs/tags/v3');
    runGit(root, 'tag', '-d', 'v3');
    const equal = { kind: 'git-tag', equal: true };
    const items = await reviewChecks(
      root,
      [
        { ...equal, tag: 'v2', at: first },
        { ...equal, tag: 'v3', remotes: FILES, at: 'main~1' },
        { ...equal, tag: 'v1', remotes: FILES },
        { ...equal, tag: 'v1', remotes: ['origin', 'near'] },
        { ...equal, tag: 'v1', remotes: SERVED },
        { kind: 'git-tag', tag: 'v1', remotes: ['origin', 'far'], at: first.slice(0, 12) },
        { kind: 'git-tag', tag: 'v1', remotes: ['origin'], at: object },
        { kind: 'git-tag', tags: ['v1', 'v2', 'v9'], remotes: ['origin'] },
        { kind: 'git-tag', tags: ['v1', 'v9'], remotes: ['origin'], exists: false },
        { kind: 'git-tag', tag: 'v9', exists: false },
      ],
      { entry: { remotes: [...FILES, ...SERVED] } },
    );
    expect(tell(items)).toEqual([
      `pass: v2: the same on origin, gitea, near and far, at ${first}`,
      `pass: v3: the same on origin and gitea, at ${first}`,
      expect.stringMatching(
        `^fail: v1 is not the same: origin has it annotated ${object}, of ${first}, gitea has it annotated .*; they stand for the same commit`,
      ),
      expect.stringMatching(`near has it lightweight, ${first}; they stand for the same commit`),
      `fail: v1 is not the same: near has it lightweight, ${first}, far has it lightweight, ${second}`,
      `fail: v1 on far stands for ${second} and not for ${first}`,
      `fail: v1 on origin stands for ${first} and not for ${object}`,
      'fail: v9 is not on origin',
      'fail: v1 is still on origin',
      'pass: v9: not on origin, gitea, near and far',
    ]);
    expect(items[3]?.seen).toEqual([
      { place: 'origin, tag v1', found: `annotated ${object}, of ${first}` },
      { place: 'near, tag v1', found: `lightweight, ${first}` },
    ]);
    expect(items[8]?.help).toContain('`git push origin --delete refs/tags/v1`');
  });

  test('are unknown where there is nothing to compare them to', async () => {
    push('origin', `${first}:refs/tags/v4`);
    const items = await reviewChecks(root, [
      { kind: 'git-tag', tag: 'v4', equal: true, remotes: ['origin', 'origin'] },
      { kind: 'git-tag', tag: 'v4', equal: true, remotes: ['origin', 'lost'] },
      { kind: 'git-tag', tag: 'v4', at: 'no-such-commit', remotes: ['origin'] },
      { kind: 'git-tag', tag: 'v4', at: '--output=x', remotes: ['origin'] },
      { kind: 'git-tag', tag: 'v4', at: 'f'.repeat(40), remotes: ['origin'] },
    ]);
    expect(tell(items)).toEqual([
      'unknown: there is only one remote, so nothing is equal',
      expect.stringMatching(/^unknown: lost can't be asked: .* a git repository$/),
      'unknown: git knows no commit "no-such-commit" here',
      'unknown: git knows no commit "--output=x" here',
      `fail: v4 on origin stands for ${first} and not for ${'f'.repeat(40)}`,
    ]);
  });

  test.each([
    [{ kind: 'git-tag', tag: 'v1', exists: false, equal: true }, 'equal: what is to be gone has none of it'],
    [{ kind: 'git-tag', tag: 'v1', exists: false, at: 'main' }, 'at: what is to be gone has none of it'],
    [{ kind: 'git-tag' }, 'tags is missing'],
    [{ kind: 'git-branch' }, 'branches is missing'],
  ])('and branches that are asked for wrongly are an error of the config: %j', async (check, says) => {
    const wrong = makeReviewed();
    writeConfig(wrong, [check]);
    const { code, stderr } = await runRoadmap(wrong, ['review']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(`roadmap.yaml:\\d+:\\d+: ${says}`),
    });
  });
});
