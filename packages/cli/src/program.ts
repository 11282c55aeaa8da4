import { Command, Option } from 'commander';
import type { CascadeOptions } from './commands/cascade.ts';
import { CHECK_FORMATS, type CheckOptions } from './commands/check-options.ts';
import type { CommonOptions, Outcome, Surroundings } from './commands/command.ts';
import type { DoctorOptions } from './commands/doctor.ts';
import type { HandoffOptions } from './commands/handoff.ts';
import type { LogOptions } from './commands/log.ts';
import type { NextOptions } from './commands/next.ts';
import type { PushOptions } from './commands/push.ts';
import type { RebindOptions } from './commands/rebind.ts';
import type { ReleaseOptions } from './commands/release.ts';
import type { ReportOptions } from './commands/report.ts';
import type { ReviewOptions, SignOffOptions } from './commands/review.ts';
import type { ShowOptions } from './commands/show.ts';
import type { TransitOptions } from './commands/transit.ts';
import type { TrustOptions } from './commands/trust.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { escapeControls } from './output/styled-text.ts';

declare const ROADMAP_VERSION: string;

/** Takes what a command gave back; `json` says which half of it is wanted. */
export type Finish = (outcome: Outcome, json: boolean) => void;

const JSON_OPTION = ['--json', 'print JSON for a program'] as const;
const COMMIT = 'what did the work: a hash, HEAD, a range, owner/repo@hash, this, or none';
const AGENT_OPTION = ['--as <name>', 'who you are, where several share a clone; else ROADMAP_AGENT'] as const;
const REMOTE_OPTION = ['--remote <name>', 'the remote that holds claims; else that of roadmap.yaml'] as const;
const NO_REMOTE_OPTION = ['--no-remote', 'ask no remote for claims'] as const;
const REBASE_OPTION = [
  '--rebase-work',
  'where a remote has moved, make commits of work anew, too, and write their new hashes into the ticks',
] as const;
const IDS = 'ids of tasks; a file beside them says which roadmap is meant';
const TRANSITIONS = [
  ['tick', 'done', 'mark tasks done, with their evidence'],
  ['start', 'doing', 'claim tasks, and say that work on them has begun'],
  ['block', 'blocked', 'say that tasks are blocked, and why'],
  ['fail', 'failed', 'say that tasks failed, and why'],
  ['partial', 'partial', 'say that tasks are done in part, and what is left'],
  ['drop', 'dropped', 'drop tasks, and say why'],
  ['reopen', 'todo', 'open tasks again, and say why'],
] as const;
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
const FILES = 'roadmaps; without any, those of roadmap.yaml, else every ROADMAP.md that git tracks';

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

/** The commands that change nothing. */
function addReading(program: Command, surroundings: Surroundings, finish: Finish): void {
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
      const { check } = await import('./commands/check.ts');
      finish(await check(files, options, surroundings), options.format === 'json');
    });
  program
    .command('show')
    .description('show phases and tasks, or one task in full')
    .argument('[file or task...]', `${FILES}; ids of tasks`)
    .option('--phase <id>', 'only this phase')
    .option('--state <state>', 'only tasks in this state')
    .option(...REMOTE_OPTION)
    .option(...NO_REMOTE_OPTION)
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & ShowOptions) => {
      finish(await (await import('./commands/show.ts')).show(names, options, surroundings), json);
    });
  program
    .command('next')
    .description('say what to do now, or why nothing can be done')
    .argument('[file...]', FILES)
    .option(...AGENT_OPTION)
    .option(...REMOTE_OPTION)
    .option(...NO_REMOTE_OPTION)
    .option(...JSON_OPTION)
    .action(async (files: string[], { json = false, ...options }: CommonOptions & NextOptions) => {
      finish(await (await import('./commands/next.ts')).next(files, options, surroundings), json);
    });
  program
    .command('log')
    .description('list every transition in history: when, by whom, with what evidence')
    .argument('[id or file...]', `ids of tasks, those that are gone too; ${FILES}`)
    .option('-n, --limit <number>', 'only so many of the newest')
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & LogOptions) => {
      finish(await (await import('./commands/log.ts')).log(names, options, surroundings), json);
    });
  program
    .command('export')
    .description('print the graph of a roadmap as JSON')
    .argument('[file]', 'the roadmap; it can be left out where there is only one')
    .option('--json', 'as always')
    .action(async (file: string | undefined) => {
      const files = file === undefined ? [] : [file];
      finish(await (await import('./commands/export.ts')).exportGraph(files, surroundings), true);
    });
  program
    .command('explain')
    .description('say what a rule finds and why, with examples')
    .argument('[rule]', 'id of the rule; without it, all rules are listed')
    .option(...JSON_OPTION)
    .action(async (rule: string | undefined, { json = false }: CommonOptions) => {
      finish((await import('./commands/explain.ts')).explain(rule ?? null), json);
    });
}

