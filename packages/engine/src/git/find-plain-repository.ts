import { lstatSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where git keeps its things, for a repository that is laid out as `git init` does it (gitrepository-layout(5)). */
export interface PlainRepository {
  /** Absolute path of the top of the working tree, with links resolved. */
  readonly root: string;
  /** Absolute path of its `.git`. */
  readonly gitDir: string;
  /** Absolute path of the index that git takes, which a commit of some files alone gives its hooks another one of. */
  readonly index: string;
}

/**
 * What git's environment may say without moving anything but the index: who commits, how it asks and shows, which settings are
 * the user's (git(1)), and what it tells its hooks (githooks(5)). A ceiling is not for the folder itself.
 */
const HARMLESS =
  /^GIT_(?:AUTHOR_.*|COMMITTER_.*|EDITOR|SEQUENCE_EDITOR|PAGER|ASKPASS|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM|CEILING_DIRECTORIES|TERMINAL_PROMPT|SSH.*|SSL_.*|HTTP_.*|PROXY_.*|MERGE_AUTOEDIT|OPTIONAL_LOCKS|TRACE.*|INDEX_FILE|EXEC_PATH|PREFIX|REFLOG_ACTION)$/;
/** Settings that move the working tree, make objects of another kind or lie in yet another file. */
const UNUSUAL =
  /worktree|bare[ \t]*(?:=(?![ \t]*false\b)|$)|extensions|include|repositoryformatversion[ \t]*(?:=(?![ \t]*0\s)|$)/im;
/** A section, or a setting, or a comment; anything else is for git to read. */
const SETTINGS = /^(?:[ \t]*(?:\[[^\r\n]*\]|[a-z][\w-]*[ \t]*(?:=[^\r\n]*)?|[#;][^\r\n]*)?[ \t]*\r?\n)*$/i;

/**
 * The repository around a folder without asking git, which takes longer than all that is read here; null where anything is
 * other than `git init` makes it, or where git might refuse: then git must be asked. It looks where git-rev-parse(1) does, up
 * from the folder and no further than the file system (GIT_DISCOVERY_ACROSS_FILESYSTEM), and trusts only what is the user's
 * own (git-config(1), safe.directory).
 */
export function findPlainRepository(cwd: string): PlainRepository | null {
  const user = process.geteuid?.();
  if (
    user === undefined ||
    Object.keys(process.env).some((name) => name.startsWith('GIT_') && !HARMLESS.test(name))
  )
    return null;
  const hasCeiling = process.env['GIT_CEILING_DIRECTORIES'] !== undefined;
  try {
    const start = realpathSync(cwd);
    const { dev } = lstatSync(start);
    let folder = start;
    for (;;) {
      const here = lstatSync(folder);
      if (here.dev !== dev || isBareLike(folder)) return null;
      if (hasCeiling && folder !== start) return null;
      const gitDir = join(folder, '.git');
      const found = lstatSync(gitDir, { throwIfNoEntry: false });
      if (found !== undefined)
        return isPlain(gitDir, found, here, user)
          ? { root: folder, gitDir, index: findIndex(folder, gitDir) }
          : null;
      const up = dirname(folder);
      if (up === folder) return null;
      folder = up;
    }
  } catch {
    return null;
  }
}

/** A relative one is meant from the top of the working tree, where git goes before it reads an index. */
function findIndex(root: string, gitDir: string): string {
  return resolve(root, process.env['GIT_INDEX_FILE'] ?? join(gitDir, 'index'));
}

/** Whether git could take the folder itself for a repository. */
function isBareLike(folder: string): boolean {
  return lstatSync(join(folder, 'HEAD'), { throwIfNoEntry: false }) !== undefined;
}

function isPlain(gitDir: string, found: Stats, top: Stats, user: number): boolean {
  const is = (name: string, kind: 'isFile' | 'isDirectory'): boolean =>
    lstatSync(join(gitDir, name), { throwIfNoEntry: false })?.[kind]() === true;
  return (
    found.isDirectory() &&
    found.dev === top.dev &&
    found.uid === user &&
    top.uid === user &&
    is('HEAD', 'isFile') &&
    is('objects', 'isDirectory') &&
    is('refs', 'isDirectory') &&
    !is('commondir', 'isFile') &&
    isUsual(readFileSync(join(gitDir, 'config'), 'utf8'))
  );
}

function isUsual(config: string): boolean {
  return SETTINGS.test(config) && !UNUSUAL.test(config);
}
