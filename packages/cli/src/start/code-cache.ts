import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Script } from 'node:vm';

/**
 * What V8 made of the command's code in an earlier run, kept so that it need not be made again. Without it everything
 * runs the same, and starts slower.
 */
export interface CodeCache {
  /** What was kept of a part; undefined where nothing was, or where others might have written it. */
  read(part: string): KeptCode | undefined;
  /** Keeps what V8 has of parts now. What can't be written is not kept, and nobody is told. */
  keep(parts: ReadonlyMap<string, Script>): void;
}

/** What V8 made of a part. */
export interface KeptCode {
  readonly code: Buffer;
  /** Whether it is time to keep it again: with what the runs since then have needed beside the first one. */
  readonly isOld: boolean;
}

/** Where, and of what, code is kept. */
export interface CacheKey {
  readonly environment: NodeJS.ProcessEnv;
  /** Digest of the code itself. */
  readonly build: string;
  /** Name of the command, since each runs another part of the code. */
  readonly command: string;
}

const NAME = /^[a-z][a-z-]{0,30}$/;

/**
 * The cache of one command of one build of one Node, in a folder that nobody but the user may write: whoever can write it
 * could have other code run. Null where there is no such folder, on systems that do not say who owns a file, where Node has
 * other options than usual, and where NODE_DISABLE_COMPILE_CACHE is set, which turns off Node's own cache of this kind, too.
 */
export function openCodeCache({ environment, build, command }: CacheKey): CodeCache | null {
  const { XDG_CACHE_HOME, HOME, NODE_OPTIONS, NODE_DISABLE_COMPILE_CACHE } = environment;
  const base = XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : '');
  const isUsual = process.execArgv.length === 0 && !NODE_OPTIONS;
  if (!base.startsWith('/') || !NAME.test(command) || !isUsual || NODE_DISABLE_COMPILE_CACHE) return null;
  const user = process.geteuid?.();
  if (user === undefined) return null;
  const top = join(base, 'roadmap-as-code');
  const folder = join(top, `${build}-${process.version}-${process.arch}`);
  const pathOf = (part: string): string => join(folder, `${command}.${part}`);
  const isOurs = (): boolean => isPrivate(top, user) && isPrivate(folder, user);
  let isTrusted: boolean | null = null;
  return {
    read: (part) => {
      isTrusted ??= isOurs();
      return isTrusted ? readOwn(pathOf(part), user) : undefined;
    },
    keep: (parts) => {
      try {
        for (const one of [base, top]) mkdirSync(one, { recursive: true, mode: 0o700 });
        const isNew = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined;
        if (!isOurs()) return;
        if (isNew) forgetOld(top);
        for (const [part, script] of parts) write(pathOf(part), script.createCachedData());
      } catch {
        // A full disk, or a home that is read-only: the next run starts as slowly as this one.
      }
    },
  };
}

/** Builds and versions of Node that are in use side by side. */
const MOST_BUILDS = 4;

/** Takes away what builds of before have left. */
function forgetOld(top: string): void {
  const builds = readdirSync(top)
    .map((name) => ({ path: join(top, name), time: lstatSync(join(top, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of builds.slice(MOST_BUILDS)) rmSync(path, { recursive: true, force: true });
}

const OTHERS = 0o077;

/** Whether a path is a folder, no link, that is the user's and open to nobody else. */
function isPrivate(path: string, user: number): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && found.uid === user && (found.mode & OTHERS) === 0;
  } catch {
    return false;
  }
}

/** In milliseconds. */
const HOUR = 3_600_000;

function readOwn(path: string, user: number): KeptCode | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const found = fstatSync(file);
    const isTrusted = found.isFile() && found.uid === user && (found.mode & OTHERS) === 0;
    return isTrusted ? { code: readFileSync(file), isOld: Date.now() - found.mtimeMs > HOUR } : undefined;
  } finally {
    closeSync(file);
  }
}

/** A reader sees the old file, the new one or none. */
function write(path: string, data: Buffer): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, data, { mode: 0o600 });
  renameSync(temporary, path);
}
