import { Command } from 'commander';
import type { CommonOptions, Surroundings } from './commands/command.ts';
import { escapeControls } from './output/styled-text.ts';
import { addAdopt } from './program/adopt-commands.ts';
import { addHooks, addMergeDriver } from './program/gate-commands.ts';
import { addReading } from './program/reading-commands.ts';
import { addReport } from './program/report-commands.ts';
import { addHandoff, addReview, addTrust } from './program/review-commands.ts';
import { type Finish, JSON_OPTION } from './program/shared-options.ts';
import { addCascade, addPush, addRebind, addTransitions } from './program/transitions-commands.ts';

declare const ROADMAP_VERSION: string;

/** The command line. Each command, and what it needs, is loaded when it is called. */
export function makeProgram(surroundings: Surroundings, finish: Finish): Command {
  const program = new Command('roadmap')
    .description('Makes a tick in a ROADMAP.md something to trust.')
    .version(ROADMAP_VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(roadmap --help says what there is)')
    .configureOutput({ outputError: (text, write) => write(lead(text)) })
    .exitOverride();
  addReading(program, surroundings, finish);
  addTransitions(program, surroundings, finish);
  addRebind(program, surroundings, finish);
  addReport(program, surroundings, finish);
  addCascade(program, surroundings, finish);
  addPush(program, surroundings, finish);
  addReview(program, surroundings, finish);
  addHandoff(program, surroundings, finish);
  addTrust(program, surroundings, finish);
  addHooks(program, surroundings, finish);
  addMergeDriver(program, surroundings, finish);
  addAdopt(program, surroundings, finish);
  program
    .command('init')
    .description('write a new roadmap from a template, and a roadmap.yaml where there is none')
    .argument('[file]', 'the roadmap to write; ROADMAP.md without it')
    .option(...JSON_OPTION)
    .action(async (file: string | undefined, { json = false }: CommonOptions) => {
      finish(await (await import('./commands/init.ts')).init(file ?? null, surroundings), json);
    });
  return program;
}

/** What commander says of a wrong command line, as every other message of ours looks. */
function lead(text: string): string {
  return text
    .replace(/^error: /, 'roadmap: ')
    .split('\n')
    .map(escapeControls)
    .join('\n');
}
