import type { Command } from 'commander';
import type { AdoptOptions } from '../commands/adopt.ts';
import type { CommonOptions, Surroundings } from '../commands/command.ts';
import { FILES, type Finish, JSON_OPTION, makeNoCommit } from './shared-options.ts';

/** The command for files that the tool has not seen. */
export function addAdopt(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('adopt')
    .description('say what is understood of a plan, and propose a roadmap.yaml for it')
    .argument('[file...]', FILES)
    .option('--ids', 'give ids to tasks that have none, in one commit for each file')
    .option(
      '--write',
      'write the roadmap.yaml that is proposed, or put the entries into the one that is there',
    )
    .option('--dry-run', 'say what would be written')
    .addOption(makeNoCommit())
    .option(...JSON_OPTION)
    .action(async (files: string[], { json = false, ...options }: CommonOptions & AdoptOptions) => {
      finish(await (await import('../commands/adopt.ts')).adopt(files, options, surroundings), json);
    });
}
