import {
  InputError,
  type LoadedRoadmap,
  nameSome,
  openSession,
  type State,
  suggestName,
} from '@roadmap-as-code/engine';
import { reportRoadmaps, reportTasks } from '../reporters/report-show.ts';
import { chooseRemote, type RemoteOptions } from './choose-remote.ts';
import type { Outcome, Surroundings } from './command.ts';
import { findOwner, splitNames } from './find-owner.ts';

export interface ShowOptions extends RemoteOptions {
  readonly phase?: string;
  readonly state?: string;
  readonly why?: boolean;
}

const STATES: readonly State[] = [
  'todo',
  'doing',
  'done',
  'partial',
  'blocked',
  'failed',
  'dropped',
  'unknown',
];

/** `roadmap show [file or task…]`: what names a file is one, anything else is the id of a task. */
export async function show(
  names: readonly string[],
  options: ShowOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const { files, ids } = splitNames(names, cwd);
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const owners = ids.map((id) => findOwner(id, roadmaps, 'show'));
  const state = readState(options.state);
  checkPhase(options.phase, roadmaps);
  const chosen = ids.length === 0 ? roadmaps : roadmaps.filter((roadmap) => owners.includes(roadmap));
  const filter = { phase: options.phase, state, tasks: ids.length === 0 ? undefined : ids };
  const report = await session.show(chosen, filter, {
    now: Date.now(),
    remote: chooseRemote(options),
  });
  const lines = ids.length === 0 ? reportRoadmaps(report, options.why) : reportTasks(report);
  const filtered = [options.phase, options.state, ids[0]].some((one) => one !== undefined);
  const none = report.roadmaps.every(({ phases }) => phases.length === 0);
  return { lines: filtered && none ? [...lines, ['no task fits']] : lines, json: report, exitCode: 0 };
}

function readState(word: string | undefined): State | undefined {
  const state = STATES.find((one) => one === word);
  if (word !== undefined && state === undefined) {
    throw new InputError(`--state ${word}: there is no such state`, `Name one of ${nameSome(STATES)}.`);
  }
  return state;
}

function checkPhase(phase: string | undefined, roadmaps: readonly LoadedRoadmap[]): void {
  const ids = roadmaps.flatMap(({ graph }) => graph.phases.map(({ id }) => id));
  if (phase === undefined || ids.includes(phase)) return;
  const near = suggestName(phase, ids);
  throw new InputError(
    `--phase ${phase}: there is no such phase`,
    near === null ? '`roadmap show` lists them.' : `Is ${near} meant?`,
  );
}
