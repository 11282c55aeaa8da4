import { runGit } from '../run-git.ts';
import { runWriting } from '../write-git.ts';
import type { Author } from './find-author.ts';
import { Refusal, refuseFailure } from './refusal.ts';

/** A commit that is to be written. */
export interface CommitContent {
  /** Full hash. */
  readonly tree: string;
  /** Full hash. */
  readonly parent: string;
  readonly author: Author;
  readonly message: string | Uint8Array;
  /** What the message is written in; UTF-8 without it (git-commit(1), i18n.commitEncoding). */
  readonly encoding?: string;
  /** Absolute path of the folder of the objects, where they are not the repository's own. */
  readonly objects?: string;
}

/** Writes a commit, signed where the user wants that (commit.gpgSign); its full hash. No ref has it yet. */
export async function commitTree(root: string, content: CommitContent): Promise<string> {
  const { tree, parent, author, message, encoding = 'UTF-8', objects } = content;
  const setting = await runGit(root, ['config', '--type=bool', '--get', 'commit.gpgSign']);
  const isSigned = setting.stdout.toString().trim() === 'true';
  const options = [...(isSigned ? ['-S'] : []), '-p', parent, tree];
  const run = await runWriting(root, ['-c', `i18n.commitEncoding=${encoding}`, 'commit-tree', ...options], {
    input: message,
    environment: { ...author, ...(objects === undefined ? {} : { GIT_OBJECT_DIRECTORY: objects }) },
  });
  if (run.code === 0) return run.stdout.toString().trim();
  const said = run.stderr.trim();
  throw isSigned
    ? new Refusal(
        `git could not sign the commit: ${said}`,
        'See `git config user.signingKey`, and that the key is there.',
      )
    : refuseFailure('write the commit', run);
}
