import { Command } from 'commander';
import type { CommonOptions, Surroundings } from './commands/command.ts';
import { escapeControls } from './output/styled-text.ts';
import { writeOut } from './output/write-out.ts';
import { addAdopt } from './program/adopt-commands.ts';
import { addHooks, addMergeDriver } from './program/gate-commands.ts';
import { addReading } from './program/reading-commands.ts';
import { addReport } from './program/report-commands.ts';
import { addHandoff, addReview, addTrust } from './program/review-commands.ts';
import { type Finish, JSON_OPTION } from './program/shared-options.ts';
import { addCascade, addPush, addRebind, addTransitions } from './program/transitions-commands.ts';

declare const ROADMAP_VERSION: string;

/** What adds commands, by the names of those that it adds. */
const GROUPS: readonly (readonly [readonly string[], typeof addReading])[] = [
  [['check', 'show', 'next', 'log', 'export', 'explain'], addReading],
  [['tick', 'start', 'block', 'fail', 'partial', 'drop', 'reopen', 'release'], addTransitions],
  [['rebind'], addRebind],
  [['report', 'surprise'], addReport],
  [['cascade'], addCascade],
  [['push'], addPush],
  [['review', 'sign-off'], addReview],
  [['handoff'], addHandoff],
  [['verify', 'trust'], addTrust],
  [['audit', 'selftest', 'doctor', 'hook'], addHooks],
  [['merge-driver'], addMergeDriver],
  [['adopt'], addAdopt],
  [['init'], addInit],
];

/**
 * The command line. Each command, and what it needs, is loaded when it is called.
 * @param called name of the command; where it is one, no other is added
 */
export function makeProgram(surroundings: Surroundings, finish: Finish, called: string | undefined): Command {
  const program = new Command('roadmap')
    .description('Makes a tick in a ROADMAP.md something to trust.')
    .version(ROADMAP_VERSION, '-V, --version', 'print the version')
    .option('--strict-parse', 'have the Markdown parser read all of every file, which is slower')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(roadmap --help says what there is)')
    .configureOutput({ writeOut, outputError: (text, write) => write(lead(text)) })
    .exitOverride()
    .hook('preAction', async () => {
      if (program.opts()['strictParse'] === true) (await import('@roadmap-as-code/engine')).useStrictParse();
    });
  const meant = GROUPS.filter(([names]) => called !== undefined && names.includes(called));
  if (meant.length > 0) for (const [, add] of meant) add(program, surroundings, finish, called);
  else for (const [, add] of GROUPS) add(program, surroundings, finish);
  return program;
}

function addInit(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('init')
    .description('write a new roadmap from a template, and a roadmap.yaml where there is none')
    .argument('[file]', 'the roadmap to write; ROADMAP.md without it')
    .option(...JSON_OPTION)
    .action(async (file: string | undefined, { json = false }: CommonOptions) => {
      finish(await (await import('./commands/init.ts')).init(file ?? null, surroundings), json);
    });
}

/** What commander says of a wrong command line, as every other message of ours looks. */
function lead(text: string): string {
  return text
    .replace(/^error: /, 'roadmap: ')
    .split('\n')
    .map(escapeControls)
    .join('\n');
}
