import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  InputError,
  type LoadedRoadmap,
  nameSome,
  openSession,
  type State,
  suggestName,
} from '@roadmap-as-code/engine';
import { reportRoadmaps, reportTasks } from '../reporters/report-show.ts';
import type { Outcome, Surroundings } from './command.ts';

export interface ShowOptions {
  readonly phase?: string;
  readonly state?: string;
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

/** What ends like a Markdown file is meant as one, so that a wrong path is not called a wrong id. */
const MARKDOWN = /\.(?:md|markdown)$/i;

/** `roadmap show [file or task…]`: what names a file is one, anything else is the id of a task. */
export async function show(
  names: readonly string[],
  options: ShowOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  const files = names.filter((name) => MARKDOWN.test(name) || existsSync(resolve(cwd, name)));
  const ids = names.filter((name) => !files.includes(name));
  const session = await openSession(cwd);
  const roadmaps = await session.load(files);
  const owners = ids.map((id) => findOwner(id, roadmaps));
  const state = readState(options.state);
  checkPhase(options.phase, roadmaps);
  const chosen = ids.length === 0 ? roadmaps : roadmaps.filter((roadmap) => owners.includes(roadmap));
  const report = await session.show(chosen, {
    phase: options.phase,
    state,
    tasks: ids.length === 0 ? undefined : ids,
  });
  const lines = ids.length === 0 ? reportRoadmaps(report) : reportTasks(report);
  const filtered = [options.phase, options.state, ids[0]].some((one) => one !== undefined);
  const none = report.roadmaps.every(({ phases }) => phases.length === 0);
  return { lines: filtered && none ? [...lines, ['no task fits']] : lines, json: report, exitCode: 0 };
}

/** The one roadmap that has a task of that id. */
function findOwner(id: string, roadmaps: readonly LoadedRoadmap[]): LoadedRoadmap {
  const idsOf = ({ graph }: LoadedRoadmap): string[] =>
    graph.phases.flatMap(({ tasks }) => tasks.map((task) => task.id));
  const owners = roadmaps.filter((roadmap) => idsOf(roadmap).includes(id));
  const owner = owners[0];
  if (owner === undefined) {
    const near = suggestName(id, roadmaps.flatMap(idsOf));
    throw new InputError(
      `${id}: there is no such file, and no task of that id`,
      near === null ? '`roadmap show` lists the tasks.' : `Is ${near} meant?`,
    );
  }
  if (owners.length > 1) {
    const paths = nameSome(owners.map(({ graph }) => graph.path));
    throw new InputError(
      `${id}: several roadmaps have a task of that id: ${paths}`,
      `Name the file, too: \`roadmap show ${owner.graph.path} ${id}\`.`,
    );
  }
  return owner;
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