/** The commands that take tasks from one state to another, and the one that lets go of them. */
function addTransitions(program: Command, surroundings: Surroundings, finish: Finish): void {
  for (const [name, to, description] of TRANSITIONS) {
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
          await (await import('./commands/transit.ts')).transit(name, to, names, options, surroundings),
          json,
        );
      });
    if (name === 'start')
      command
        .option('--for <duration>', 'how long the claim lasts: 30m, 4h, 2d; 4h without it')
        .option(...REMOTE_OPTION)
        .option(...NO_REMOTE_OPTION);
  }
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
      finish(await (await import('./commands/release.ts')).release(names, options, surroundings), json);
    });
}

/** The command that writes into other repositories. */
function addCascade(program: Command, surroundings: Surroundings, finish: Finish): void {
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
      finish(await (await import('./commands/cascade.ts')).cascade(names, options, surroundings), json);
    });
}

/** The commands that write into the final report. */
function addReport(program: Command, surroundings: Surroundings, finish: Finish): void {
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
    const { report: write } = await import('./commands/report.ts');
    finish(await write({ kind: 'set', group, key, value }, options, surroundings), options.json ?? false);
  });
  const surprise = program.command('surprise').description('tell what went otherwise than planned');
  addOptions(
    surprise
      .command('add')
      .description('add a line to the surprises of the final report')
      .argument('<text>', 'in one line'),
  ).action(async (text: string, options: CommonOptions & ReportOptions) => {
    const { report: write } = await import('./commands/report.ts');
    finish(await write({ kind: 'surprise', text }, options, surroundings), options.json ?? false);
  });
}

/** What judges changes: by hand, or because git asks. */
function addHooks(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('audit')
    .description('judge every commit that changed a roadmap, by the law as it stood before it')
    .argument('[range]', 'such as v1..HEAD, or a commit with all before it; HEAD without it')
    .option(...JSON_OPTION)
    .action(async (range: string | undefined, { json = false }: CommonOptions) => {
      finish(await (await import('./commands/audit.ts')).audit(range ?? null, surroundings), json);
    });
  program
    .command('selftest')
    .description('plant good and bad changes in a throwaway clone, and say what the gate stops')
    .option(...JSON_OPTION)
    .action(async ({ json = false }: CommonOptions) => {
      finish(await (await import('./commands/selftest.ts')).selftest(surroundings), json);
    });
  program
    .command('doctor')
    .description('find damage that has a known right answer, and mend it')
    .option('--apply', 'make the repairs, each after a backup')
    .option(...JSON_OPTION)
    .action(async ({ json = false, ...options }: CommonOptions & DoctorOptions) => {
      finish(await (await import('./commands/doctor.ts')).doctor(options, surroundings), json);
    });
  const hook = program.command('hook').description('judge what git is about to take in');
  hook
    .command('run')
    .description('judge it, as an installed hook asks')
    .argument('<name>', 'of the hook: pre-commit, prepare-commit-msg, commit-msg, pre-push or pre-receive')
    .argument('[args...]', 'what git gives the hook')
    .action(async (name: string, args: string[]) => {
      finish(await (await import('./commands/hook-run.ts')).runHook(name, args, surroundings), false);
    });
  for (const [action, description] of HOOK_SETUP) {
    hook
      .command(action)
      .description(description)
      .argument('[name...]', 'of hooks; without any, all but pre-receive')
      .option(...JSON_OPTION)
      .action(async (names: string[], { json = false }: CommonOptions) => {
        const { setUpHooks } = await import('./commands/hook-setup.ts');
        finish(await setUpHooks(action, names, surroundings), json);
      });
  }
}

