import { userInfo } from 'node:os';
import type { Holder } from '@roadmap-as-code/core';
import { runGit } from '../git/run-git.ts';
import { InputError } from '../input-error.ts';

/** Names an agent for all the commands that it runs. */
const AGENT = 'ROADMAP_AGENT';

/**
 * Who asks: `name`, else what ROADMAP_AGENT says, else whoever works in this working tree.
 * @param name as `--as` gives it
 * @param root absolute path of the top of the working tree
 */
export function findHolder(name: string | null, root: string): Holder {
  const given = name ?? process.env[AGENT] ?? '';
  if (name === null && given === '') return { by: '', place: root };
  const by = given.trim();
  // Control and format characters, among them the line ends (Unicode, general categories Cc, Cf, Zl, Zp).
  if (by !== '' && by.length <= LONGEST_NAME && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(by))
    return { by, place: null };
  throw new InputError(
    `${name === null ? AGENT : '--as'}: ${JSON.stringify(given)} is no name`,
    `Give one in a line of at most ${LONGEST_NAME} characters.`,
  );
}

const LONGEST_NAME = 100;

/** What others are told of who gave no name: who they are for git, and where they work. */
export async function nameHolder(holder: Holder): Promise<Holder> {
  if (holder.place === null) return holder;
  return { ...holder, by: `${await nameCommitter(holder.place)} in ${holder.place}` };
}

/** Who works in a working tree, as git has it. */
export async function nameCommitter(root: string): Promise<string> {
  const run = await runGit(root, ['var', 'GIT_COMMITTER_IDENT']);
  // name <address> seconds zone (git-var(1))
  const name = run.code === 0 ? run.stdout.toString().replace(/ <[^<>]*> \d+ \S+\n$/, '') : '';
  return name === '' ? userInfo().username : name;
}
