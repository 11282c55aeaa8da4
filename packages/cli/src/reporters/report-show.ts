import {
  cutText,
  nameSome,
  type ShownPhase,
  type ShownRoadmap,
  type ShownRun,
  type ShownTask,
  type ShowReport,
  sayHolding,
} from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { reportEvidence } from './report-evidence.ts';
import { reportRemotes } from './report-remotes.ts';
import { markState } from './state-mark.ts';

const BAR_WIDTH = 20;
const TITLE_WIDTH = 160;
const REASON_WIDTH = 100;

/**
 * Phases with progress bars; each task with its state, and why it can't go on.
 * @param isWhySaid whether it is said why each file is read in its dialect
 */
export function reportRoadmaps(report: ShowReport, isWhySaid = false): Line[] {
  return [
    ...report.roadmaps.flatMap((roadmap, index) => [
      ...(index === 0 ? [] : [[]]),
      ...reportRoadmap(roadmap, isWhySaid),
    ]),
    ...reportRemotes(report.remotes),
  ];
}

function reportRoadmap(
  { path, dialect, why, legend, title, summary, phases }: ShownRoadmap,
  isWhySaid: boolean,
): Line[] {
  return [
    [styled('bold', title ?? path), styled('dim', `  ${title === null ? '' : `${path}, `}${dialect}`)],
    [summary],
    ...(isWhySaid ? reportWhy(dialect, why, legend) : []),
    ...phases.flatMap((phase) => [[], ...reportPhase(phase)]),
  ];
}

function reportWhy(dialect: string, why: readonly string[], legend: ShownRoadmap['legend']): Line[] {
  const because = why.length === 0 ? ['roadmap.yaml says so'] : why;
  const boxes = Object.entries(legend).map(([box, state]) => `[${box}] ${state}`);
  return [
    ...because.map(
      (clause, at): Line => [styled('dim', at === 0 ? `${dialect}: ${clause}` : `  and ${clause}`)],
    ),
    ...(boxes.length === 0 ? [] : [[styled('dim', `its own legend: ${boxes.join(', ')}`)]]),
  ];
}

function reportPhase(phase: ShownPhase): Line[] {
  const { id, title, total, closed, tasks } = phase;
  const filled = total === 0 ? 0 : Math.floor((closed / total) * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const width = tasks.reduce((most, task) => Math.max(most, task.id.length), 0);
  return [
    [styled('bold', id), `  ${title}`],
    [styled(closed === total ? 'green' : 'plain', `  ${bar} ${closed}/${total}`)],
    ...tasks.flatMap((task) => reportTaskLine(task, width)),
  ];
}

function reportTaskLine(task: ShownTask, width: number): Line[] {
  const { id, title, state, gate } = task;
  const head: Line = [
    '  ',
    markState(state),
    '  ',
    styled('bold', id.padEnd(width)),
    gate ? styled('cyan', '  gate') : '',
    task.optional ? styled('dim', '  optional') : '',
    `  ${cutText(title, TITLE_WIDTH)}`,
  ];
  const why = sayWhy(task);
  return why === null
    ? [head]
    : [head, [' '.repeat('  '.length + 7 + '  '.length), styled('dim', cutText(why, REASON_WIDTH))]];
}

/** A reason that is the title itself (`PARTIAL: what there is`) need not be said twice. */
function sayWhy({ title, reason, waitsFor, hold }: ShownTask): string | null {
  if (hold !== null) return sayHold(hold);
  if (reason !== null) return reason === title ? null : reason;
  return waitsFor.length === 0 ? null : `waits for ${nameSome(waitsFor, 5)}`;
}

function sayHold({ remote, ...hold }: NonNullable<ShownTask['hold']>): string {
  return `claimed by ${sayHolding({ ...hold, on: remote }, { isSince: false })}`;
}

/** Of a check, what was seen and not what is claimed. */
function sayRun({ check, known, verdict, commit, at, exitCodes, current }: ShownRun): string {
  if (verdict === null)
    return known ? `${check}: claimed alone, nobody saw it pass` : `${check}: roadmap.yaml has no such check`;
  const codes = exitCodes.filter((code) => code !== null);
  const exit = codes.length === 0 ? '' : `, exit ${codes.join(', ')}`;
  const other = current === false ? ', with another check than roadmap.yaml has now' : '';
  const verb = verdict === 'pass' ? 'seen to pass' : 'seen to fail';
  return `${check}: ${verb} at ${commit?.slice(0, SHORT)} on ${at ?? ''}${exit}${other}`;
}

const SHORT = 12;

/** Tasks in full, one after the other. */
export function reportTasks({ roadmaps, remotes }: ShowReport): Line[] {
  const blocks = roadmaps.flatMap((roadmap) =>
    roadmap.phases.flatMap((phase) => phase.tasks.map((task) => reportTask(roadmap, phase, task))),
  );
  return [
    ...blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block])),
    ...reportRemotes(remotes),
  ];
}

function reportTask(roadmap: ShownRoadmap, phase: ShownPhase, task: ShownTask): Line[] {
  const { id, title, state, gate, line, reason, waitsFor, hold, fields, claims, notes, parent } = task;
  const { verified = [] } = task;
  const rows: [string, string][] = [
    ['phase', phase.id === phase.title ? phase.id : `${phase.id} — ${phase.title}`],
    ['place', `${roadmap.path}:${line}`],
    ...(gate ? [['gate', 'yes: nothing after it may pass until it is done'] as [string, string]] : []),
    ...(parent === null ? [] : [['part of', parent] as [string, string]]),
    ...(reason === null ? [] : [['reason', reason] as [string, string]]),
    ...(hold === null
      ? []
      : [
          ['claimed', `by ${sayHolding({ ...hold, on: hold.remote }, { isSince: true })}`] as [
            string,
            string,
          ],
        ]),
    ...(waitsFor.length === 0 ? [] : [['waits for', nameSome(waitsFor)] as [string, string]]),
    ...fields.map(({ name, value }): [string, string] => [name, value === '' ? '(empty)' : value]),
    ...claims.flatMap(({ kind, text, evidence }): [string, string][] => [
      ['claim', text === '' || text === kind ? kind : `${kind}: ${text}`],
      ...(evidence === null ? [] : reportEvidence(evidence)),
    ]),
    ...verified.map((run): [string, string] => ['verify', sayRun(run)]),
    ...notes.map((note): [string, string] => ['note', note]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    [styled('bold', id), `  ${title}`],
    ['  ', markState(state)],
    ...rows.map(([name, value]): Line => ['  ', styled('dim', name.padEnd(width)), `  ${value}`]),
  ];
}
