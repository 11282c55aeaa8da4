import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answerChecks } from './review-checks.ts';
import { type Served, serve } from './serve.ts';

const COMMIT = 'c0ffee'.padEnd(40, '1');
const REPOSITORY = 'octo/widget';

let server: Served;
/** Path with its query → what is answered; all else is 404. */
let answers: Record<string, unknown>;

beforeEach(async () => {
  answers = {};
  server = await serve((request, response) => {
    const body = answers[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body ?? { message: 'Not Found' }));
  });
});

afterEach(async () => {
  await server.close();
});

const verdicts = async (flavour: string, checks: readonly object[]): Promise<string[]> => {
  const common = { flavour, forge: server.url, repository: REPOSITORY };
  const asked = await answerChecks(checks.map((check) => ({ ...common, ...check })));
  return asked.answers.map(
    ({ verdict, message }) => `${verdict}: ${message.replaceAll(server.url, 'FORGE')}`,
  );
};

describe('Forgejo', () => {
  const root = `/api/v1/repos/${REPOSITORY}/actions`;
  const ran = {
    id: 1705,
    index_in_repo: 361,
    workflow_id: 'publish.yml',
    status: 'success',
    commit_sha: COMMIT,
    prettyref: 'main',
    html_url: `https://forge.example.org/${REPOSITORY}/actions/runs/361`,
  };

  test('has names of its own for what a run is', async () => {
    answers[`${root}/runs/1705`] = ran;
    answers[`${root}/runs?page=1&limit=50`] = {
      workflow_runs: [{ ...ran, id: 1706, index_in_repo: 362, status: 'running', html_url: '' }, ran],
      total_count: 2,
    };
    expect(
      await verdicts('forgejo', [
        { kind: 'forge-run', run: 1705, workflow: '.forgejo/workflows/publish.yml' },
        { kind: 'forge-run', url: `${server.url}/${REPOSITORY}/actions/runs/361` },
        { kind: 'forge-run', number: 362 },
      ]),
    ).toEqual([
      'pass: run 361 of publish.yml at c0ffee111111 ended with success',
      'pass: run 361 of publish.yml at c0ffee111111 ended with success',
      'unknown: run 362 has not ended: running',
    ]);
  });

  test('lists runners without a count, says idle and active, and whose they are', async () => {
    const runner = { id: 1, name: 'deploy', status: 'idle', labels: ['linux'], owner_id: 0, repo_id: 0 };
    answers['/api/v1/admin/actions/runners'] = [
      runner,
      { ...runner, id: 2, name: 'own', status: 'active', repo_id: 7 },
    ];
    expect(
      await verdicts('forgejo', [
        { kind: 'forge-runner', scope: 'instance', runner: 'deploy', status: 'idle', labels: ['linux'] },
        { kind: 'forge-runner', scope: 'instance', runner: 'own' },
      ]),
    ).toEqual([
      'pass: runner deploy is as it has to be, for the instance',
      'fail: runner own is not for the whole instance: it is of one owner',
    ]);
  });
});

describe('GitHub', () => {
  const root = `/api/v3/repos/${REPOSITORY}/actions`;
  const ran = {
    id: 90614182,
    run_number: 157,
    head_sha: COMMIT,
    path: '.github/workflows/publish.yml',
    status: 'completed',
    conclusion: 'success',
    html_url: `https://github.example.org/${REPOSITORY}/actions/runs/90614182`,
  };

  test('has runs, whose pages are called by their ids, and runners', async () => {
    answers[`${root}/runs/90614182`] = ran;
    answers[`${root}/runs?head_sha=${COMMIT}&page=1&per_page=50`] = { total_count: 1, workflow_runs: [ran] };
    answers[`${root}/runners`] = {
      total_count: 1,
      runners: [
        { id: 23, name: 'deploy', os: 'linux', status: 'online', busy: true, labels: [{ name: 'linux' }] },
      ],
    };
    expect(
      await verdicts('github', [
        { kind: 'forge-run', url: `${server.url}/${REPOSITORY}/actions/runs/90614182` },
        { kind: 'forge-run', commit: COMMIT, workflow: '.github/workflows/publish.yml' },
        { kind: 'forge-run', commit: COMMIT, workflow: '.gitea/workflows/publish.yml' },
        { kind: 'forge-runner', scope: 'repository', runner: 'deploy', status: 'active' },
        { kind: 'forge-runner', scope: 'instance', runner: 'deploy' },
        { kind: 'forge-runner', scope: 'organization', runner: 'deploy' },
      ]),
    ).toEqual([
      'pass: run 157 of .github/workflows/publish.yml at c0ffee111111 ended with success',
      'pass: run 157 of .github/workflows/publish.yml at c0ffee111111 ended with success',
      `fail: FORGE${root}/runs?… has no run of that workflow at that commit`,
      'pass: runner deploy is as it has to be, for the repository',
      'unknown: GitHub has no runners of the scope instance',
      'unknown: the forge shows no runners of octo: they are not there, or whoever asks may not see them',
    ]);
  });
});

test('a forge that does not describe itself is asked for its version, and may be too old', async () => {
  answers['/api/v1/version'] = { version: '1.21.0' };
  expect(await verdicts('gitea', [{ kind: 'forge-run', number: 1 }])).toEqual([
    'unknown: this server (1.21.0) may have no endpoint for workflow runs, or may not show those of octo/widget',
  ]);
});
