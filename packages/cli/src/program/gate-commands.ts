import type { Command } from 'commander';
import type { CommonOptions, Surroundings } from '../commands/command.ts';
import type { DoctorOptions } from '../commands/doctor.ts';
import { addMeant } from './add-meant.ts';
import { type Finish, JSON_OPTION } from './shared-options.ts';

const HOOK_SETUP = [
  ['install', 'let git ask roadmap, beside the hooks that are there'],
  ['uninstall', 'take roadmap out of the hooks, which are then as they were'],
  ['status', 'say whether each hook asks roadmap, and if not, why'],
] as const;
const DRIVER_SETUP = [
  ['install', 'let git merge roadmaps by task and field in this clone'],
  ['uninstall', 'let git merge them by lines again'],
  ['status', 'say whether git merges each roadmap so, and if not, why'],
] as const;

/**
 * What judges changes: by hand, or because git asks.
 * @param only name of the command that is added; all without it
 */
export function addHooks(program: Command, surroundings: Surroundings, finish: Finish, only?: string): void {
  addMeant(JUDGING, only, program, surroundings, finish);
}

function addAudit(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('audit')
    .description('judge every commit that changed a roadmap, by the law as it stood before it')
    .argument('[range]', 'such as v1..HEAD, or a commit with all before it; HEAD without it')
    .option(...JSON_OPTION)
    .action(async (range: string | undefined, { json = false }: CommonOptions) => {
      finish(await (await import('../commands/audit.ts')).audit(range ?? null, surroundings), json);
    });
}

function addSelftest(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('selftest')
    .description('plant good and bad changes in a throwaway clone, and say what the gate stops')
    .option(...JSON_OPTION)
    .action(async ({ json = false }: CommonOptions) => {
      finish(await (await import('../commands/selftest.ts')).selftest(surroundings), json);
    });
}

function addDoctor(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('doctor')
    .description('find damage that has a known right answer, and mend it')
    .option('--apply', 'make the repairs, each after a backup')
    .option(...JSON_OPTION)
    .action(async ({ json = false, ...options }: CommonOptions & DoctorOptions) => {
      finish(await (await import('../commands/doctor.ts')).doctor(options, surroundings), json);
    });
}

function addHook(program: Command, surroundings: Surroundings, finish: Finish): void {
  const hook = program.command('hook').description('judge what git is about to take in');
  hook
    .command('run')
    .description('judge it, as an installed hook asks')
    .argument('<name>', 'of the hook: pre-commit, prepare-commit-msg, commit-msg, pre-push or pre-receive')
    .argument('[args...]', 'what git gives the hook')
    .action(async (name: string, args: string[]) => {
      finish(await (await import('../commands/hook-run.ts')).runHook(name, args, surroundings), false);
    });
  for (const [action, description] of HOOK_SETUP) {
    hook
      .command(action)
      .description(description)
      .argument('[name...]', 'of hooks; without any, all but pre-receive')
      .option(...JSON_OPTION)
      .action(async (names: string[], { json = false }: CommonOptions) => {
        const { setUpHooks } = await import('../commands/hook-setup.ts');
        finish(await setUpHooks(action, names, surroundings), json);
      });
  }
}

const JUDGING = [
  ['audit', addAudit],
  ['selftest', addSelftest],
  ['doctor', addDoctor],
  ['hook', addHook],
] as const;

/** What lets git merge roadmaps, and what git then calls. */
export function addMergeDriver(program: Command, surroundings: Surroundings, finish: Finish): void {
  const driver = program.command('merge-driver').description('merge roadmaps by task and field');
  for (const [action, description] of DRIVER_SETUP) {
    driver
      .command(action)
      .description(description)
      .option(...JSON_OPTION)
      .action(async ({ json = false }: CommonOptions) => {
        const { setUpMergeDriver } = await import('../commands/merge-driver-setup.ts');
        finish(await setUpMergeDriver(action, surroundings), json);
      });
  }
  driver
    .command('run')
    .description('merge three versions into the second, as git asks')
    .argument('<base>', 'file of the version that both sides had')
    .argument('<ours>', 'file of our version, which gets the result')
    .argument('<theirs>', 'file of their version')
    .argument('<marker-size>', 'length of the marks of a conflict')
    .argument('<path>', 'of the roadmap, from the top of the repository')
    .argument('[labels...]', 'what the marks call base, ours and theirs')
    .action(async (...args: [string, string, string, string, string, string[]]) => {
      const { runMergeDriver } = await import('../commands/merge-driver-run.ts');
      const [base, ours, theirs, markerSize, path, labels] = args;
      finish(await runMergeDriver({ base, ours, theirs, markerSize, path, labels }, surroundings), false);
    });
}
