import {
  cutText,
  type HeldTask,
  type NextReport,
  nameSome,
  type Outlook,
  type Step,
  type StuckTask,
  sayHolding,
} from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { reportRemotes } from './report-remotes.ts';
import { markState } from './state-mark.ts';

const REASON_WIDTH = 160;

/** What to do now, or why nothing can be done, with the blockers. */
export function reportNext({ next, roadmaps, remotes }: NextReport): Line[] {
  const stuck = roadmaps.flatMap((outlook) =>
    outlook.stuck.filter(({ task }) => task !== next?.task || outlook.file !== next.file),
  );
  const held = roadmaps.flatMap(({ heldByOthers }) => heldByOthers);
  return [
    ...(next === null ? roadmaps.flatMap(reportNothing) : reportStep(next)),
    ...(held.length === 0 ? [] : [[], ['Claimed by others:'], ...held.map(reportHeld)]),
    ...(stuck.length === 0
      ? []
      : [[], [next === null ? 'Someone has to clear:' : 'Stuck meanwhile:'], ...stuck.flatMap(reportStuck)]),
    ...reportRemotes(remotes),
  ];
}

function reportStep(step: Step): Line[] {
  const verb = { todo: 'Next', doing: 'Go on with', partial: 'Finish', failed: 'Try again' }[step.state];
  const row = (name: string, value: string): Line => [styled('dim', `  ${name.padEnd(8)}  `), value];
  return [
    [`${verb}: `, styled('bold', step.task), `  ${step.title}`],
    row('phase', step.phase),
    row('place', `${step.file}:${step.line}`),
    ...(step.gate ? [row('gate', 'nothing after it may pass until it is done')] : []),
    ...step.details.map((detail) => row('detail', detail)),
    ...step.notes.map((note) => row('note', note)),
    ...step.evidence.map((evidence, index) => row(index === 0 ? 'evidence' : '', evidence)),
    ...(step.start === null ? [] : [row('start', step.start)]),
    row('then run', step.command),
  ];
}

function reportNothing({ file, finished, summary, heldUp }: Outlook): Line[] {
  if (finished) return [[styled('bold', file), `: nothing is left to do: ${summary}`]];
  const why: Line[] =
    heldUp === null
      ? []
      : [
          [
            `  ${heldUp.task} waits for ${nameSome(
              heldUp.by.map(({ task, state }) => `${task} (${state})`),
              5,
            )}`,
          ],
        ];
  return [[styled('bold', file), `: nothing can be done now: ${summary}`], ...why];
}

function reportHeld({ task, title, remote, ...hold }: HeldTask): Line {
  const holding = sayHolding({ ...hold, on: remote }, { isSince: false });
  return ['  ', styled('bold', task), `  ${title}`, styled('dim', `  ${holding}`)];
}

function reportStuck({ task, title, state, gate, reason }: StuckTask): Line[] {
  return [
    ['  ', markState(state), '  ', styled('bold', task), gate ? styled('cyan', '  gate') : '', `  ${title}`],
    ...(reason === null || reason === title
      ? []
      : [[styled('dim', `           ${cutText(reason, REASON_WIDTH)}`)]]),
  ];
}
