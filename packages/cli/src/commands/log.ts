import { InputError, openSession } from '@roadmap-as-code/engine';
import { reportLog } from '../reporters/report-log.ts';
import type { Outcome, Surroundings } from './command.ts';
import { splitNames } from './find-owner.ts';

export interface LogOptions {
  readonly limit?: string;
}

/** `roadmap log [id or file…]`: what names a file is one, anything else is the id of a task that is there or was. */
export async function log(
  names: readonly string[],
  { limit }: LogOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const { files, ids } = splitNames(names, cwd);
  const most = readLimit(limit);
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const report = await session.log(roadmaps, { tasks: ids, limit: most });
  const paths = roadmaps.map(({ graph }) => graph.path);
  return { lines: reportLog(report, paths, ids), json: report, exitCode: 0 };
}

function readLimit(limit: string | undefined): number | null {
  if (limit === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(limit)) return Number(limit);
  throw new InputError(
    `--limit ${limit}: that is no number of transitions`,
    'Give a whole number from 1 on.',
  );
}
