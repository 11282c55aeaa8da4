import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkout } from '../support/checkout.ts';
import { loadContracts } from './contract.ts';
import { makeRun, makeRunner } from './forge-state.ts';
import { answerCheck, answerChecks, makeChecked, reviewChecked } from './review-checks.ts';
import { type StandInForge, startForge } from './start-forge.ts';

const REPOSITORY = 'octo/widget';
const COMMIT = 'c0ffee'.padEnd(40, '1');
const OTHER = 'beef'.padEnd(40, '2');
const TOKEN = 'a-token-of-the-forge';

let forge: StandInForge;

beforeEach(async () => {
  forge = await startForge('new');
  forge.state.owners.push(REPOSITORY);
});

afterEach(async () => {
  // Whatever a test asked and was answered kept to the contract.
  expect(forge.faults).toEqual([]);
  expect(forge.requests).not.toEqual([]);
  await forge.close();
});

const runner = (rest: object): object => ({
  kind: 'forge-runner',
  forge: forge.url,
  repository: REPOSITORY,
  scope: 'repository',
  runner: 'deploy',
  ...rest,
});
const run = (rest: object): object => ({
  kind: 'forge-run',
  forge: forge.url,
  repository: REPOSITORY,
  ...rest,
});
const npm = (rest: object): object => ({
  kind: 'forge-package',
  forge: forge.url,
  owner: 'octo',
  type: 'npm',
  package: '@octo/widget',
  ...rest,
});
const verdicts = (answers: readonly { readonly verdict: string; readonly message: string }[]): string[] =>
  answers.map(({ verdict, message }) => `${verdict}: ${message.replaceAll(forge.url, 'FORGE')}`);

describe('a runner', () => {
  test('passes where its state, scope and labels are as wanted', async () => {
    const own = { of: 'repository', owner: REPOSITORY } as const;
    forge.state.runners.push(
      makeRunner({ id: 1, name: 'deploy', scope: own, labels: ['linux', 'deploy'] }),
      makeRunner({ id: 2, name: 'busy', scope: own, busy: true }),
      makeRunner({ id: 3, name: 'off', scope: own, status: 'offline' }),
      makeRunner({ id: 4, name: 'disabled', scope: own, disabled: true }),
    );
    const { answers } = await answerChecks([
      runner({}),
      runner({ status: 'idle', labels: ['deploy'] }),
      runner({ status: 'active' }),
      runner({ labels: ['gpu'] }),
      runner({ runner: 'busy' }),
      runner({ runner: 'busy', status: 'idle' }),
      runner({ runner: 'off' }),
      runner({ runner: 'off', status: 'offline' }),
      runner({ runner: 'disabled' }),
      runner({ runner: 'nobody' }),
      { ...runner({ id: 2 }), runner: undefined },
      { ...runner({ id: 9 }), runner: undefined },
    ]);
    const list = 'FORGE/api/v1/repos/octo/widget/actions/runners';
    expect(verdicts(answers)).toEqual([
      'pass: runner deploy is as it has to be, for the repository',
      'pass: runner deploy is as it has to be, for the repository',
      'fail: runner deploy: it is idle, not active',
      'fail: runner deploy: it lacks the label gpu',
      'pass: runner busy is as it has to be, for the repository',
      'fail: runner busy: it is active, not idle',
      'fail: runner off: it is offline, not online',
      'pass: runner off is as it has to be, for the repository',
      'fail: runner disabled: it is disabled',
      `fail: ${list} has no runner nobody`,
      'pass: runner 2 is as it has to be, for the repository',
      `fail: ${list} has no runner 9`,
    ]);
    expect(answers[0]?.seen).toEqual([
      {
        place: `${forge.url}/api/v1/repos/octo/widget/actions/runners`,
        found: 'deploy (1) idle, labels linux, deploy',
      },
    ]);
  });

  test('of a narrower scope is none of the instance, whose list has it all the same', async () => {
    forge.state.organizations.push('octo');
    forge.state.runners.push(
      makeRunner({ id: 1, name: 'shared' }),
      makeRunner({ id: 2, name: 'of-repository', scope: { of: 'repository', owner: REPOSITORY } }),
      makeRunner({ id: 3, name: 'of-organization', scope: { of: 'organization', owner: 'octo' } }),
      makeRunner({ id: 4, name: 'twice', scope: { of: 'repository', owner: REPOSITORY } }),
      makeRunner({ id: 5, name: 'twice' }),
    );
    const instance = (name: string): object => runner({ scope: 'instance', runner: name });
    const { answers } = await answerChecks([
      instance('shared'),
      instance('of-repository'),
      instance('of-organization'),
      instance('twice'),
      runner({ scope: 'organization', runner: 'of-organization' }),
      runner({ scope: 'organization', runner: 'shared' }),
      runner({ scope: 'repository', runner: 'shared' }),
    ]);
    expect(verdicts(answers)).toEqual([
      'pass: runner shared is as it has to be, for the instance',
      'fail: runner of-repository is not for the whole instance: it is of octo/widget',
      'fail: runner of-organization is not for the whole instance: it is of octo',
      'pass: runner twice is as it has to be, for the instance',
      'pass: runner of-organization is as it has to be, for the organization',
      'fail: FORGE/api/v1/orgs/octo/actions/runners has no runner shared',
      'fail: FORGE/api/v1/repos/octo/widget/actions/runners has no runner shared',
    ]);
  });

  test('of a user is none of the instance either', async () => {
    forge.state.runners.push(makeRunner({ id: 1, name: 'deploy', scope: { of: 'user', owner: 'octo' } }));
    const { answers } = await answerChecks([runner({ scope: 'instance' }), runner({ scope: 'user' })]);
    expect(verdicts(answers)).toEqual([
      'fail: runner deploy is not for the whole instance: it is of one user',
      'pass: runner deploy is as it has to be, for the user',
    ]);
  });

  test('that a long list may hide is unknown by its name, and found by its id', async () => {
    const scope = { of: 'repository', owner: REPOSITORY } as const;
    for (let id = 1; id <= 40; id += 1)
      forge.state.runners.push(makeRunner({ id, name: `runner-${id}`, scope }));
    const { answers } = await answerChecks([
      runner({ runner: 'runner-40' }),
      { ...runner({ id: 40 }), runner: undefined },
      { ...runner({ id: 41 }), runner: undefined },
    ]);
    expect(answers.map(({ verdict }) => verdict)).toEqual(['unknown', 'pass', 'fail']);
    expect(answers[0]?.help).toContain('`id`');
  });
});

