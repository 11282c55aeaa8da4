import { InputError, openSession } from '@roadmap-as-code/engine';
import { reportReview } from '../reporters/report-review.ts';
import type { Outcome, Surroundings } from './command.ts';
import { splitNames } from './find-owner.ts';

export interface ReviewOptions {
  readonly offline?: boolean;
}

/** `roadmap review [id or file…]` */
export async function review(
  names: readonly string[],
  options: ReviewOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const { files, ids } = splitNames(names, cwd);
  const session = await openSession(cwd);
  const [roadmap, ...others] = await session.load(files);
  if (roadmap === undefined || others.length > 0)
    throw new InputError('several roadmaps are here', 'Name the one that is reviewed.');
  const report = await session.review(roadmap, {
    items: ids,
    isOffline: options.offline ?? false,
    onProgress: () => undefined,
  });
  const { fail, unknown, person } = report.summary;
  return { lines: reportReview(report), json: report, exitCode: fail > 0 ? 1 : unknown + person > 0 ? 3 : 0 };
}
