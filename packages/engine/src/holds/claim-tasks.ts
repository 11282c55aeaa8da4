import {
  addHold,
  dropHolds,
  type Hold,
  type Holder,
  isOwn,
  type RemotePlace,
  showRemote,
  type TransitionRefusal,
  type TransitionReport,
} from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { MeantTask, TransitionRequest } from '../transition/transition-request.ts';
import type { HoldableTask } from './claim-refs.ts';
import { nameHolder } from './find-holder.ts';
import { openRemotes } from './find-remote.ts';
import { readHolds, writeHolds } from './hold-file.ts';
import { findLasting, refuseHeld } from './release-tasks.ts';
import {
  type Claimant,
  claimOnRemote,
  dropClaims,
  giveBack,
  LET_GO,
  type MadeClaim,
  refuseClaims,
} from './remote-holds.ts';

type Warnings = TransitionReport['warnings'];

/** What others have claimed, while tasks go from one state to another. */
export interface Claims {
  /** Why some of the tasks are not for whoever asks, as this clone has it. */
  refuse(tasks: readonly MeantTask[]): TransitionRefusal[];
  /**
   * Claims tasks on their remotes, where they are started and have one: all, or none. A dry run asks, and claims nothing.
   * @returns why that can't be
   */
  reserve(tasks: readonly MeantTask[]): Promise<TransitionRefusal[]>;
  /** The remote that a task is claimed on since it was settled; null where there is none. */
  findRemoteOf(task: MeantTask | undefined): string | null;
  /**
   * Claims tasks that were started, and lets go of others, in this clone.
   * @returns why that can't be: the transition stands all the same
   */
  settle(tasks: readonly MeantTask[]): Promise<Warnings>;
  /**
   * Gives back on the remotes what was reserved and not settled, and lets go there of what was settled otherwise.
   * @returns as settle
   */
  finish(): Promise<Warnings>;
}

/** The caller holds the lock of the repository unless it only asks. */
export async function openClaims(
  repository: Repository,
  holder: Holder,
  request: TransitionRequest,
): Promise<Claims> {
  const { commonDir, root } = repository;
  const { to, holdFor } = request;
  const now = new Date(request.now).toISOString();
  const until = new Date(request.now + holdFor).toISOString();
  const holds = await readHolds(commonDir);
  const reserved: MadeClaim[] = [];
  const settled: MadeClaim[] = [];
  const dropped: RemotePlace[] = [];

  const settle = async (tasks: readonly MeantTask[]): Promise<void> => {
    const meant = tasks.map(toHoldable);
    const former = await readHolds(commonDir);
    let next = dropHolds(former, meant, now);
    const named = to === 'doing' ? await nameHolder(holder) : null;
    for (const task of meant) {
      const left = former.find((one) => isSame(one, task))?.remote;
      const made = reserved.find((one) => isSame(one.task, task));
      // A claim that is renewed in this clone alone goes on to be one on the remote.
      const remote = made?.place ?? (named === null ? undefined : left);
      if (made !== undefined) settled.push(made);
      if (named !== null)
        next = addHold(
          next,
          { ...task, ...named, since: now, until, ...(remote === undefined ? {} : { remote }) },
          now,
        );
      if (left !== undefined && (remote?.name !== left.name || remote.ref !== left.ref)) dropped.push(left);
    }
    if (named !== null || next.length !== former.length) await writeHolds(commonDir, next);
  };
  const claimant: Claimant = { holder, holds, now, until };
  return {
    refuse: (tasks) => tasks.flatMap((task) => refuseTask(task, holds, { holder, now, to })),
    reserve: async (tasks) => {
      if (to !== 'doing') return [];
      for (const [remote, own] of await groupByRemote(repository, tasks, request)) {
        if (request.isDryRun) {
          const refusals = await refuseClaims(root, remote, own, claimant);
          if (refusals.length > 0) return refusals;
          continue;
        }
        const claimed = await claimOnRemote(root, remote, own, claimant);
        if ('refusals' in claimed) return [...claimed.refusals];
        reserved.push(...claimed.made);
      }
      return [];
    },
    findRemoteOf: (task) => {
      const made = settled.find((one) => task !== undefined && isSame(one.task, toHoldable(task)));
      return made === undefined ? null : showRemote(made.place.name);
    },
    settle: (tasks) => settle(tasks).then(() => [], describeTrouble),
    finish: async () => [
      ...(
        await giveBack(
          root,
          reserved.filter((made) => !settled.includes(made)),
        )
      ).map(warnLeft),
      ...(await dropClaims(root, dropped)).map(warnLeft),
    ],
  };
}

function refuseTask(
  { roadmap: { graph }, id }: MeantTask,
  holds: readonly Hold[],
  { holder, now, to }: Pick<Claimant, 'holder' | 'now'> & Pick<TransitionRequest, 'to'>,
): TransitionRefusal[] {
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
  return to === 'doing' && holder.place !== null ? [{ clause: 'hold', ...refuseHeld(hold), help: SAME }] : [];
}

const SAME =
  'If that is you, go on. Agents that share a working tree are told apart by their names: `--as NAME`, or ROADMAP_AGENT.';

async function groupByRemote(
  repository: Repository,
  tasks: readonly MeantTask[],
  { remote: choice = { kind: 'none' } }: TransitionRequest,
): Promise<Map<string, HoldableTask[]>> {
  const groups = new Map<string, HoldableTask[]>();
  const findRemote = openRemotes(repository, choice);
  for (const task of tasks) {
    const remote = await findRemote(task.roadmap);
    if (remote !== null) groups.set(remote, [...(groups.get(remote) ?? []), toHoldable(task)]);
  }
  return groups;
}

function toHoldable({ roadmap: { graph }, id }: MeantTask): HoldableTask {
  return { file: graph.path, task: id };
}

function isSame(one: HoldableTask, other: HoldableTask): boolean {
  return one.file === other.file && one.task === other.task;
}

function describeTrouble(error: unknown): Warnings {
  if (!(error instanceof InputError)) throw error;
  return [{ rule: 'hold', message: error.message, help: error.help }];
}

function warnLeft(reason: string): Warnings[number] {
  return { rule: 'hold', message: `a claim may be left on ${reason}`, help: LET_GO };
}
