import { type Command, Option } from 'commander';
import { CHECK_FORMATS, type CheckOptions } from '../commands/check-options.ts';
import type { CommonOptions, Surroundings } from '../commands/command.ts';
import type { LogOptions } from '../commands/log.ts';
import type { NextOptions } from '../commands/next.ts';
import type { ShowOptions } from '../commands/show.ts';
import { addMeant } from './add-meant.ts';
import {
  AGENT_OPTION,
  FILES,
  type Finish,
  JSON_OPTION,
  NO_REMOTE_OPTION,
  REMOTE_OPTION,
} from './shared-options.ts';

/**
 * The commands that change nothing.
 * @param only name of the one that is added; all without it
 */
export function addReading(
  program: Command,
  surroundings: Surroundings,
  finish: Finish,
  only?: string,
): void {
  addMeant(READING, only, program, surroundings, finish);
}

function addCheck(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('check')
    .description('judge roadmaps by the rules, and their evidence by git')
    .argument('[file...]', FILES)
    .addOption(new Option('--format <format>', 'how to print it').choices(CHECK_FORMATS).default('text'))
    .addOption(new Option(JSON_OPTION[0], 'the same as --format json').conflicts('format'))
    .addOption(new Option('--staged', 'judge what the next commit changes, by the law as it stood before'))
    .addOption(
      new Option('--range <range>', 'judge what a range changes, such as origin/main..HEAD').conflicts(
        'staged',
      ),
    )
    .action(async (files: string[], { json = false, format, ...change }: CommonOptions & CheckOptions) => {
      const options = { ...change, format: json ? 'json' : format } as const;
      const { check } = await import('../commands/check.ts');
      finish(await check(files, options, surroundings), options.format === 'json');
    });
}

function addShow(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('show')
    .description('show phases and tasks, or one task in full')
    .argument('[file or task...]', `${FILES}; ids of tasks`)
    .option('--phase <id>', 'only this phase')
    .option('--state <state>', 'only tasks in this state')
    .option('--why', 'say why each file is read in its dialect, and what its own legend says')
    .option(...REMOTE_OPTION)
    .option(...NO_REMOTE_OPTION)
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & ShowOptions) => {
      finish(await (await import('../commands/show.ts')).show(names, options, surroundings), json);
    });
}

function addNext(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('next')
    .description('say what to do now, or why nothing can be done')
    .argument('[file...]', FILES)
    .option(...AGENT_OPTION)
    .option(...REMOTE_OPTION)
    .option(...NO_REMOTE_OPTION)
    .option(...JSON_OPTION)
    .action(async (files: string[], { json = false, ...options }: CommonOptions & NextOptions) => {
      finish(await (await import('../commands/next.ts')).next(files, options, surroundings), json);
    });
}

function addLog(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('log')
    .description('list every transition in history: when, by whom, with what evidence')
    .argument('[id or file...]', `ids of tasks, those that are gone too; ${FILES}`)
    .option('-n, --limit <number>', 'only so many of the newest')
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & LogOptions) => {
      finish(await (await import('../commands/log.ts')).log(names, options, surroundings), json);
    });
}

function addExport(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('export')
    .description('print the graph of a roadmap as JSON')
    .argument('[file]', 'the roadmap; it can be left out where there is only one')
    .option('--json', 'as always')
    .action(async (file: string | undefined) => {
      const files = file === undefined ? [] : [file];
      finish(await (await import('../commands/export.ts')).exportGraph(files, surroundings), true);
    });
}

function addExplain(program: Command, _surroundings: Surroundings, finish: Finish): void {
  program
    .command('explain')
    .description('say what a rule finds and why, with examples')
    .argument('[rule]', 'id of the rule; without it, all rules are listed')
    .option(...JSON_OPTION)
    .action(async (rule: string | undefined, { json = false }: CommonOptions) => {
      finish((await import('../commands/explain.ts')).explain(rule ?? null), json);
    });
}

const READING = [
  ['check', addCheck],
  ['show', addShow],
  ['next', addNext],
  ['log', addLog],
  ['export', addExport],
  ['explain', addExplain],
] as const;
