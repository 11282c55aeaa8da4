import { InputError, type MergeVerdict, runMergeDriver as merge } from '@roadmap-as-code/engine';
import { escapeControls } from '../output/styled-text.ts';
import type { Outcome, Surroundings } from './command.ts';

/** As they stand on the command line. */
export interface DriverArguments {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly markerSize: string;
  readonly path: string;
  readonly labels: readonly string[];
}

/** `roadmap merge-driver run <base> <ours> <theirs> <marker-size> <path> [labels…]`, as git calls it. */
export async function runMergeDriver(
  { markerSize, labels: named, ...files }: DriverArguments,
  { cwd }: Surroundings,
): Promise<Outcome> {
  if (!/^[1-9]\d{0,2}$/.test(markerSize))
    throw new InputError(
      `${markerSize} is no length of the marks of a conflict`,
      'It is for git to call: `roadmap merge-driver install`.',
    );
  const [base, ours, theirs] = ['base', 'ours', 'theirs'].map((side, at) => nameLabel(named[at], side));
  if (base === undefined || ours === undefined || theirs === undefined)
    throw new Error('there are three labels');
  const call = { ...files, markerSize: Number(markerSize), labels: { base, ours, theirs } };
  const { conflicts, refusals, isOfAncestors } = await merge(cwd, call);
  if (!isOfAncestors) sayConflicts(files.path, { conflicts, refusals });
  // Standard output is that of git, which may print something for a program (git-merge-tree(1)).
  return { lines: [], json: null, exitCode: conflicts.length + refusals.length > 0 ? 1 : 0 };
}

function sayConflicts(
  path: string,
  { conflicts, refusals }: Pick<MergeVerdict, 'conflicts' | 'refusals'>,
): void {
  for (const { message } of refusals) say(`${path}: this merge is refused: ${message}`);
  for (const { line, about } of conflicts)
    say(`${path}:${line}: ${about === '' ? 'these lines were' : `${about} was`} changed in two ways`);
  if (conflicts.length > 0)
    say('  → Between the marks keep what is right, take the marks out, and `git add` the file.');
}

/** git before 2.44 knows no labels and leaves their places as they are; and there may be none. */
function nameLabel(label: string | undefined, side: string): string {
  return label === undefined || label.trim() === '' || /^%[SXY]$/.test(label) ? side : escapeControls(label);
}

function say(line: string): void {
  process.stderr.write(`${line.startsWith(' ') ? '' : 'roadmap: '}${escapeControls(line)}\n`);
}
