import { expect, test } from '@jest/globals';
import { type Contract, loadContracts } from './contract.ts';
import { makeRun, makeRunner } from './forge-state.ts';
import { startForge } from './start-forge.ts';

const BASE = 'http://forge.example.org/api/v1';
const LIST = `${BASE}/repos/octo/widget/actions/runs`;

const requests: [path: string, says: string | null][] = [
  [`${LIST}?page=1&limit=50&head_sha=abc`, null],
  [`${LIST}/7`, null],
  [`${BASE}/packages/octo/npm/%40octo%2Fwidget/1.0.0`, null],
  [`${LIST}?sha=abc`, 'there is no parameter sha'],
  [`${LIST}?page=two`, 'page is two, and no integer'],
  [`${LIST}/seven`, 'run is seven, and no integer'],
  [`${BASE}/repos/octo/widget/actions/walks`, 'is no endpoint'],
  ['http://forge.example.org/repos/octo/widget/actions/runs', 'is no endpoint'],
];

const answers: [body: unknown, says: string | null][] = [
  [{ total_count: 1, workflow_runs: [{ id: 1, head_sha: 'abc', status: 'completed' }] }, null],
  [{ total_count: 1, runs: [] }, 'additional properties'],
  [{ total_count: '1', workflow_runs: [] }, 'must be integer'],
  [{ total_count: 1, workflow_runs: [{ commit_sha: 'abc' }] }, 'additional properties'],
  [{ total_count: 1, workflow_runs: [{ id: 'one' }] }, 'must be integer'],
  [[], 'must be object'],
];

/** Both, where Gitea's own is at hand: what they find must be the same. */
const contracts: Contract[] = loadContracts('new');

test.each(requests)('%s is held to the contract', (path, says) => {
  for (const contract of contracts) {
    const faults = contract.listRequestFaults('GET', new URL(path));
    expect(faults).toEqual(says === null ? [] : [expect.stringContaining(says)]);
  }
});

test.each(answers)('an answer of %j is held to the contract', (body, says) => {
  for (const contract of contracts) {
    const faults = contract.listAnswerFaults('GET', new URL(LIST), 200, body);
    expect(faults).toEqual(says === null ? [] : [expect.stringContaining(says)]);
  }
});

test('the stand-in tells what does not keep to it', async () => {
  const forge = await startForge('new');
  try {
    forge.state.runs.push(makeRun({ id: 1, repository: 'octo/widget', number: 1, commit: 'abc' }));
    await fetch(`${forge.url}/api/v1/repos/octo/widget/actions/runs?limit=1`);
    expect(forge.faults).toEqual([]);
    await fetch(`${forge.url}/api/v1/repos/octo/widget/actions/runs?sha=abc`);
    expect(forge.faults.length).toBeGreaterThan(0);
    forge.faults.length = 0;
    const scope = { of: 'repository', owner: 'octo/widget' } as const;
    forge.state.runners.push(makeRunner({ id: 1.5, name: 'deploy', scope }));
    await fetch(`${forge.url}/api/v1/repos/octo/widget/actions/runners`);
    expect(forge.faults.length).toBeGreaterThan(0);
  } finally {
    await forge.close();
  }
});
