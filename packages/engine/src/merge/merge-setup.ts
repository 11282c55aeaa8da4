import { lstatSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  type DrivenRoadmap,
  type DriverAttributes,
  type MergeDriverReport,
  quoteWord,
} from '@roadmap-as-code/core';
import { roadmapName } from '../config/names.ts';
import { readConfig } from '../config/read-config.ts';
import { listNamed } from '../config/roadmap-entries.ts';
import { createFile } from '../files/create-file.ts';
import { readBounded } from '../files/read-file.ts';
import { findRepository, type Repository } from '../git/find-repository.ts';
import { listTracked } from '../git/list-tracked.ts';
import { describeFailure, runGit } from '../git/run-git.ts';
import { runPlumbing } from '../git/write-git.ts';
import { type Finding, inspectOther } from '../hooks/inspect-hook.ts';
import { InputError } from '../input-error.ts';
import { replaceFile } from '../transition/replace-file.ts';
import {
  addAttributeLines,
  driverName,
  dropAttributeLines,
  listForeignLines,
  writeAttributeLine,
} from './attribute-lines.ts';
import { type DriverProgram, findDriverScript, renderDriver } from './driver-command.ts';

/** What lets git merge roadmaps by task and field in a clone, takes that out again, and says how it stands. */
export interface MergeSetup {
  install(): Promise<MergeDriverReport>;
  uninstall(): Promise<MergeDriverReport>;
  inspect(): Promise<MergeDriverReport>;
}

const ATTRIBUTES = '.gitattributes';
const NAME_KEY = `merge.${driverName}.name`;
const COMMAND_KEY = `merge.${driverName}.driver`;
const AGAIN = 'Run `roadmap merge-driver install`.';

/**
 * @param cwd absolute path of a folder of the repository
 * @param program what the driver shall start
 */
export async function openMergeSetup(cwd: string, program: DriverProgram): Promise<MergeSetup> {
  const repository = await findRepository(cwd);
  if (repository === null)
    throw new InputError(`${cwd}: this is no git repository`, 'Run it in the repository of the roadmap.');
  const command = renderDriver(program);
  const report = async (change: Partial<DriverAttributes>, changed: boolean): Promise<MergeDriverReport> => ({
    schemaVersion: 1,
    driver: { changed, ...inspectDriver(repository.root, await readCommand(repository, []), command) },
    attributes: { path: ATTRIBUTES, written: [], takenOut: [], left: [], ...change },
    roadmaps: await inspectRoadmaps(repository, (await listDriven(repository)).paths),
  });
  return {
    inspect: () => report({}, false),
    install: async () => {
      const isChanged = await mustWriteDriver(repository, command);
      const { change, ...files } = await planAddition(repository);
      await changeBoth(repository, files, () =>
        isChanged ? writeDriver(repository, command) : Promise.resolve(),
      );
      return report(change, isChanged);
    },
    uninstall: async () => {
      const own = await readCommand(repository, ['--local']);
      const isOurs = own !== null && findDriverScript(own) !== null;
      const { change, ...files } = await planRemoval(repository);
      await changeBoth(repository, files, () => (isOurs ? unsetDriver(repository) : Promise.resolve()));
      return report(change, isOurs);
    },
  };
}

/** What .gitattributes is and will be; null for no file. */
interface FileChange {
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** Changes the file and the config; where the config can't be written, the file is as it was. */
async function changeBoth(
  { root }: Repository,
  { before, after }: FileChange,
  changeConfig: () => Promise<void>,
): Promise<void> {
  await changeFile(root, { before, after });
  try {
    await changeConfig();
  } catch (error) {
    await changeFile(root, { before: after, after: before });
    throw error;
  }
}

/** The roadmaps, and the lines that they need. */
async function listDriven(repository: Repository): Promise<{ paths: string[]; isAnywhere: boolean }> {
  const named = listNamed(await readConfig(repository.root));
  if (named.length > 0) return { paths: named, isAnywhere: false };
  const tracked = await listTracked(repository, roadmapName);
  return { paths: tracked.length > 0 ? tracked : [roadmapName], isAnywhere: true };
}

type Plan<Key extends keyof DriverAttributes> = FileChange & {
  readonly change: Pick<DriverAttributes, Key>;
};

async function planAddition(repository: Repository): Promise<Plan<'written'>> {
  const { paths, isAnywhere } = await listDriven(repository);
  const values = await readAttributes(repository, paths);
  const missing = paths.filter((path) => values.get(path) !== driverName);
  const wanted = (isAnywhere ? missing.slice(0, 1).map(() => roadmapName) : missing).map((path) =>
    writeAttributeLine(path, isAnywhere),
  );
  const before = await readAttributesFile(repository.root);
  const text = Buffer.from(before ?? []).toString('latin1');
  const there = text.split(/\r?\n/);
  // One that is there and does not count is overruled by what stands behind it, and would be so again.
  const lines = wanted.filter((line) => !there.includes(line));
  if (before === null && lines.length > 0) await refuseSparse(repository);
  const after = lines.length === 0 ? before : Buffer.from(addAttributeLines(text, lines), 'latin1');
  return { before, after, change: { written: lines.map(decodeLine) } };
}

/** A new file would stand for one that git has and a sparse checkout left out, and take all of its lines out. */
async function refuseSparse({ folder }: Repository): Promise<void> {
  const run = await runGit(folder, ['ls-files', '-t', '--', `:(top)${ATTRIBUTES}`]);
  if (run.stdout.toString().startsWith('S '))
    throw new InputError(
      `${ATTRIBUTES}: git has it, and a sparse checkout left it out`,
      `Bring it into the working tree: \`git sparse-checkout add /${ATTRIBUTES}\`.`,
    );
}

async function planRemoval({ root }: Repository): Promise<Plan<'takenOut' | 'left'>> {
  const before = await readAttributesFile(root);
  const { text, dropped } = dropAttributeLines(Buffer.from(before ?? []).toString('latin1'));
  const left = listForeignLines(text).map((one) => ({ line: one.line, text: decodeLine(one.text) }));
  // A file without anything else is one that we made.
  const rest = text === '' ? null : Buffer.from(text, 'latin1');
  const after = dropped.length === 0 ? before : rest;
  return { before, after, change: { takenOut: dropped.map(decodeLine), left } };
}

function decodeLine(line: string): string {
  return Buffer.from(line, 'latin1').toString();
}

/** Null where there is none. */
async function readAttributesFile(root: string): Promise<Uint8Array | null> {
  const path = join(root, ATTRIBUTES);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink())
    throw new InputError(
      `${ATTRIBUTES}: it is a symbolic link, which git does not follow`,
      'Put the file itself there.',
    );
  return stats === undefined ? null : readBounded(path, ATTRIBUTES);
}

