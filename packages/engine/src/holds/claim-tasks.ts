import {
  addHold,
  dropHolds,
  type Holder,
  isOwn,
  type TransitionRefusal,
  type TransitionReport,
} from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { MeantTask, TransitionRequest } from '../transition/transition-request.ts';
import { nameHolder } from './find-holder.ts';
import { readHolds, writeHolds } from './hold-file.ts';
import { findLasting, refuseHeld } from './release-tasks.ts';

/** What others have claimed, while tasks go from one state to another. */
export interface Claims {
  /** Why some of the tasks are not for whoever asks. */
  refuse(tasks: readonly MeantTask[]): TransitionRefusal[];
  /**
   * Claims tasks that were started, and lets go of others.
   * @returns why that can't be: the transition stands all the same
   */
  settle(tasks: readonly MeantTask[]): Promise<TransitionReport['warnings']>;
}

/** The caller holds the lock of the repository unless it only asks. */
export async function openClaims(
  { commonDir }: Repository,
  holder: Holder,
  { to, now: started, holdFor }: TransitionRequest,
): Promise<Claims> {
  const now = new Date(started).toISOString();
  const holds = await readHolds(commonDir);
  const refuse = ({ roadmap: { graph }, id }: MeantTask): TransitionRefusal[] => {
    const hold = findLasting(holds, { file: graph.path, task: id }, now);
    if (hold === undefined) return [];
    if (!isOwn(hold, holder))
      return [
        {
          clause: 'hold',
          ...refuseHeld(hold),
          help: `\`roadmap next\` has others; if they have left it: \`roadmap release ${id} --force\`.`,
        },
      ];
    // Two agents in one working tree, neither of them named, may both think that the claim is theirs.
    return to === 'doing' && holder.place !== null
      ? [{ clause: 'hold', ...refuseHeld(hold), help: SAME }]
      : [];
  };
  const settle = async (tasks: readonly MeantTask[]): Promise<void> => {
    const meant = tasks.map(({ roadmap: { graph }, id }) => ({ file: graph.path, task: id }));
    let next = dropHolds(await readHolds(commonDir), meant, now);
    if (to === 'doing') {
      const until = new Date(started + holdFor).toISOString();
      const named = await nameHolder(holder);
      for (const task of meant) next = addHold(next, { ...task, ...named, since: now, until }, now);
    } else if (next.length === holds.length) return;
    await writeHolds(commonDir, next);
  };
  return {
    refuse: (tasks) => tasks.flatMap(refuse),
    settle: (tasks) => settle(tasks).then(() => [], describeTrouble),
  };
}

const SAME =
  'If that is you, go on. Agents that share a working tree are told apart by their names: `--as NAME`, or ROADMAP_AGENT.';

function describeTrouble(error: unknown): TransitionReport['warnings'] {
  if (!(error instanceof InputError)) throw error;
  return [{ rule: 'hold', message: error.message, help: error.help }];
}