describe('a run', () => {
  beforeEach(() => {
    forge.state.runs.push(
      makeRun({ id: 101, repository: REPOSITORY, number: 1, commit: OTHER }),
      makeRun({ id: 102, repository: REPOSITORY, number: 2, commit: COMMIT, conclusion: 'failure' }),
      makeRun({ id: 103, repository: REPOSITORY, number: 3, commit: COMMIT }),
      makeRun({
        id: 104,
        repository: REPOSITORY,
        number: 4,
        commit: COMMIT,
        status: 'in_progress',
        conclusion: '',
      }),
      makeRun({ id: 105, repository: REPOSITORY, number: 5, commit: COMMIT, workflow: 'test.yml' }),
      // Its id is the number of another one.
      makeRun({ id: 3, repository: REPOSITORY, number: 6, commit: OTHER, conclusion: 'cancelled' }),
    );
  });

  test('is found by its id, its number, its page, or as the newest of a workflow at a commit', async () => {
    const { answers } = await answerChecks([
      run({ run: 103 }),
      run({ number: 3, commit: COMMIT }),
      run({ number: '3', commit: COMMIT.slice(0, 7), workflow: '.gitea/workflows/publish.yml' }),
      run({ url: `${forge.url}/octo/widget/actions/runs/3` }),
      run({ url: `${forge.url}/Octo/widget/actions/runs/3/jobs/0` }),
      run({ commit: COMMIT.slice(0, 9).toUpperCase(), workflow: 'test.yml' }),
      run({ run: 102, status: 'failure' }),
    ]);
    expect(answers.map(({ verdict, seen }) => [verdict, seen[0]?.found])).toEqual([
      ['pass', 'run 3 (103) of publish.yml at c0ffee111111: success'],
      ['pass', 'run 3 (103) of publish.yml at c0ffee111111: success'],
      ['pass', 'run 3 (103) of publish.yml at c0ffee111111: success'],
      ['pass', 'run 3 (103) of publish.yml at c0ffee111111: success'],
      ['pass', 'run 3 (103) of publish.yml at c0ffee111111: success'],
      ['pass', 'run 5 (105) of test.yml at c0ffee111111: success'],
      ['pass', 'run 2 (102) of publish.yml at c0ffee111111: failure'],
    ]);
  });

  test('fails where it ended otherwise, elsewhere or never was; one that goes on is unknown', async () => {
    const { answers } = await answerChecks([
      run({ number: 2 }),
      run({ number: 1, commit: COMMIT }),
      run({ number: 5, workflow: 'publish.yml' }),
      run({ run: 999 }),
      run({ url: `${forge.url}/octo/widget/actions/runs/99` }),
      run({ commit: 'deadbeef', workflow: 'publish.yml' }),
      run({ number: 4 }),
      run({ commit: COMMIT, workflow: 'publish.yml' }),
      run({ number: 4, commit: OTHER }),
    ]);
    expect(verdicts(answers)).toEqual([
      'fail: run 2: it ended with failure, not with success',
      'fail: run 1: it ran at beef22222222, not at c0ffee111111',
      'fail: run 5: it is of test.yml, not of publish.yml',
      'fail: FORGE/api/v1/repos/octo/widget/actions/runs?… has no such run',
      'fail: FORGE/api/v1/repos/octo/widget/actions/runs?… has no run of that page',
      'fail: FORGE/api/v1/repos/octo/widget/actions/runs?… has no run of that workflow at that commit',
      'unknown: run 4 has not ended: in_progress',
      'unknown: run 4 has not ended: in_progress',
      'fail: run 4: it ran at c0ffee111111, not at beef22222222',
    ]);
  });

  test('is named by the report, which is not believed where it names another forge or repository', async () => {
    const byReport = run({ url: `\${report.Result.Run}`, commit: `\${report.Result.Commit}` });
    const report = (page: string, commit = COMMIT): Parameters<typeof answerCheck>[1] => ({
      report: { Run: page, Commit: `\`${commit}\`` },
    });
    const page = `${forge.url}/octo/widget/actions/runs/3`;
    expect(await answerCheck(byReport, report(page))).toMatchObject({ verdict: 'pass' });
    const refused: [page: string, says: string][] = [
      [page.replace('127.0.0.1', 'localhost'), 'not of the forge'],
      [page.replace('octo', 'mallory'), 'a page of mallory/widget, not of octo/widget'],
      [`${forge.url}/octo/widget/actions/runs/../../../../mallory/x/actions/runs/3`, 'a page of mallory/x'],
      [`${forge.url}/octo/widget/releases`, 'no page of a run'],
      ['somewhere', 'no address'],
    ];
    for (const [url, says] of refused)
      expect(await answerCheck(byReport, report(url))).toMatchObject({
        verdict: 'unknown',
        message: expect.stringContaining(says),
      });
    expect(await answerCheck(byReport, report(page, 'main'))).toMatchObject({
      verdict: 'unknown',
      message: expect.stringContaining('no hash'),
    });
  });

  test('is looked for on later pages', async () => {
    for (let id = 200; id < 330; id += 1)
      forge.state.runs.push(makeRun({ id, repository: REPOSITORY, number: id, commit: OTHER }));
    const answer = await answerCheck(run({ number: 3 }));
    expect(answer.verdict).toBe('pass');
    expect(forge.requests.at(-1)).toContain('page=3');
    expect(await answerCheck(run({ number: 3, commit: COMMIT }))).toMatchObject({ verdict: 'pass' });
    expect(forge.requests.at(-1)).toContain(`head_sha=${COMMIT}&page=1`);
  });
});

