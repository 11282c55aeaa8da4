import type { Check, CheckResult } from '@roadmap-as-code/core/checks';
import { unknown } from '../check-kind.ts';
import { explainAbsence } from './explain-absence.ts';
import { type ForgeApi, sayOtherShape } from './forge-api.ts';
import { type ForgeRun, readRun, readRunList } from './read-runs.ts';

type RunCheck = Extract<Check, { kind: 'forge-run' }>;

/** The run that is meant, and who told of it; or why there is none. */
export type FoundRun =
  | { readonly kind: 'found'; readonly run: ForgeRun; readonly place: string }
  | { readonly kind: 'none'; readonly place: string }
  | { readonly kind: 'unknown'; readonly result: CheckResult };

/** How a check says which run it means. */
export type RunWanted =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'number'; readonly number: string }
  /** @param path of its page: owner, repository, `actions`, `runs` and a number, which is that of the run or its id */
  | { readonly by: 'page'; readonly path: string; readonly number: string }
  /** The newest of a workflow at a commit. */
  | { readonly by: 'commit'; readonly commit: string; readonly workflow: string };

const PAGE_SIZE = 50;
const MOST_PAGES = 10;

/**
 * @param commit full hash of the commit that the run must have been at, where that is known: it is looked for there first
 */
export async function findRun(
  api: ForgeApi,
  { repository }: Pick<RunCheck, 'repository'>,
  wanted: RunWanted,
  commit: string | null,
): Promise<FoundRun> {
  if (wanted.by === 'id' || wanted.by === 'page') {
    const number = wanted.by === 'id' ? wanted.id : wanted.number;
    const one = await askForRun(api, repository, number);
    // The number of a page is the id of the run in some versions, and its number in the repository in others.
    if (one.kind === 'unknown' || (one.kind === 'found' && isMeant(one.run, wanted))) return one;
  }
  if (wanted.by === 'id' || commit === null) return searchRuns(api, repository, wanted, null);
  const there = await searchRuns(api, repository, wanted, commit);
  // The run may have been at another commit, which is worth saying.
  return there.kind === 'none' && wanted.by !== 'commit' ? searchRuns(api, repository, wanted, null) : there;
}

async function askForRun(api: ForgeApi, repository: string, id: string): Promise<FoundRun> {
  const told = await api.ask({ path: [...listSteps(repository), id], right: nameRight(api) });
  if (told.kind === 'unknown') return told;
  if (told.kind === 'absent') return { kind: 'none', place: told.place };
  const run = readRun(told.value);
  return run === null
    ? { kind: 'unknown', result: sayOtherShape(told.place) }
    : { kind: 'found', run, place: told.place };
}

async function searchRuns(
  api: ForgeApi,
  repository: string,
  wanted: RunWanted,
  commit: string | null,
): Promise<FoundRun> {
  const size = api.flavour === 'github' ? { per_page: PAGE_SIZE } : { limit: PAGE_SIZE };
  let heard = 0;
  let place = '';
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const told = await api.ask({
      path: listSteps(repository),
      query: { ...(commit === null ? {} : { head_sha: commit }), page, ...size },
      right: nameRight(api),
    });
    if (told.kind === 'unknown') return told;
    if (told.kind === 'absent')
      return {
        kind: 'unknown',
        result: await explainAbsence(api, {
          endpoint: '/repos/{owner}/{repo}/actions/runs',
          noun: 'workflow runs',
          owner: repository,
        }),
      };
    const list = readRunList(told.value);
    if (list === null) return { kind: 'unknown', result: sayOtherShape(told.place) };
    place = told.place;
    const [run] = list.runs.filter((one) => isMeant(one, wanted)).sort((a, b) => b.id - a.id);
    if (run !== undefined) return { kind: 'found', run, place };
    heard += list.runs.length;
    if (list.runs.length === 0 || heard >= list.total) return { kind: 'none', place };
  }
  return {
    kind: 'unknown',
    result: unknown(
      `the run is not among the newest ${heard} of ${place}`,
      'Name it by its id: `run`; or name the commit that it ran at.',
    ),
  };
}

function listSteps(repository: string): string[] {
  return ['repos', ...repository.split('/'), 'actions', 'runs'];
}

function nameRight({ flavour }: ForgeApi): string {
  return flavour === 'github' ? 'actions: read' : 'read:repository';
}

function isMeant(run: ForgeRun, wanted: RunWanted): boolean {
  switch (wanted.by) {
    case 'id':
      return String(run.id) === wanted.id;
    case 'number':
      return String(run.number) === wanted.number;
    case 'page':
      // A forge may call itself by another host than it is asked at: the path is its own.
      return run.page === ''
        ? String(run.number) === wanted.number
        : run.page.toLowerCase().endsWith(wanted.path.toLowerCase());
    case 'commit':
      return run.commit.startsWith(wanted.commit) && isWorkflow(run.workflow, wanted.workflow);
  }
}

/** A name alone is that of a file in any folder. */
export function isWorkflow(has: string, wanted: string): boolean {
  const plain = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return has.includes('/') && wanted.includes('/') ? has === wanted : plain(has) === plain(wanted);
}
