import { runWriting } from '../write-git.ts';
import { Refusal } from './refusal.ts';

/** Who commits: git's own words for it, which it also gives to hooks. */
export interface Author {
  readonly GIT_AUTHOR_NAME: string;
  readonly GIT_AUTHOR_EMAIL: string;
  readonly GIT_AUTHOR_DATE: string;
}

const IDENT = /^(?<name>.*) <(?<email>.*)> (?<date>\d+ [+-]\d{4})\s*$/s;

/** Refuses where git does not know who commits, before anything is done. */
export async function findAuthor(root: string): Promise<Author> {
  const [author, committer] = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) => runWriting(root, ['var', name])),
  );
  const { name, email, date } = IDENT.exec(author?.stdout.toString() ?? '')?.groups ?? {};
  if (author?.code !== 0 || committer?.code !== 0 || name === undefined || email === undefined) {
    throw new Refusal(
      'git does not know who commits',
      'Tell it: `git config --global user.name "Your Name"`, and user.email.',
    );
  }
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` };
}