/** What lets git merge roadmaps, and what git then calls. */
function addMergeDriver(program: Command, surroundings: Surroundings, finish: Finish): void {
  const driver = program.command('merge-driver').description('merge roadmaps by task and field');
  for (const [action, description] of DRIVER_SETUP) {
    driver
      .command(action)
      .description(description)
      .option(...JSON_OPTION)
      .action(async ({ json = false }: CommonOptions) => {
        const { setUpMergeDriver } = await import('./commands/merge-driver-setup.ts');
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
      const { runMergeDriver } = await import('./commands/merge-driver-run.ts');
      const [base, ours, theirs, markerSize, path, labels] = args;
      finish(await runMergeDriver({ base, ours, theirs, markerSize, path, labels }, surroundings), false);
    });
}

/** What a reviewer asks. */
function addReview(program: Command, surroundings: Surroundings, finish: Finish): void {
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
      finish(await (await import('./commands/review.ts')).review(names, options, surroundings), isJson);
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
          await (await import('./commands/review.ts')).signOff(file ?? null, options, surroundings),
          json,
        );
      },
    );
}

/** The command that writes what a reviewer reads first, and holds a written one to the facts. */
function addHandoff(program: Command, surroundings: Surroundings, finish: Finish): void {
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
      const { handoff } = await import('./commands/handoff.ts');
      finish(await handoff(file ?? null, options, surroundings), options.json ?? false);
    });
}

/** The commands that let programs of the config run, and run them. */
function addTrust(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('verify')
    .description('run the checks that a task names in its Verify field, and keep what was seen')
    .argument('<id...>', 'id of the task; a file beside it says which roadmap is meant')
    .option('--at <commit>', 'run them there; else at the commit that the task cites')
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & VerifyOptions) => {
      finish(await (await import('./commands/verify.ts')).verify(names, options, surroundings), json);
    });
  program
    .command('trust')
    .description('show what roadmap.yaml would have run, and let it')
    .option('--yes', 'trust it as it is now, in this clone')
    .option('--revoke', 'trust it no more')
    .option('--status', 'say whether it is trusted, and ask nothing')
    .option(...JSON_OPTION)
    .action(async (options: CommonOptions & TrustOptions) => {
      finish(await (await import('./commands/trust.ts')).trust(options, surroundings), options.json ?? false);
    });
}

/** The command that brings what was committed to where others see it. */
function addPush(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('push')
    .description('send the branch to every remote of the roadmaps, never by force')
    .argument('[file...]', FILES)
    .option(...REBASE_OPTION)
    .option(...JSON_OPTION)
    .action(async (files: string[], { json = false, ...options }: CommonOptions & PushOptions) => {
      finish(await (await import('./commands/push.ts')).push(files, options, surroundings), json);
    });
}

/** The command that takes no task anywhere, and writes where its work has gone. */
function addRebind(program: Command, surroundings: Surroundings, finish: Finish): void {
  program
    .command('rebind')
    .description('write the hashes that landed in the place of those that a squash or rebase left behind')
    .argument('[id or file...]', `ids of tasks, without any all; ${FILES}`)
    .option('--dry-run', 'say what would be written')
    .addOption(makeNoCommit())
    .option(...JSON_OPTION)
    .action(async (names: string[], { json = false, ...options }: CommonOptions & RebindOptions) => {
      finish(await (await import('./commands/rebind.ts')).rebind(names, options, surroundings), json);
    });
}

/** Beside `--commit <commit>`, which commander would take it for the opposite of. */
function makeNoCommit(): Option {
  const option = new Option('--no-commit', 'write the file, and leave the commit to you');
  option.attributeName = () => 'isCommitted';
  return option;
}

/** What commander says of a wrong command line, as every other message of ours looks. */
function lead(text: string): string {
  return text
    .replace(/^error: /, 'roadmap: ')
    .split('\n')
    .map(escapeControls)
    .join('\n');
}
