import type { Settings } from '../read-settings.ts';
import { runWriting } from '../write-git.ts';
import { Refusal } from './refusal.ts';

/** Who commits: git's own words for it, which it also gives to hooks. */
export interface Author {
  readonly GIT_AUTHOR_NAME: string;
  readonly GIT_AUTHOR_EMAIL: string;
  readonly GIT_AUTHOR_DATE: string;
}

/** Who commits, as the headers of a commit say it: `Name <email> seconds zone`. */
export interface Persons {
  readonly author: string;
  readonly committer: string;
  /** Whether that is every byte of it; else git itself must write it. */
  readonly isPlain: boolean;
}

const IDENT = /^(?<name>.*) <(?<email>.*)> (?<date>\d+ [+-]\d{4})\s*$/s;

/** Refuses where git does not know who commits, before anything is done. */
export async function findAuthor(root: string): Promise<Author> {
  return nameAuthor(await askPersons(root));
}

/** What git tells hooks of the author. */
export function nameAuthor({ author }: Pick<Persons, 'author'>): Author {
  const { name = '', email = '', date = '' } = IDENT.exec(author)?.groups ?? {};
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: `@${date}` };
}

/** The same as git has it, without a process where settings and environment say it plainly. */
export async function findPersons(root: string, settings: Settings): Promise<Persons> {
  const [author, committer] = [readPerson(settings, 'AUTHOR'), readPerson(settings, 'COMMITTER')];
  if (author === null || committer === null) return askPersons(root);
  return { author, committer, isPlain: true };
}

async function askPersons(root: string): Promise<Persons> {
  const [author = '', committer = ''] = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map(async (name) => {
      const run = await runWriting(root, ['var', name]);
      return run.code === 0 ? run.stdout.toString().trim() : '';
    }),
  );
  if (IDENT.test(author) && IDENT.test(committer)) return { author, committer, isPlain: false };
  throw new Refusal(
    'git does not know who commits',
    'Tell it: `git config --global user.name "Your Name"`, and user.email.',
  );
}

/**
 * Who that is by the rules of git-commit(1), Commit information: the environment, then user.name and user.email. Null
 * where there is more to it: settings for one of the two alone, a date that is given, nothing that is set, or what git
 * would first strip of characters (strbuf_addstr_without_crud in ident.c).
 */
function readPerson(settings: Settings, who: 'AUTHOR' | 'COMMITTER'): string | null {
  const { env } = process;
  const name = env[`GIT_${who}_NAME`] ?? settings.find('user.name') ?? '';
  const email = env[`GIT_${who}_EMAIL`] ?? settings.find('user.email') ?? '';
  const isOwn = env[`GIT_${who}_DATE`] !== undefined || settings.has(`${who.toLowerCase()}.`);
  if (isOwn || !PLAIN.test(name) || !PLAIN.test(email) || !ZONE.test(env['TZ'] ?? 'UTC')) return null;
  const now = new Date();
  const minutes = Math.abs(now.getTimezoneOffset());
  const zone = [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, '0')).join('');
  const sign = now.getTimezoneOffset() > 0 ? '-' : '+';
  return `${name} <${email}> ${Math.floor(now.getTime() / 1000)} ${sign}${zone}`;
}

/** Letters, digits and what stands between them, in any script. */
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .,'@+_()[\]-]*[\p{L}\p{M}\p{N})\]])?$/u;
/** A zone of the time zone database, which both the C library and JavaScript know (tzset(3)). */
const ZONE = /^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+)+)$/;
