import {
  InputError,
  type LoadedRoadmap,
  openSession,
  type ReviewAnswer,
  type ReviewReport,
  type Session,
} from '@roadmap-as-code/engine';
import { openProgress } from '../output/progress.ts';
import { reportReview, sayCheck } from '../reporters/report-review.ts';
import { reportReviewEdit } from '../reporters/report-review-edit.ts';
import { reportReviewMarkdown } from '../reporters/report-review-markdown.ts';
import type { Outcome, Surroundings } from './command.ts';
import { splitNames } from './find-owner.ts';
import { sayWaiting } from './find-tasks.ts';

export interface ReviewOptions {
  readonly offline?: boolean;
  readonly tick?: readonly string[];
  readonly tickPassed?: boolean;
  readonly by?: string;
  readonly format: 'text' | 'json' | 'markdown';
  /** False where `--no-commit` is said. */
  readonly isCommitted?: boolean;
}

/** `roadmap review [id or file…]`, with `--tick` or `--tick-passed` to write into the roadmap what came of it. */
export async function review(
  names: readonly string[],
  options: ReviewOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const answer = readAnswer(options);
  const { files, ids } = splitNames(names, cwd);
  const session = await openSession(cwd);
  const roadmap = await loadOne(session, files);
  const meant = answer?.kind === 'tick' ? answer.items : ids;
  const report = await runReview(session, roadmap, meant, options.offline ?? false);
  if (answer !== null) return answerReview(session, roadmap, report, answer, options.isCommitted !== false);
  const { fail, unknown, person } = report.summary;
  return {
    lines: reportReview(report),
    json: report,
    ...(options.format === 'markdown' ? { text: reportReviewMarkdown(report) } : {}),
    exitCode: fail > 0 ? 1 : unknown + person > 0 ? 3 : 0,
  };
}

function readAnswer({ tick, tickPassed = false, by }: ReviewOptions): ReviewAnswer | null {
  if (tick !== undefined && tickPassed)
    throw new InputError('--tick and --tick-passed are two things', 'Run one after the other.');
  if (tickPassed) return { kind: 'tick-passed' };
  if (tick === undefined) return null;
  if (by === undefined)
    throw new InputError('--tick needs the name of who looked', 'Say who it is: `--by "Name"`.');
  return { kind: 'tick', items: tick, by };
}

export interface SignOffOptions {
  readonly by: string;
  readonly approved: 'yes' | 'no';
  readonly offline?: boolean;
  readonly isCommitted?: boolean;
}

/** `roadmap sign-off --by "Name" --approved yes|no [file]` */
export async function signOff(
  file: string | null,
  { by, approved, offline = false, isCommitted }: SignOffOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmap = await loadOne(session, file === null ? [] : [file]);
  const report = await runReview(session, roadmap, [], offline);
  const answer = { kind: 'sign-off', by, isApproved: approved === 'yes' } as const;
  return answerReview(session, roadmap, report, answer, isCommitted !== false);
}

async function loadOne(session: Session, files: readonly string[]): Promise<LoadedRoadmap> {
  const [roadmap, other] = await session.load(files);
  if (roadmap !== undefined && other === undefined) return roadmap;
  throw new InputError('there are several roadmaps', 'Name the one that is reviewed.');
}

async function runReview(
  session: Session,
  roadmap: LoadedRoadmap,
  items: readonly string[],
  isOffline: boolean,
): Promise<ReviewReport> {
  const progress = openProgress(process.stderr, process.env);
  const isShown = process.stderr.isTTY === true;
  const report = await session.review(roadmap, {
    items,
    isOffline,
    onProgress: (at, asked, result) => {
      if (isShown) progress.show(at, sayCheck(asked.item, asked.check.kind, result), result !== null);
    },
  });
  progress.clear();
  return report;
}

async function answerReview(
  session: Session,
  roadmap: LoadedRoadmap,
  report: ReviewReport,
  answer: ReviewAnswer,
  isCommitted: boolean,
): Promise<Outcome> {
  const request = { answer, isCommitted, now: Date.now() };
  const edit = await session.editReview(roadmap, report, request, sayWaiting);
  return { lines: reportReviewEdit(edit), json: edit, exitCode: edit.outcome === 'refused' ? 1 : 0 };
}
