import type { Command } from 'commander';
import type { CascadeOptions } from '../commands/cascade.ts';
import type { CommonOptions, Surroundings } from '../commands/command.ts';
import type { PushOptions } from '../commands/push.ts';
import type { RebindOptions } from '../commands/rebind.ts';
import type { ReleaseOptions } from '../commands/release.ts';
import type { TransitOptions } from '../commands/transit.ts';
import { type AddCommand, addMeant } from './add-meant.ts';
import {
  AGENT_OPTION,
  FILES,
  type Finish,
  IDS,
  JSON_OPTION,
  makeNoCommit,
  NO_REMOTE_OPTION,
  REBASE_OPTION,
  REMOTE_OPTION,
} from './shared-options.ts';

const COMMIT = 'what did the work: a hash, HEAD, a range, owner/repo@hash, this, or none';
const TRANSITIONS = [
  ['tick', 'done', 'mark tasks done, with their evidence'],
  ['start', 'doing', 'claim tasks, and say that work on them has begun'],
  ['block', 'blocked', 'say that tasks are blocked, and why'],
  ['fail', 'failed', 'say that tasks failed, and why'],
  ['partial', 'partial', 'say that tasks are done in part, and what is left'],
  ['drop', 'dropped', 'drop tasks, and say why'],
  ['reopen', 'todo', 'open tasks again, and say why'],
] as const;

/**
 * The commands that take tasks from one state to another, and the one that lets go of them.
 * @param only name of the one that is added; all without it
 */
export function addTransitions(
  program: Command,
  surroundings: Surroundings,
  finish: Finish,
  only?: string,
): void {
  addMeant(COMMANDS, only, program, surroundings, finish);
}

type Transition = (typeof TRANSITIONS)[number];

function makeAdd([name, to, description]: Transition): AddCommand {
  return (program, surroundings, finish) => {
    const command = program
      .command(name)
      .description(description)
      .argument('<id...>', IDS)
      .option('--commit <commit>', COMMIT, (one: string, others: string[] = []) => [...others, one])
      .option('--because <why>', 'why git has nothing to show, with `--commit none`')
      .option('--status <line>', 'what was seen, in one line')
      .option('--reason <why>', 'why it is blocked, failed, partial, dropped or reopened')
      .option('--override <why>', 'lift the order of phases and dependencies; never a gate, never evidence')
      .option('--dry-run', 'say what would be written, and whether it is legal')
      .addOption(makeNoCommit())
      .option('--push', 'then send the branch to every remote of the roadmap, as `roadmap push` does')
      .option(...REBASE_OPTION)
      .option(...AGENT_OPTION)
      .option(...JSON_OPTION)
      .action(async (names: string[], { json = false, ...options }: CommonOptions & TransitOptions) => {
        finish(
          await (await import('../commands/transit.ts')).transit(name, to, names, options, surroundings),
          json,
        );
      });
    if (name === 'start')
      command
        .option('--for <duration>', 'how long the claim lasts: 30m, 4h, 2d; 4h without it')
        .option(...REMOTE_OPTION)
        .option(...NO_REMOTE_OPTION);
  };
}

function addRelease(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('release')
    .description('let others have tasks that you have started')
    .argument('<id...>', IDS)
    .option(...AGENT_OPTION)
    .option('--force', 'take them from whoever has them')
    .option(...REMOTE_OPTION)
    .option(...NO_REMOTE_OPTION)
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & ReleaseOptions) => {
      finish(await (await import('../commands/release.ts')).release(names, options, surroundings), json);
    });
}

const COMMANDS = [
  ...TRANSITIONS.map((transition) => [transition[0], makeAdd(transition)] as const),
  ['release', addRelease] as const,
];

/** The command that writes into other repositories. */
export function addCascade(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('cascade')
    .description('write what a task wants to stand in other repositories, push it, and tick the task')
    .argument('<id...>', 'id of the task; a file beside it says which roadmap is meant')
    .option('--jobs <number>', 'targets that are worked on at a time; 4 without it')
    .option('--override <why>', 'lift the order of phases and dependencies; never a gate, never evidence')
    .option('--dry-run', 'ask all targets, and push nothing')
    .option(...AGENT_OPTION)
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & CascadeOptions) => {
      finish(await (await import('../commands/cascade.ts')).cascade(names, options, surroundings), json);
    });
}

/** The command that takes no task anywhere, and writes where its work has gone. */
export function addRebind(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('rebind')
    .description('write the hashes that landed in the place of those that a squash or rebase left behind')
    .argument('[id or file...]', `ids of tasks, without any all; ${FILES}`)
    .option('--dry-run', 'say what would be written')
    .addOption(makeNoCommit())
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & RebindOptions) => {
      finish(await (await import('../commands/rebind.ts')).rebind(names, options, surroundings), json);
    });
}

/** The command that brings what was committed to where others see it. */
export function addPush(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('push')
    .description('send the branch to every remote of the roadmaps, never by force')
    .argument('[file...]', FILES)
    .option(...REBASE_OPTION)
    .option(...JSON_OPTION)
    .action(async (files: string[], { json = false, ...options }: CommonOptions & PushOptions) => {
      finish(await (await import('../commands/push.ts')).push(files, options, surroundings), json);
    });
}
