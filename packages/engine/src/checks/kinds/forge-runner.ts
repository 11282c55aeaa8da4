import { nameSome } from '@roadmap-as-code/core';
import type { Check, CheckResult, Sight } from '@roadmap-as-code/core/checks';
import { type CheckKind, unknown } from '../check-kind.ts';
import { explainAbsence } from '../forge/explain-absence.ts';
import { type ForgeApi, findRoot, openForge, sayOtherShape } from '../forge/forge-api.ts';
import { type Runner, readRunner, readRunnerList } from '../forge/read-runners.ts';
import { chooseScope, type RunnerScope } from '../forge/runner-scope.ts';
import { listSent, needsOfToken } from '../http/token-needs.ts';

type RunnerCheck = Extract<Check, { kind: 'forge-runner' }>;

/** A runner of a forge: whether it is there for a scope, online or idle, with its labels. */
export const forgeRunner: CheckKind<'forge-runner'> = {
  kind: 'forge-runner',
  needs: needsOfToken,
  tokens: (check) => listSent(findRoot(check), check.token),
  describe: (check) => `${nameRunner(check)} on ${check.forge}`,
  run: async (check, { signal }) => {
    const scope = chooseScope(check);
    if (typeof scope === 'string') return unknown(scope, 'Write it into the check.');
    const api = openForge(check, signal);
    const found = await findRunners(api, scope, check);
    if ('verdict' in found) return found;
    const narrower = await findNarrower(api, check, found.runners);
    return 'verdict' in narrower ? narrower : judge(check, found, narrower, api.show);
  },
};

function nameRunner({ runner, id }: RunnerCheck): string {
  return runner === undefined ? `runner ${id ?? ''}` : `runner ${runner}`;
}

interface Found {
  readonly runners: readonly Runner[];
  readonly place: string;
}

/** The runners of the scope that are meant; several may have one name. */
async function findRunners(
  api: ForgeApi,
  scope: RunnerScope,
  check: RunnerCheck,
): Promise<Found | CheckResult> {
  if (check.runner === undefined && check.id === undefined)
    return unknown('the check names no runner', 'Write `runner` or `id` into it.');
  const told = await api.ask({ path: scope.path, right: scope.right });
  if (told.kind === 'unknown') return told.result;
  if (told.kind === 'absent') return explainAbsence(api, { ...scope, noun: 'runners' });
  const list = readRunnerList(told.value, api.flavour);
  if (list === null) return sayOtherShape(told.place);
  const isMeant = ({ id, name }: Runner): boolean =>
    check.id === undefined ? name === check.runner : id === check.id;
  const runners = list.runners.filter(isMeant);
  if (runners.length > 0 || list.isWhole) return { runners, place: told.place };
  if (check.id !== undefined) return findById(api, scope, check.id);
  return unknown(
    `${told.place} tells of ${list.runners.length} runners, and not of all; ${nameRunner(check)} is not among them`,
    'Write the `id` of the runner instead of what it is called.',
  );
}

async function findById(api: ForgeApi, scope: RunnerScope, id: number): Promise<Found | CheckResult> {
  const told = await api.ask({ path: [...scope.path, id], right: scope.right });
  if (told.kind === 'unknown') return told.result;
  if (told.kind === 'absent') return { runners: [], place: told.place };
  const runner = readRunner(told.value);
  return runner === null || runner.id !== id
    ? sayOtherShape(told.place)
    : { runners: [runner], place: told.place };
}

/** Runners that are for less than the scope says, by their ids, each with whose it is. */
type Narrower = ReadonlyMap<number, string>;

/**
 * The list of an instance has the runners of every scope, and Gitea does not say whose each is: they are looked for among
 * those of the repository and of its owner.
 */
