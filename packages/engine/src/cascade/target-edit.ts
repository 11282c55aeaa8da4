import { type CascadeTarget, cutText } from '@roadmap-as-code/core';
import { editContent } from '@roadmap-as-code/core/cascade';
import { readFileOf, type TargetBranch, writeTree } from './target-branch.ts';
import { TargetProblem } from './target-problem.ts';

/** Throws a TargetProblem where a commit lacks the text that the target requires. */
export async function requireText(
  branch: TargetBranch,
  commit: string,
  { requires }: CascadeTarget,
): Promise<void> {
  if (requires === undefined) return;
  const { bytes } = await readFileOf(branch, commit, requires.file);
  if (bytes === null) throw new TargetProblem('refused', `it requires ${requires.file}, which is not there`);
  if (!Buffer.from(bytes).includes(requires.matches))
    throw new TargetProblem('refused', `it requires ${quote(requires.matches)} in ${requires.file}`);
}

/** The tree of a commit with the file as the target wants it; null where the commit has it so. */
export async function editFile(
  branch: TargetBranch,
  commit: string,
  target: CascadeTarget,
): Promise<string | null> {
  const { bytes, mode } = await readFileOf(branch, commit, target.file);
  const edited = editContent(bytes, target);
  if (edited.kind === 'refused') throw new TargetProblem('refused', `${target.file}: ${edited.reason}`);
  if (edited.kind === 'there') return null;
  return writeTree(branch, commit, target.file, { mode, bytes: edited.bytes });
}

/** In characters. */
const LONGEST_QUOTE = 60;

function quote(text: string): string {
  return JSON.stringify(cutText(text, LONGEST_QUOTE));
}
