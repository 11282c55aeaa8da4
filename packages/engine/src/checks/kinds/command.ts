import { countOf, cutText, nameSome } from '@roadmap-as-code/core';
import type { Check, CheckResult } from '@roadmap-as-code/core/checks';
import { runGit } from '../../git/run-git.ts';
import { type CheckKind, unknown } from '../check-kind.ts';
import { findFolder, findProgram } from '../programs/find-program.ts';
import { MOST_KEPT, type Output, type ProgramEnd, runProgram } from '../programs/run-program.ts';
import { showLastLines } from '../programs/show-output.ts';

type CommandCheck = Extract<Check, { kind: 'command' }>;

/** Seconds. */
const USUAL_LIMIT = 300;
/** What every program gets of the environment, and what no program gets. */
const ALWAYS = ['PATH', 'HOME', 'LANG', 'TMPDIR'];
const NEVER = /^git_/i;
const MOST_NAMED = 5;
const LONGEST_SHOWN = 120;
/** Milliseconds that a program has to end when it is told to, and its outputs to close. */
const AFTER = 5000;

/** A program that is run without a shell, in the repository or in a clean working tree of a commit. */
export const command: CheckKind<'command'> = {
  kind: 'command',
  needs: ['trust'],
  describe: ({ argv }) => cutText(argv.join(' '), LONGEST_SHOWN),
  program: ({ argv, folder = '.', environment = [], timeout = USUAL_LIMIT }) => ({
    argv,
    folder,
    environment: [...environment].sort(),
    host: null,
    timeout,
  }),
  limit: ({ timeout = USUAL_LIMIT }) => timeout * 1000 + AFTER,
  refuseFilled: (written, filled) => {
    if (written.argv[0] !== filled.argv[0]) return 'the report may not say which program is run';
    const at = filled.argv.findIndex(
      (one, place) => one !== written.argv[place] && !isValue(one, written.argv[place]),
    );
    return at === -1
      ? null
      : `${JSON.stringify(cutText(filled.argv[at] ?? '', LONGEST_SHOWN))} would be an option`;
  },
  run: async (check, { repository: { root }, signal }) => {
    const environment = pickEnvironment(check.environment ?? []);
    const [name = '', ...args] = check.argv;
    const folder = await findFolder(check.folder ?? '.', root);
    const program = await findProgram(name, root, environment['PATH'] ?? '');
    if (folder.kind === 'refused') return unknown(folder.message, 'Correct `folder`: a path from the root.');
    if (program.kind === 'refused') return unknown(program.message, 'Install it, or correct `argv`.');
    if (args.some((one) => one.includes('\0')))
      return unknown('an argument has a NUL byte in it', 'Correct the report: no program can be given that.');
    const isClean = await isUnchanged(root);
    const limit = (check.timeout ?? USUAL_LIMIT) * 1000;
    const end = await runProgram(program.path, args, { folder: folder.path, environment, limit, signal });
    const given = (check.environment ?? []).flatMap((one) => environment[one] ?? []);
    const result = await judgeEnd(check, end, given);
    return isClean ? result : { ...result, message: `${result.message}, ${UNCOMMITTED}` };
  },
};

/** Whether what lies in the working tree is what is committed, but for what git ignores. */
async function isUnchanged(root: string): Promise<boolean> {
  const { code, stdout } = await runGit(root, ['status', '--porcelain', '--ignore-submodules=none']);
  return code === 0 && stdout.length === 0;
}

const UNCOMMITTED = 'in a working tree with changes that are not committed';

/** A value of the report that begins with a dash, where nothing stands before it, would be an option. */
function isValue(filled: string, written: string | undefined): boolean {
  return !filled.startsWith('-') || (written ?? '').startsWith('-');
}

function pickEnvironment(names: readonly string[]): NodeJS.ProcessEnv {
  const picked = [...ALWAYS, ...names].filter((name) => !NEVER.test(name));
  return Object.fromEntries(
    picked.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function judgeEnd(
  check: CommandCheck,
  end: ProgramEnd,
  given: readonly string[],
): Promise<CheckResult> {
  const place = command.describe(check);
  if (end.kind === 'unstarted')
    return unknown(`it could not be started (${end.why})`, 'See whether it can be run.');
  if (end.kind === 'stopped') return unknown('it was stopped', 'Run it again.');
  const seen = [
    { place, found: sayEnd(end) },
    ...(await describeOutput('stdout', end.stdout, given)),
    ...(await describeOutput('stderr', end.stderr, given)),
  ];
  const run = {
    exitCode: end.code,
    milliseconds: end.milliseconds,
    stdout: end.stdout.sha256,
    stderr: end.stderr.sha256,
  };
  const help = 'Run it by hand, and see what it says.';
  if (end.kind === 'late') {
    const message = `it did not end within ${countOf(check.timeout ?? USUAL_LIMIT, 'second')}`;
    return { verdict: 'fail', message, help, seen, run };
  }
  const { faults, doubts } = listFaults(check, end);
  if (faults.length > 0) return { verdict: 'fail', message: nameSome(faults, MOST_NAMED), help, seen, run };
  if (doubts.length > 0) {
    const message = `${nameSome(doubts, MOST_NAMED)} in the first ${MOST_KEPT / 1024 / 1024} MiB, and it wrote more`;
    return { ...unknown(message, 'Have it write less.', seen), run };
  }
  return { verdict: 'pass', message: `it ended with ${end.code}, as it has to`, help: null, seen, run };
}

function sayEnd({ kind, code, why, milliseconds }: ProgramEnd): string {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  if (kind === 'late') return `ended after ${seconds}, since its time was over`;
  return code === null ? `${why ?? 'a signal'} after ${seconds}` : `exit ${code} after ${seconds}`;
}

async function describeOutput(
  name: string,
  { size, sha256, last }: Output,
  given: readonly string[],
): Promise<CheckResult['seen']> {
  if (size === 0) return [];
  const lines = await showLastLines(last, given);
  return [{ place: name, found: [`${size} bytes, sha256 ${sha256}`, ...lines].join('\n') }];
}

/** What is not as it has to be; and what can't be told, since not all of an output was kept. */
function listFaults(check: CommandCheck, end: ProgramEnd): { faults: string[]; doubts: string[] } {
  const wanted = check.exit ?? 0;
  const faults =
    end.code === wanted ? [] : [`it ended with ${end.code ?? end.why ?? 'a signal'}, not ${wanted}`];
  const doubts: string[] = [];
  for (const name of ['stdout', 'stderr'] as const) {
    const { first, size } = end[name];
    const quote = (one: string): string => JSON.stringify(cutText(one, LONGEST_SHOWN));
    const missing = listTexts(check[name]?.matches).filter((one) => !first.includes(one));
    const strange = listTexts(check[name]?.lacks).filter((one) => first.includes(one));
    const isWhole = size <= MOST_KEPT;
    (isWhole ? faults : doubts).push(...missing.map((one) => `its ${name} lacks ${quote(one)}`));
    faults.push(...strange.map((one) => `its ${name} has ${quote(one)}`));
    if (!isWhole && strange.length === 0 && listTexts(check[name]?.lacks).length > 0)
      doubts.push(`nothing that its ${name} must not have was seen`);
  }
  return { faults, doubts };
}

function listTexts(one: string | readonly string[] | undefined): readonly string[] {
  return one === undefined ? [] : [one].flat();
}
