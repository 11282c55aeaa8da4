import { type Command, Option } from 'commander';
import type { CommonOptions, Surroundings } from '../commands/command.ts';
import type { HandoffOptions } from '../commands/handoff.ts';
import type { ReviewOptions, SignOffOptions } from '../commands/review.ts';
import type { TrustOptions } from '../commands/trust.ts';
import type { VerifyOptions } from '../commands/verify.ts';
import { type Finish, JSON_OPTION, makeNoCommit } from './shared-options.ts';

/** What a reviewer asks. */
export function addReview(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('review')
    .description('answer the review checklist by what checks see')
    .argument(
      '[id or file...]',
      'ids of review items, or of tasks with checks; without any, all; the roadmap',
    )
    .option('--offline', 'leave out what needs a network')
    .option('--tick <id>', 'tick an item that no check fails', (one: string, others: string[] = []) => [
      ...others,
      one,
    ])
    .option('--by <name>', 'who looked, with --tick')
    .option('--tick-passed', 'tick every item that its checks pass')
    .addOption(makeNoCommit())
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addOption(new Option(JSON_OPTION[0], 'the same as --format json').conflicts('format'))
    .action(async (names: string[], { json = false, ...options }: CommonOptions & ReviewOptions) => {
      const isJson = json || options.format === 'json';
      finish(await (await import('../commands/review.ts')).review(names, options, surroundings), isJson);
    });
  program
    .command('sign-off')
    .description('write who reviewed the whole, when, and whether it is approved')
    .argument('[file]', 'the roadmap; it can be left out where there is only one')
    .requiredOption('--by <name>', 'who reviewed')
    .addOption(new Option('--approved <answer>', 'yes or no').choices(['yes', 'no']).makeOptionMandatory())
    .option('--offline', 'leave out what needs a network')
    .addOption(makeNoCommit())
    .option(...JSON_OPTION)
    .action(
      async (file: string | undefined, { json = false, ...options }: CommonOptions & SignOffOptions) => {
        finish(
          await (await import('../commands/review.ts')).signOff(file ?? null, options, surroundings),
          json,
        );
      },
    );
}

/** The command that writes what a reviewer reads first, and holds a written one to the facts. */
export function addHandoff(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('handoff')
    .description('write a review context pack as Markdown, or judge one that is written')
    .argument('[file]', 'the roadmap; it can be left out where there is only one')
    .option('--range <range>', 'what is handed over, such as origin/main..HEAD; HEAD without it')
    .addOption(new Option('--base <commit>', 'the same as --range <commit>..HEAD').conflicts('range'))
    .option('--output <file>', 'write it into a file that is not there')
    .option('--force', 'write over that file, if it is there')
    .addOption(
      new Option('--check <handoff>', 'hold a written one to its sections, and to git').conflicts([
        'output',
        'force',
      ]),
    )
    .option(...JSON_OPTION)
    .action(async (file: string | undefined, options: HandoffOptions) => {
      const { handoff } = await import('../commands/handoff.ts');
      finish(await handoff(file ?? null, options, surroundings), options.json ?? false);
    });
}

/** The commands that let programs of the config run, and run them. */
export function addTrust(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('verify')
    .description('run the checks that a task names in its Verify field, and keep what was seen')
    .argument('<id...>', 'id of the task; a file beside it says which roadmap is meant')
    .option('--at <commit>', 'run them there; else at the commit that the task cites')
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & VerifyOptions) => {
      finish(await (await import('../commands/verify.ts')).verify(names, options, surroundings), json);
    });
  program
    .command('trust')
    .description('show what roadmap.yaml would have run, and let it')
    .option('--yes', 'trust it as it is now, in this clone')
    .option('--revoke', 'trust it no more')
    .option('--status', 'say whether it is trusted, and ask nothing')
    .option(...JSON_OPTION)
    .action(async (options: CommonOptions & TrustOptions) => {
      finish(
        await (await import('../commands/trust.ts')).trust(options, surroundings),
        options.json ?? false,
      );
    });
}