async function changeFile(root: string, { before, after }: FileChange): Promise<void> {
  if (before === after) return;
  const path = join(root, ATTRIBUTES);
  if (before === null && after !== null) await createFile(path, ATTRIBUTES, after);
  else if (before !== null && after !== null) await replaceFile(root, ATTRIBUTES, before, after);
  else
    await unlink(path).catch(({ code }: NodeJS.ErrnoException) => {
      throw new InputError(`${ATTRIBUTES}: it can't be removed (${code})`, 'Check its permissions.');
    });
}

/** What git has for the attribute `merge` of paths from the root (git-check-attr(1)). */
async function readAttributes(
  { root, folder }: Repository,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const asked = paths.map((path) => relative(folder, join(root, path)));
  const run = await runGit(
    folder,
    ['check-attr', '-z', '--stdin', 'merge'],
    asked.map((path) => `${path}\0`).join(''),
  );
  if (run.code !== 0)
    throw new InputError(
      `git can't tell the attributes of the roadmaps: ${describeFailure(run)}`,
      'See what `git status` says.',
    );
  // <path>\0merge\0<value>\0
  const fields = run.stdout.toString().split('\0');
  return new Map(paths.map((path, at) => [path, fields[at * 3 + 2] ?? '']));
}

async function inspectRoadmaps(repository: Repository, paths: readonly string[]): Promise<DrivenRoadmap[]> {
  const values = await readAttributes(repository, paths);
  return paths.map((path) => {
    const value = values.get(path) ?? '';
    if (value === driverName) return { path, state: 'installed', reason: null, help: null };
    if (value === 'unspecified')
      return {
        path,
        state: 'missing',
        reason: `no line of ${ATTRIBUTES} gives it to the driver`,
        help: AGAIN,
      };
    return {
      path,
      state: 'broken',
      reason: `a line of another ${ATTRIBUTES}, or behind ours, says that its merge is ${value}`,
      help: `Take that line out, or put ours behind it; \`git check-attr merge -- ${quoteWord(path)}\` says what git takes.`,
    };
  });
}

/** The command that the config has, of this clone or of all of them; null where it has none. */
async function readCommand({ folder }: Repository, scope: readonly '--local'[]): Promise<string | null> {
  const run = await runGit(folder, ['config', ...scope, '-z', '--get', COMMAND_KEY]);
  // git-config(1): 1 is that there is no such key.
  if (run.code === 0) return run.stdout.toString().split('\0')[0] ?? '';
  if (run.code === 1) return null;
  throw refuseConfig(describeFailure(run));
}

function inspectDriver(root: string, there: string | null, wanted: string): Finding {
  if (there === null)
    return { state: 'missing', reason: 'the git config of this clone has no such driver', help: AGAIN };
  if (there === wanted) return { state: 'installed', reason: null, help: null };
  const script = findDriverScript(there);
  if (script !== null) return inspectOther(root, script, AGAIN);
  return {
    state: 'broken',
    reason: `${COMMAND_KEY} is a command that roadmap did not write`,
    help: CHANGED_HELP,
  };
}

const CHANGED_HELP = `Take it out with \`git config --unset-all ${COMMAND_KEY}\`, and run \`roadmap merge-driver install\`.`;

/** Throws where the clone has a command of that name that is none of ours. */
async function mustWriteDriver(repository: Repository, command: string): Promise<boolean> {
  const own = await readCommand(repository, ['--local']);
  if (own !== null && findDriverScript(own) === null)
    throw new InputError(`${COMMAND_KEY} is a command that roadmap did not write`, CHANGED_HELP);
  return own !== command;
}

async function writeDriver(repository: Repository, command: string): Promise<void> {
  await setConfig(repository, ['--replace-all', NAME_KEY, 'roadmaps, by task and field']);
  await setConfig(repository, ['--replace-all', COMMAND_KEY, command]);
}

async function unsetDriver(repository: Repository): Promise<void> {
  await setConfig(repository, ['--unset-all', COMMAND_KEY]);
  await setConfig(repository, ['--unset-all', NAME_KEY]);
}

/** Linked working trees share what is written here (git-config(1), --local). */
async function setConfig({ folder }: Repository, args: readonly string[]): Promise<void> {
  const run = await runPlumbing(folder, ['config', '--local', ...args]);
  // git-config(1): 5 is that there was nothing to unset.
  if (run.code !== 0 && run.code !== 5) throw refuseConfig(describeFailure(run));
}

function refuseConfig(says: string): InputError {
  return new InputError(
    `git could not use its config: ${says}`,
    'See what `git config --list --show-origin` says.',
  );
}
