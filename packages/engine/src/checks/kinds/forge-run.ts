import { nameSome } from '@roadmap-as-code/core';
import type { Check, CheckResult } from '@roadmap-as-code/core/checks';
import { findCommit } from '../../git/find-commit.ts';
import { type CheckKind, unknown } from '../check-kind.ts';
import { type FoundRun, findRun, isWorkflow, type RunWanted } from '../forge/find-run.ts';
import { findRoot, openForge } from '../forge/forge-api.ts';
import { listSent, needsOfToken } from '../http/token-needs.ts';

type RunCheck = Extract<Check, { kind: 'forge-run' }>;

/** A run of a workflow on a forge: how it ended, at which commit, of which file. */
export const forgeRun: CheckKind<'forge-run'> = {
  kind: 'forge-run',
  needs: needsOfToken,
  tokens: (check) => listSent(findRoot(check), check.token),
  describe: ({ repository, run, number, workflow, url }) =>
    `${workflow ?? `run ${run ?? number ?? url ?? ''}`.trim()} of ${repository}`,
  run: async (check, { repository, signal }) => {
    const commit = check.commit?.trim().toLowerCase();
    if (commit !== undefined && !/^[0-9a-f]{7,64}$/.test(commit))
      return unknown('`commit` is no hash of at least 7 letters', 'Correct it, or the report.');
    const wanted = chooseRun(check, commit);
    if (typeof wanted === 'string') return unknown(wanted, 'Correct the check, or the report.');
    const isWhole = commit?.length === 40 || commit?.length === 64;
    const whole =
      commit === undefined || isWhole ? (commit ?? null) : await findCommit(repository.root, commit);
    const api = openForge(check, signal);
    const found = await findRun(api, check, wanted, whole);
    if (found.kind === 'unknown') return found.result;
    return found.kind === 'none' ? sayNone(wanted, found.place) : judge(check, found, commit, api.show);
  },
};

/** @returns a message where the check does not say which run it means */
function chooseRun(check: RunCheck, commit: string | undefined): RunWanted | string {
  const { run, number, url, workflow } = check;
  const count = [run, number, url].filter((one) => one !== undefined).length;
  if (count > 1) return 'the check names a run in several ways: keep one of `run`, `number` and `url`';
  for (const [name, value] of Object.entries({ run, number }))
    if (value !== undefined && !/^[1-9]\d{0,15}$/.test(String(value)))
      return `\`${name}\` is no number of a run`;
  if (run !== undefined) return { by: 'id', id: String(run) };
  if (number !== undefined) return { by: 'number', number: String(number) };
  if (url !== undefined) return takeApart(url, check);
  if (commit === undefined || workflow === undefined)
    return 'the check names no run: write `run`, `number` or `url`, or `commit` and `workflow`';
  return { by: 'commit', commit, workflow };
}

/** The page of a run must be of the forge and the repository that the check names: a report is not believed. */
function takeApart(url: string, { forge, repository }: RunCheck): RunWanted | string {
  let page: URL;
  try {
    page = new URL(url.trim());
  } catch {
    return '`url` is no address';
  }
  const home = new URL(forge);
  const root = home.pathname.replace(/\/+$/, '');
  if (page.origin !== home.origin || !page.pathname.startsWith(`${root}/`))
    return `\`url\` is an address of ${page.host}, not of the forge at ${forge}`;
  const path = page.pathname.slice(root.length);
  const { owner, number } =
    /^\/(?<owner>[^/]+\/[^/]+)\/actions\/runs\/(?<number>[1-9]\d{0,15})(?:\/|$)/.exec(path)?.groups ?? {};
  if (owner === undefined || number === undefined) return '`url` is no page of a run: …/actions/runs/…';
  if (owner.toLowerCase() !== repository.toLowerCase())
    return `\`url\` is a page of ${owner}, not of ${repository}`;
  return { by: 'page', path: `/${owner}/actions/runs/${number}`, number };
}

function sayNone(wanted: RunWanted, place: string): CheckResult {
  const what = {
    id: 'such run',
    number: 'run of that number',
    page: 'run of that page',
    commit: 'run of that workflow at that commit',
  }[wanted.by];
  return {
    verdict: 'fail',
    message: `${place} has no ${what}`,
    help: 'Let the workflow run, and see that the report names that run.',
    seen: [{ place, found: `no ${what}` }],
  };
}

const SHORT = 12;

function judge(
  { status = 'success', workflow }: RunCheck,
  { run, place }: Extract<FoundRun, { kind: 'found' }>,
  commit: string | undefined,
  show: (text: string) => string,
): CheckResult {
  const who = `run ${run.number}`;
  const outcome = run.outcome ?? run.status;
  const ran = `of ${show(run.workflow)} at ${show(run.commit.slice(0, SHORT))}`;
  const seen = [{ place, found: show(`${who} (${run.id}) ${ran}: ${outcome}`) }];
  const faults = [
    ...(commit === undefined || run.commit.startsWith(commit)
      ? []
      : [`it ran at ${show(run.commit.slice(0, SHORT))}, not at ${commit.slice(0, SHORT)}`]),
    ...(workflow === undefined || isWorkflow(run.workflow, workflow)
      ? []
      : [`it is of ${show(run.workflow)}, not of ${workflow}`]),
    ...(run.outcome === null || run.outcome === status
      ? []
      : [`it ended with ${show(run.outcome)}, not with ${status}`]),
  ];
  if (faults.length > 0)
    return {
      verdict: 'fail',
      message: `${who}: ${nameSome(faults)}`,
      help: 'See its page on the forge, mend what failed, and name the run that shows it.',
      seen,
    };
  if (run.outcome === null)
    return unknown(`${who} has not ended: ${show(run.status)}`, 'Wait for it, and run this again.', seen);
  return { verdict: 'pass', message: `${who} ${ran} ended with ${status}`, help: null, seen };
}
