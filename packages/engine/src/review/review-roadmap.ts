import type { Config, ReviewedItem, ReviewItem, ReviewReport, Verdict } from '@roadmap-as-code/core';
import { listTasks } from '@roadmap-as-code/core';
import { type Check, combineVerdicts, findDefaultChecks, suggestCheck } from '@roadmap-as-code/core/checks';
import { type AskedCheck, type CheckOptions, runChecks } from '../checks/run-checks.ts';
import { withInterruption } from '../files/temporary-folder.ts';
import { requireHead } from '../git/commit/require-head.ts';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { refuseUntrusted } from '../trust/trust-config.ts';

export interface ReviewRequest {
  /** Ids of the items that are meant; empty for all. */
  readonly items: readonly string[];
  /** Leaves out what needs a network. */
  readonly isOffline: boolean;
  /** Told as each check begins and ends. */
  readonly onProgress: CheckOptions['onProgress'];
}

/** Milliseconds that a check may take where the config says nothing else. */
const USUAL_WAIT = 30_000;
const MOST_AT_ONCE = 8;

/** Something that checks can be behind. */
interface Subject {
  readonly id: string;
  readonly isReviewItem: boolean;
  readonly title: string;
  readonly state: string;
  readonly line: number;
  readonly checks: readonly Check[];
  /** The kind of check that would answer it, where there is none. */
  readonly hint: string | null;
}

/** Answers the items of a review by their checks, and those that the config puts none behind by what the document shows. */
export async function reviewRoadmap(
  repository: Repository,
  config: Config | null,
  roadmap: LoadedRoadmap,
  request: ReviewRequest,
): Promise<ReviewReport> {
  const subjects = chooseSubjects(roadmap, request.items);
  const { commit } = await requireHead(repository.root);
  const asked = subjects.flatMap(({ id, checks }) =>
    checks.map((check): AskedCheck => ({ item: id, check })),
  );
  const refuse = await refuseUntrusted(repository, config);
  const results = await withInterruption((stop) =>
    runChecks(
      asked,
      { repository, roadmap, config, commit },
      {
        refuse: (need) => (need === 'network' && request.isOffline ? OFFLINE : refuse(need)),
        stop,
        wait: USUAL_WAIT,
        mostAtOnce: MOST_AT_ONCE,
        onProgress: request.onProgress,
      },
    ),
  );
  const items = subjects.map((subject) =>
    describeItem(
      subject,
      results.filter((_result, at) => asked[at]?.item === subject.id),
    ),
  );
  const count = (verdict: Verdict): number => items.filter((item) => item.verdict === verdict).length;
  return {
    schemaVersion: 1,
    file: roadmap.graph.path,
    commit,
    items,
    summary: { pass: count('pass'), fail: count('fail'), unknown: count('unknown'), person: count('person') },
  };
}

const OFFLINE = {
  message: 'it needs a network, and this is an offline review',
  help: 'Leave --offline out.',
};

function chooseSubjects(roadmap: LoadedRoadmap, ids: readonly string[]): Subject[] {
  const all = listSubjects(roadmap);
  if (ids.length === 0) return all;
  return ids.map((id) => {
    const found = all.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new InputError(
      `${id}: there is no such review item, and no check behind a task of that id`,
      '`roadmap review` lists them.',
    );
  });
}

/** The review items in their order, each with its requirements that have checks, then tasks that have some. */
function listSubjects({ graph, config }: LoadedRoadmap): Subject[] {
  const configured = (id: string): readonly Check[] => (config?.checks?.[id] ?? []) as readonly Check[];
  const items = graph.review.flatMap((item): Subject[] => {
    const parts = item.requirements.map((one, at) => ({ ...one, id: `${item.id}.${at + 1}` }));
    const behind = parts.filter(({ id }) => configured(id).length > 0);
    const own = configured(item.id);
    const checks = own.length > 0 || behind.length > 0 ? own : findDefaultChecks(graph, item);
    return [describeSubject(item, checks.concat(behind.flatMap(({ id }) => [...configured(id)])))];
  });
  const tasks = listTasks(graph)
    .filter(({ id }) => configured(id).length > 0)
    .map(
      ({ id, title, state, line }): Subject => ({
        id,
        isReviewItem: false,
        title,
        state,
        line,
        checks: configured(id),
        hint: null,
      }),
    );
  return [...items, ...tasks];
}

function describeSubject(item: ReviewItem, checks: readonly Check[]): Subject {
  const { id, title, state, line } = item;
  return {
    id,
    isReviewItem: true,
    title,
    state,
    line,
    checks,
    hint: checks.length > 0 ? null : suggestCheck(item),
  };
}

function describeItem(
  { checks: _checks, hint, ...subject }: Subject,
  checks: ReviewedItem['checks'],
): ReviewedItem {
  if (checks.length === 0)
    return {
      ...subject,
      verdict: 'person',
      message: 'nothing is behind it that could answer it',
      help:
        hint === null
          ? `See for yourself, then tick it: \`roadmap review --tick ${subject.id} --by "Name"\`.`
          : `A check of the kind \`${hint}\` could answer it: put it into roadmap.yaml, under \`checks: {${subject.id}: …}\`.`,
      checks,
    };
  const verdict = combineVerdicts(checks.map((one) => one.verdict));
  const worst = checks.filter((one) => one.verdict === verdict);
  return {
    ...subject,
    verdict,
    message: worst.map(({ message }) => message).join('; '),
    help: worst.find(({ help }) => help !== null)?.help ?? null,
    checks,
  };
}
