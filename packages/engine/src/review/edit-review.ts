import {
  decodeSource,
  isSource,
  noFacts,
  type ReviewEdit,
  type ReviewProblem,
  type ReviewReport,
} from '@roadmap-as-code/core';
import { itsChecks, planReviewEdit, type ReviewChange } from '@roadmap-as-code/core/review-edit';
import { rules, runRules } from '@roadmap-as-code/core/rules';
import { listDiff } from '@roadmap-as-code/core/transition';
import { commitEdit } from '../git/commit/commit-edit.ts';
import type { Repository } from '../git/find-repository.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import { listTickers } from '../lookups/look-up-review.ts';
import { LONGEST_SUBJECT } from '../transition/describe-commit.ts';
import { replaceFile } from '../transition/replace-file.ts';
import { reviewTrailer } from '../transition/trailers.ts';

/** What somebody says of a review. */
export type ReviewAnswer =
  | { readonly kind: 'tick'; readonly items: readonly string[]; readonly by: string }
  /** Every item that its checks pass. */
  | { readonly kind: 'tick-passed' }
  | { readonly kind: 'sign-off'; readonly by: string; readonly isApproved: boolean };

export interface AnswerRequest {
  readonly answer: ReviewAnswer;
  /** Commits the edit; else the file alone is written. */
  readonly isCommitted: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Digits of a commit that a review names. */
const DIGITS = 12;

/**
 * Writes into a roadmap who answered review items, or who signed off, for the commit that was reviewed. What the checks
 * fail is not ticked, and what is open or failing is not approved; nothing is changed then. The caller holds the lock of the
 * repository.
 * @param review what the checks have just seen of all items that are meant
 */
export async function editReview(
  repository: Repository,
  roadmap: LoadedRoadmap,
  review: ReviewReport,
  request: AnswerRequest,
): Promise<ReviewEdit> {
  const { answer } = request;
  const change = makeChange(answer, review, request.now);
  const describe = (outcome: ReviewEdit['outcome'], more: Partial<ReviewEdit> = {}): ReviewEdit => ({
    schemaVersion: 1,
    outcome,
    file: roadmap.graph.path,
    items: change.kind === 'tick' ? [...change.items] : [],
    commit: null,
    diff: [],
    refusals: [],
    warnings: [],
    review: { ...review },
    ...more,
  });
  const refusals = listRefusals(answer, review);
  if (refusals.length > 0) return describe('refused', { refusals });
  if (change.kind === 'tick' && change.items.length === 0) return describe('unchanged');
  const planned = planReviewEdit(roadmap, roadmap.policy, change, roadmap.parse);
  if (planned.kind === 'refused')
    return describe('refused', { refusals: [{ item: null, ...pick(planned) }] });
  const { errors, warnings } = await judgeReviewer(repository, roadmap, planned.bytes, change);
  if (errors.length > 0) return describe('refused', { refusals: errors });
  if (planned.edits.length === 0) return describe('unchanged', { warnings });
  const diff = listDiff(roadmap.source.bytes, planned.edits);
  if (!request.isCommitted) {
    await replaceFile(repository.root, roadmap.graph.path, roadmap.source.bytes, planned.bytes);
    return describe('written', { diff, warnings });
  }
  const outcome = await commitEdit({
    root: repository.root,
    path: roadmap.graph.path,
    message: describeReview(change),
    edit: (bytes) => planAgain(roadmap, change, bytes),
  });
  return outcome.kind === 'refused'
    ? describe('refused', { refusals: [{ item: null, ...pick(outcome) }] })
    : describe('committed', { commit: outcome.commit, diff, warnings });
}

function pick({
  message,
  help,
}: {
  readonly message: string;
  readonly help: string;
}): Omit<ReviewProblem, 'item'> {
  return { message, help };
}

function makeChange(answer: ReviewAnswer, { commit, items }: ReviewReport, now: number): ReviewChange {
  const when = {
    date: new Date(now).toISOString().slice(0, 'YYYY-MM-DD'.length),
    commit: commit.slice(0, DIGITS),
  };
  if (answer.kind === 'sign-off') return { ...answer, ...when };
  if (answer.kind === 'tick') return { ...answer, ...when };
  const passed = items.filter(
    (item) => item.isReviewItem && item.verdict === 'pass' && item.state !== 'done',
  );
  return { kind: 'tick', items: passed.map(({ id }) => id), by: itsChecks, ...when };
}

function listRefusals(answer: ReviewAnswer, { items }: ReviewReport): ReviewProblem[] {
  if (answer.kind === 'tick')
    return items
      .filter((item) => answer.items.includes(item.id) && item.verdict === 'fail')
      .map(({ id, message, help }) => ({
        item: id,
        message: `${id} fails: ${message}`,
        help: help ?? 'Mend that first; where the check is wrong, correct it in roadmap.yaml.',
      }));
  if (answer.kind === 'tick-passed' || !answer.isApproved) return [];
  return items.flatMap((item): ReviewProblem[] => {
    const { id, verdict, message, help } = item;
    if (verdict === 'fail')
      return [{ item: id, message: `${id} fails: ${message}`, help: help ?? 'Mend that first.' }];
    if (!item.isReviewItem || item.state === 'done' || item.state === 'dropped') return [];
    const next =
      verdict === 'pass' ? '`roadmap review --tick-passed`' : `\`roadmap review --tick ${id} --by "Name"\``;
    return [{ item: id, message: `${id} is open (${verdict})`, help: `Answer it: ${next}.` }];
  });
}

const REVIEWER = 'reviewer-is-author';

/** Asks the rule about reviewers of the roadmap as it would be. */
async function judgeReviewer(
  repository: Repository,
  roadmap: LoadedRoadmap,
  bytes: Uint8Array,
  change: ReviewChange,
): Promise<{ readonly errors: ReviewProblem[]; readonly warnings: ReviewProblem[] }> {
  const source = decodeSource(bytes);
  if (change.kind !== 'sign-off' || !isSource(source)) return { errors: [], warnings: [] };
  const facts = { ...noFacts, tickers: await listTickers(repository, roadmap) };
  const after = { ...roadmap, source, graph: roadmap.parse(bytes), facts };
  const found = runRules(
    after,
    rules.filter(({ meta }) => meta.id === REVIEWER),
  );
  const list = (severity: string): ReviewProblem[] =>
    found.filter((one) => one.severity === severity).map((one) => ({ item: null, ...pick(one) }));
  return { errors: list('error'), warnings: list('warning') };
}

function describeReview(change: ReviewChange): string {
  const said =
    change.kind === 'tick'
      ? `review ${change.items.join(', ')}`
      : `sign off — ${change.isApproved ? 'approved' : 'not approved'}`;
  const subject = `chore(roadmap): ${said}`;
  const short = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 1)}…` : subject;
  const trailers = change.kind === 'tick' ? change.items.map((id) => `${reviewTrailer}: ${id}`) : [];
  return `${[short, `By ${change.by}, for ${change.commit}`, ...(trailers.length > 0 ? [trailers.join('\n')] : [])].join('\n\n')}\n`;
}

/** The same edit in another version of the file; null where the user's own changes have its lines otherwise. */
function planAgain(roadmap: LoadedRoadmap, change: ReviewChange, bytes: Uint8Array): Uint8Array | null {
  const source = decodeSource(bytes);
  if (!isSource(source)) return null;
  const there = { ...roadmap, source, graph: roadmap.parse(bytes) };
  const planned = planReviewEdit(there, roadmap.policy, change, roadmap.parse);
  return planned.kind === 'planned' ? planned.bytes : null;
}
