import type { Command } from 'commander';
import type { CommonOptions, Surroundings } from '../commands/command.ts';
import type { ReportOptions } from '../commands/report.ts';
import { type Finish, JSON_OPTION, makeNoCommit } from './shared-options.ts';

/** The commands that write into the final report. */
export function addReport(program: Command, surroundings: Surroundings, finish: Finish): void {
  const addOptions = (command: Command): Command =>
    command
      .option('--file <file>', 'the roadmap; it can be left out where there is only one')
      .option('--dry-run', 'say what would be written')
      .addOption(makeNoCommit())
      .option(...JSON_OPTION);
  const report = program.command('report').description('write into the final report');
  addOptions(
    report
      .command('set')
      .description('put a value in its place in the final report')
      .argument('<group>', 'name of the group; - for what is in none')
      .argument('<key>', 'name of the value')
      .argument('<value>', 'in one line; behind -- where it begins with a dash'),
  ).action(async (group: string, key: string, value: string, options: CommonOptions & ReportOptions) => {
    const { report: write } = await import('../commands/report.ts');
    finish(await write({ kind: 'set', group, key, value }, options, surroundings), options.json ?? false);
  });
  const surprise = program.command('surprise').description('tell what went otherwise than planned');
  addOptions(
    surprise
      .command('add')
      .description('add a line to the surprises of the final report')
      .argument('<text>', 'in one line'),
  ).action(async (text: string, options: CommonOptions & ReportOptions) => {
    const { report: write } = await import('../commands/report.ts');
    finish(await write({ kind: 'surprise', text }, options, surroundings), options.json ?? false);
  });
}