describe('a package', () => {
  const A = 'a'.repeat(64);
  const B = 'b'.repeat(64);

  beforeEach(() => {
    forge.state.packages.push(
      {
        owner: 'octo',
        type: 'npm',
        name: '@octo/widget',
        version: '1.2.3',
        files: [{ name: 'w.tgz', sha256: A }],
      },
      { owner: 'octo', type: 'generic', name: 'tool', version: '1', files: [] },
    );
  });

  test('is there or gone, as it has to be', async () => {
    const { answers } = await answerChecks([
      npm({ version: '1.2.3' }),
      npm({}),
      npm({ version: '1.2.4' }),
      npm({ version: '1.2.4', exists: false }),
      npm({ version: '1.2.3', exists: false }),
      npm({ type: 'generic', package: 'tool', version: '1' }),
      npm({ package: 'widget', exists: false }),
      npm({ owner: 'nobody', version: '1.2.3', exists: false }),
      npm({ package: '..', version: '1' }),
    ]);
    expect(verdicts(answers)).toEqual([
      'pass: @octo/widget 1.2.3 (npm) of octo is there',
      'pass: @octo/widget (npm) of octo is there',
      'fail: @octo/widget 1.2.4 (npm) of octo is not there',
      'pass: @octo/widget 1.2.4 (npm) of octo is gone',
      'fail: @octo/widget 1.2.3 (npm) of octo is there',
      'pass: tool 1 (generic) of octo is there',
      'pass: widget (npm) of octo is gone',
      'unknown: the forge shows no packages of nobody: there is no such owner, or whoever asks may not see them',
      'unknown: a name in this check is empty, or is no name',
    ]);
  });

  test('has the same files on two forges, or not', async () => {
    const other = await startForge('old');
    try {
      const file = { name: 'w.tgz', sha256: A };
      other.state.packages.push({
        owner: 'mirror',
        type: 'npm',
        name: '@octo/widget',
        version: '1.2.3',
        files: [file],
      });
      const check = npm({ version: '1.2.3', sameAs: { forge: other.url, owner: 'mirror' } });
      expect(await answerCheck(check)).toMatchObject({ verdict: 'pass' });
      other.state.packages[0]?.files.splice(0, 1, { ...file, sha256: B });
      expect(await answerCheck(check)).toMatchObject({
        verdict: 'fail',
        message: 'not the same on both forges: w.tgz',
      });
      other.state.packages.length = 0;
      expect(await answerCheck(check)).toMatchObject({ verdict: 'unknown' });
      expect(other.faults).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('a token', () => {
  const environment = { FORGE_TOKEN: TOKEN };

  test('that is missing, too weak or not set makes an answer unknown, and says which right it needs', async () => {
    forge.state.tokens = { [TOKEN]: ['read:repository'] };
    const token = { env: 'FORGE_TOKEN' };
    const { answers, run: ran } = await answerChecks(
      [
        runner({}),
        runner({ token, scope: 'instance' }),
        npm({ version: '1', token }),
        runner({ token: { env: 'OTHER_TOKEN' } }),
        run({ number: 1, token }),
      ],
      { environment },
    );
    expect(answers.map(({ verdict, help }) => [verdict, help])).toEqual([
      ['unknown', expect.stringContaining('a token that has the right read:repository')],
      ['unknown', 'Give the token in FORGE_TOKEN the right read:admin.'],
      ['unknown', 'Give the token in FORGE_TOKEN the right read:package.'],
      ['unknown', 'Set it: `export OTHER_TOKEN=…`.'],
      ['fail', expect.any(String)],
    ]);
    expect(forge.authorizations).toContain(`token ${TOKEN}`);
    expect(ran.stdout + ran.stderr).not.toContain(TOKEN);
  });

  test('is not sent before the config is trusted', async () => {
    const { root } = makeChecked([runner({ token: { env: 'FORGE_TOKEN' } }), runner({})]);
    const { answers } = await reviewChecked(root, environment);
    expect(answers.map(({ verdict }) => verdict)).toEqual(['unknown', 'fail']);
    expect(answers[0]?.help).toContain('roadmap trust');
    expect(new Set(forge.authorizations)).toEqual(new Set([null]));
  });
});

test('a forge that is broken, or no forge, is unknown', async () => {
  const { answers: first } = await answerChecks([runner({ flavour: 'github' })]);
  expect(first[0]?.verdict).toBe('unknown');
  forge.faults.length = 0;
  forge.state.broken = 503;
  const { answers } = await answerChecks([runner({}), run({ run: 1 }), npm({ version: '1', exists: false })]);
  expect(answers.map(({ verdict, message }) => [verdict, message.endsWith('answers 503')])).toEqual([
    ['unknown', true],
    ['unknown', true],
    ['unknown', true],
  ]);
});

test('a check that does not say what it means is unknown, and nothing is asked', async () => {
  const { answers } = await answerChecks([
    run({}),
    run({ commit: COMMIT }),
    run({ run: 1, number: 1 }),
    run({ number: 'latest' }),
    run({ run: '../../../admin', commit: COMMIT }),
    { ...runner({}), runner: undefined },
    { ...runner({}), repository: undefined },
    { ...runner({ scope: 'instance' }), repository: undefined },
    { ...runner({ scope: 'organization' }), repository: undefined },
  ]);
  expect(verdicts(answers)).toEqual([
    'unknown: the check names no run: write `run`, `number` or `url`, or `commit` and `workflow`',
    'unknown: the check names no run: write `run`, `number` or `url`, or `commit` and `workflow`',
    'unknown: the check names a run in several ways: keep one of `run`, `number` and `url`',
    'unknown: `number` is no number of a run',
    'unknown: `run` is no number of a run',
    'unknown: the check names no runner',
    'unknown: the check names no `repository`',
    'unknown: the check names no `repository`, whose own runners are not to be taken for those of the instance',
    'unknown: the check names no `organization`, and no `repository` that has an owner',
  ]);
  expect(forge.requests).toEqual([]);
  forge.requests.push('none');
});

test('nothing is asked in an offline review', async () => {
  const { answers } = await answerChecks([runner({}), run({ run: 1 }), npm({})], { args: ['--offline'] });
  expect(answers.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown']);
  expect(forge.requests).toEqual([]);
  forge.requests.push('none');
});

test('a server from before runners and runs is told by its version', async () => {
  const old = await startForge('old');
  try {
    old.state.runs.push(makeRun({ id: 1, repository: REPOSITORY, number: 1, commit: COMMIT }));
    const { answers } = await answerChecks([
      { ...runner({}), forge: old.url },
      { ...runner({ scope: 'instance' }), forge: old.url },
      { ...run({ run: 1 }), forge: old.url },
      { ...run({ url: `${old.url}/octo/widget/actions/runs/1` }), forge: old.url },
      { ...npm({ exists: false }), owner: REPOSITORY.slice(0, 4), forge: old.url },
    ]);
    expect(answers.slice(0, 4).map(({ verdict, message }) => `${verdict}: ${message}`)).toEqual([
      'unknown: this server (1.22.6) has no endpoint for runners',
      'unknown: this server (1.22.6) has no endpoint for runners',
      'unknown: this server (1.22.6) has no endpoint for workflow runs',
      'unknown: this server (1.22.6) has no endpoint for workflow runs',
    ]);
    expect(answers[4]?.verdict).toBe('unknown');
    expect(old.faults).toEqual([]);
    expect((await answerCheck(runner({ repository: 'octo/secret' }))).message).toBe(
      'the forge shows no runners of octo/secret: they are not there, or whoever asks may not see them',
    );
  } finally {
    await old.close();
  }
});

describe('the contract of our own', () => {
  test('is what its script writes', () => {
    const script = join(checkout, 'scripts/write-forge-contract.js');
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
    forge.requests.push('none');
  });

  test.each(['new', 'old'] as const)('is a part of that of a %s Gitea, where that is at hand', (version) => {
    forge.requests.push('none');
    const [own, real] = loadContracts(version);
    if (own === undefined) throw new Error('there is no contract');
    for (const path of ['/repos/{owner}/{repo}/actions/runners', '/repos/{owner}/{repo}/actions/runs'])
      for (const contract of [own, ...(real === undefined ? [] : [real])])
        expect(path in contract.swagger.paths).toBe(version === 'new');
    if (real === undefined) return;
    for (const path of Object.keys(own.swagger.paths)) {
      expect(Object.keys(real.swagger.paths)).toContain(path);
      const named = (contract: typeof own): string[] =>
        (contract.swagger.paths[path]?.['get']?.parameters ?? []).map(
          (one) => `${one.in} ${one.name} ${one.type ?? ''}`,
        );
      expect(named(real)).toEqual(expect.arrayContaining(named(own)));
    }
  });
});