async function findNarrower(
  api: ForgeApi,
  { scope: wanted, repository }: RunnerCheck,
  runners: readonly Runner[],
): Promise<Narrower | CheckResult> {
  const narrower = new Map<number, string>(
    runners.filter(({ isShared }) => isShared === false).map(({ id }) => [id, 'one owner']),
  );
  const open = runners.filter(({ isShared }) => isShared === null);
  if (wanted !== 'instance' || open.length === 0) return wanted === 'instance' ? narrower : new Map();
  for (const name of ['repository', 'organization', 'user'] as const) {
    const scope = chooseScope({ scope: name, ...(repository === undefined ? {} : { repository }) });
    if (typeof scope === 'string') return unknown(scope, 'Write it into the check.');
    const owned = await listOwned(api, scope, open);
    if (owned === 'no organization') continue;
    if ('verdict' in owned) return owned;
    for (const { id } of owned) narrower.set(id, scope.owner ?? 'one user');
    if (name === 'organization') break;
  }
  return narrower;
}

/** Those of the runners that a scope has. */
async function listOwned(
  api: ForgeApi,
  scope: RunnerScope,
  runners: readonly Runner[],
): Promise<readonly Runner[] | 'no organization' | CheckResult> {
  const told = await api.ask({ path: scope.path, right: scope.right });
  if (told.kind === 'unknown') return told.result;
  if (told.kind === 'absent')
    return scope.name === 'organization'
      ? 'no organization'
      : explainAbsence(api, { ...scope, noun: 'runners' });
  const list = readRunnerList(told.value, api.flavour);
  if (list === null) return sayOtherShape(told.place);
  if (list.isWhole) return runners.filter(({ id }) => list.runners.some((one) => one.id === id));
  const owned: Runner[] = [];
  for (const runner of runners) {
    const one = await api.ask({ path: [...scope.path, runner.id], right: scope.right });
    if (one.kind === 'unknown') return one.result;
    if (one.kind === 'told') owned.push(runner);
  }
  return owned;
}

function judge(
  check: RunnerCheck,
  { runners, place }: Found,
  narrower: Narrower,
  show: (text: string) => string,
): CheckResult {
  const seen = runners.map((runner): Sight => ({ place, found: show(describeRunner(runner)) }));
  const who = nameRunner(check);
  if (runners.length === 0)
    return {
      verdict: 'fail',
      message: `${place} has no ${who}`,
      help: `Register it for this scope: ${check.scope}.`,
      seen: [{ place, found: `no ${who}` }],
    };
  const rest = runners.filter(({ id }) => !narrower.has(id));
  if (rest.length === 0)
    return {
      verdict: 'fail',
      message: `${who} is not for the whole instance: it is of ${[...narrower.values()][0] ?? ''}`,
      help: 'Register it anew, with a registration token of the instance.',
      seen,
    };
  const faults = rest.map((runner) => listFaults(check, runner));
  const best = faults.find((list) => list.length === 0);
  if (best !== undefined)
    return {
      verdict: 'pass',
      message: `${who} is as it has to be, for the ${check.scope}`,
      help: null,
      seen,
    };
  return {
    verdict: 'fail',
    message: `${who}: ${show(nameSome(faults[0] ?? []))}`,
    help: 'See to the runner: its service, its labels, its page on the forge.',
    seen,
  };
}

function describeRunner({ id, name, state, isDisabled, labels }: Runner): string {
  const off = isDisabled ? ', disabled' : '';
  return `${name} (${id}) ${state}${off}, labels ${labels.length === 0 ? 'none' : labels.join(', ')}`;
}

function listFaults({ status = 'online', labels = [] }: RunnerCheck, runner: Runner): string[] {
  const isRight = status === 'online' ? runner.state !== 'offline' : runner.state === status;
  return [
    ...(isRight ? [] : [`it is ${runner.state}, not ${status}`]),
    ...(runner.isDisabled && status !== 'offline' ? ['it is disabled'] : []),
    ...labels.filter((label) => !runner.labels.includes(label)).map((label) => `it lacks the label ${label}`),
  ];
}
