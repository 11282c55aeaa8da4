import { createHash } from 'node:crypto';
import type { ForgeVersion } from './contract.ts';
import type { ForgeState, StandInPackage, StandInRun, StandInRunner } from './forge-state.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface World {
  readonly version: ForgeVersion;
  readonly url: string;
  readonly state: ForgeState;
}

const VERSIONS = { new: '1.26.0', old: '1.22.6' };
const USUAL_PAGE = 30;
const LONGEST_PAGE = 50;

const NOT_FOUND: Answer = { status: 404, body: { message: "The target couldn't be found." } };

/** What a Gitea of that version answers to a GET, made from its state. */
export function answerForge(world: World, asked: URL, authorization: string | undefined): Answer {
  const { state, version } = world;
  if (state.broken !== null) return { status: state.broken, body: { message: 'broken' } };
  const steps = asked.pathname
    .replace(/^\/api\/v1\//, '')
    .split('/')
    .map(decodeURIComponent);
  if (steps[0] === 'version') return { status: 200, body: { version: VERSIONS[version] } };
  const needed = findRight(steps);
  const refusal = refuse(state, needed, authorization);
  if (refusal !== null) return refusal;
  if (steps[0] === 'packages') return answerPackages(world, steps.slice(1), asked);
  const at = steps.indexOf('actions');
  const what = steps[at + 1];
  if (at < 0 || !isThere(state, steps.slice(0, at))) return NOT_FOUND;
  if (what === 'tasks') return answerTasks(world, steps.slice(1, at).join('/'));
  if (version === 'old') return NOT_FOUND;
  if (what === 'runners') return answerRunners(world, steps.slice(0, at), steps[at + 2]);
  if (what === 'runs') return answerRuns(world, steps.slice(1, at).join('/'), steps[at + 2], asked);
  return NOT_FOUND;
}

function findRight([first]: readonly string[]): string {
  if (first === 'admin') return 'read:admin';
  if (first === 'orgs') return 'read:organization';
  if (first === 'user') return 'read:user';
  return first === 'packages' ? 'read:package' : 'read:repository';
}

function refuse({ tokens }: ForgeState, right: string, authorization = ''): Answer | null {
  if (tokens === null) return null;
  const rights = tokens[/^(?:token|Bearer) (.+)$/.exec(authorization)?.[1] ?? ''];
  if (rights === undefined) return { status: 401, body: { message: 'token is required' } };
  return rights.includes(right) ? null : { status: 403, body: { message: `token lacks ${right}` } };
}

function isThere(state: ForgeState, [kind, owner, repository]: readonly string[]): boolean {
  if (kind === 'admin' || kind === 'user') return true;
  if (kind === 'orgs') return state.organizations.includes(owner ?? '');
  const name = `${owner ?? ''}/${repository ?? ''}`;
  return (
    state.owners.includes(name) ||
    state.runs.some((run) => run.repository === name) ||
    state.runners.some(({ scope }) => scope.of === 'repository' && scope.owner === name)
  );
}

/** The list of the instance has the runners of every scope, as Gitea has it. */
function answerRunners(
  { state }: World,
  [kind, ...owner]: readonly string[],
  id: string | undefined,
): Answer {
  const of = { admin: 'instance', orgs: 'organization', user: 'user', repos: 'repository' }[kind ?? ''];
  const runners = state.runners.filter(
    ({ scope }) =>
      kind === 'admin' ||
      (scope.of === of && (kind === 'user' || (scope.of !== 'instance' && scope.owner === owner.join('/')))),
  );
  if (id !== undefined) {
    const runner = runners.find((one) => String(one.id) === id);
    return runner === undefined ? NOT_FOUND : { status: 200, body: describeRunner(runner) };
  }
  return {
    status: 200,
    body: { runners: runners.slice(0, USUAL_PAGE).map(describeRunner), total_count: runners.length },
  };
}

function describeRunner({ id, name, status, busy, disabled, labels }: StandInRunner): object {
  return {
    id,
    name,
    status,
    busy,
    disabled,
    ephemeral: false,
    labels: labels.map((label, at) => ({ id: at + 1, name: label, type: 'custom' })),
  };
}

function answerRuns(world: World, repository: string, id: string | undefined, { searchParams }: URL): Answer {
  const wanted = searchParams.get('head_sha');
  const runs = world.state.runs
    .filter((run) => run.repository === repository && (wanted === null || run.commit === wanted))
    .sort((a, b) => b.id - a.id);
  if (id !== undefined) {
    const run = runs.find((one) => String(one.id) === id);
    return run === undefined ? NOT_FOUND : { status: 200, body: describeRun(world, run) };
  }
  const page = takePage(runs, searchParams);
  return {
    status: 200,
    body: { workflow_runs: page.map((run) => describeRun(world, run)), total_count: runs.length },
  };
}

function takePage<One>(all: readonly One[], query: URLSearchParams): readonly One[] {
  const size = Math.min(Number(query.get('limit') ?? USUAL_PAGE), LONGEST_PAGE);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return all.slice(start, start + size);
}

function describeRun({ url }: World, run: StandInRun): object {
  return {
    id: run.id,
    run_number: run.number,
    run_attempt: 1,
    head_sha: run.commit,
    head_branch: 'main',
    event: 'push',
    path: `${run.workflow}@refs/heads/main`,
    display_title: 'Publish',
    status: run.status,
    conclusion: run.conclusion,
    url: `${url}/api/v1/repos/${run.repository}/actions/runs/${run.id}`,
    html_url: `${url}/${run.repository}/actions/runs/${run.number}`,
  };
}

function answerTasks({ state }: World, repository: string): Answer {
  const runs = state.runs.filter((run) => run.repository === repository);
  const tasks = runs.map((run) => ({
    id: run.id,
    run_number: run.number,
    head_sha: run.commit,
    name: 'publish',
    status: run.conclusion === '' ? 'running' : run.conclusion,
    workflow_id: run.workflow,
  }));
  return { status: 200, body: { workflow_runs: tasks, total_count: tasks.length } };
}

function answerPackages({ state, url }: World, steps: readonly string[], { searchParams }: URL): Answer {
  const [owner = '', type, name, version, files] = steps;
  const owned = state.packages.filter((one) => one.owner === owner);
  if (type === undefined) {
    if (owned.length === 0 && ![...state.owners, ...state.organizations].includes(owner)) return NOT_FOUND;
    const query = (searchParams.get('q') ?? '').toLowerCase();
    const found = owned.filter(
      (one) => one.type === (searchParams.get('type') ?? one.type) && one.name.toLowerCase().includes(query),
    );
    return { status: 200, body: takePage(found, searchParams).map((one) => describePackage(url, one)) };
  }
  const found = owned.find((one) => one.type === type && one.name === name && one.version === version);
  if (found === undefined) return NOT_FOUND;
  return { status: 200, body: files === 'files' ? describeFiles(found) : describePackage(url, found) };
}

function describePackage(url: string, { owner, type, name, version }: StandInPackage): object {
  const path = [owner, '-', 'packages', type, name, version].map(encodeURIComponent).join('/');
  return { id: 1, type, name, version, html_url: `${url}/${path}` };
}

function describeFiles({ files }: StandInPackage): object[] {
  const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
  return files.map(({ name, sha256 }, at) => ({
    id: at + 1,
    name,
    md5: hash('md5', sha256),
    sha1: hash('sha1', sha256),
    sha256,
    sha512: hash('sha512', sha256),
  }));
}
