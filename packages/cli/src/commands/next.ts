import { openSession } from '@roadmap-as-code/engine';
import { reportNext } from '../reporters/report-next.ts';
import { chooseRemote, type RemoteOptions } from './choose-remote.ts';
import type { Outcome, Surroundings } from './command.ts';

export interface NextOptions extends RemoteOptions {
  readonly as?: string;
}

/** `roadmap next [file…]` */
export async function next(
  files: readonly string[],
  options: NextOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const report = await session.next(roadmaps, {
    nameFile: files.length > 0 || roadmaps.length > 1,
    agent: options.as ?? null,
    now: Date.now(),
    remote: chooseRemote(options),
  });
  return { lines: reportNext(report), json: report, exitCode: 0 };
}
