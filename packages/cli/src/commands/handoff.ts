import { resolve } from 'node:path';
import { type Handoff, InputError, nameSome, openSession, type Session } from '@roadmap-as-code/engine';
import { isUnknown } from '../reporters/is-unknown.ts';
import { reportJudgedHandoff, reportWritten } from '../reporters/report-handoff.ts';
import type { CommonOptions, Outcome, Surroundings } from './command.ts';

export interface HandoffOptions extends CommonOptions {
  readonly range?: string;
  readonly base?: string;
  readonly output?: string;
  readonly force?: boolean;
  /** The file that is judged, instead of one that is written. */
  readonly check?: string;
}

/** `roadmap handoff [file]`, and `roadmap handoff --check <handoff> [file]` */
export async function handoff(
  file: string | null,
  options: HandoffOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const range = options.range ?? (options.base === undefined ? null : `${options.base}..HEAD`);
  const session = await openSession(cwd);
  const roadmaps = await session.load(file === null ? [] : [file]);
  const [roadmap, ...others] = roadmaps;
  if (roadmap === undefined || others.length > 0) {
    const paths = nameSome(roadmaps.map(({ graph }) => graph.path));
    throw new InputError(`several roadmaps are here: ${paths}`, 'Name the one that is handed over.');
  }
  if (options.check !== undefined) {
    const place = { absolute: resolve(cwd, options.check), shown: options.check };
    const judged = await session.checkHandoff(roadmap, { ...place, range });
    const isOpen = judged.diagnostics.some(isUnknown);
    return {
      lines: reportJudgedHandoff(judged),
      json: judged,
      exitCode: judged.summary.errors > 0 ? 1 : isOpen ? 3 : 0,
    };
  }
  return write(session, roadmap, range, options, cwd);
}

async function write(
  session: Session,
  roadmap: Parameters<Session['handoff']>[0],
  range: string | null,
  { output, force = false, json: isJson = false }: HandoffOptions,
  cwd: string,
): Promise<Outcome> {
  const pack = await session.handoff(roadmap, range);
  const json: Handoff = pack.handoff;
  if (output === undefined)
    return { lines: [], json, ...(isJson ? {} : { text: pack.markdown }), exitCode: 0 };
  await session.writePack(pack, { absolute: resolve(cwd, output), shown: output, isForced: force });
  return { lines: reportWritten(output, pack.markdown), json, exitCode: 0 };
}
