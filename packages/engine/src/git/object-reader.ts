import { type GitEnd, startGit } from './run-git.ts';

/** What git has under a name. */
export type GitObject =
  | {
      readonly kind: 'object';
      /** Full hash. */
      readonly id: string;
      readonly type: 'commit' | 'tree' | 'blob' | 'tag';
      /** Null where it is longer than what anybody asked for. */
      readonly bytes: Buffer | null;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous' }
  /** git ended before it answered. */
  | { readonly kind: 'unread' };

/** One `git cat-file --batch` (git-cat-file(1)) that answers any number of questions. */
export interface ObjectReader {
  /** @param name as gitrevisions(7) has it, in one line */
  read(name: string): Promise<GitObject>;
  /** Ends it. Everything that was asked is answered before. */
  close(): Promise<GitEnd>;
}

const HEADER = /^(?<id>[0-9a-f]{40,64}) (?<type>commit|tree|blob|tag) (?<size>\d+)$/;
const LINE_FEED = 0x0a;

/** @param longest bytes of an object that is kept; what is longer is read past */
export function openObjects(cwd: string, longest: number): ObjectReader {
  const waiting: ((answer: GitObject) => void)[] = [];
  let answered = 0;
  let isOver = false;
  const answer = (object: GitObject): void => {
    const resolve = waiting[answered];
    answered += 1;
    if (answered === waiting.length) {
      waiting.length = 0;
      answered = 0;
    }
    resolve?.(object);
  };
  const git = startGit(cwd, ['cat-file', '--batch'], splitObjects(longest, answer));
  const ended = git.ended.finally(() => {
    isOver = true;
    while (waiting.length > 0) answer({ kind: 'unread' });
  });
  // Whoever closes the reader hears of it; a reader that nobody could start has no questions to answer before.
  ended.catch(() => undefined);
  return {
    read: (name) =>
      new Promise((resolve) => {
        if (isOver || /[\n\0]/.test(name)) {
          resolve(isOver ? { kind: 'unread' } : { kind: 'missing' });
          return;
        }
        waiting.push(resolve);
        git.write(`${name}\n`);
      }),
    close: () => {
      git.finish();
      return ended;
    },
  };
}

/** Takes the output of `cat-file --batch` apart: `<hash> <type> <size>`, the content and a line feed; or one line. */
function splitObjects(longest: number, onObject: (object: GitObject) => void): (chunk: Buffer) => void {
  let head: Buffer[] = [];
  let body: {
    readonly object: GitObject & { kind: 'object' };
    readonly pieces: Buffer[];
    left: number;
  } | null = null;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body === null) {
        const end = chunk.indexOf(LINE_FEED, at);
        head.push(chunk.subarray(at, end === -1 ? chunk.length : end));
        if (end === -1) return;
        at = end + 1;
        const line = Buffer.concat(head).toString();
        head = [];
        const { id, type, size } = HEADER.exec(line)?.groups ?? {};
        if (id === undefined) onObject({ kind: line.endsWith(' ambiguous') ? 'ambiguous' : 'missing' });
        else {
          const isKept = Number(size) <= longest;
          const object = { kind: 'object', id, type: type as 'commit', bytes: null } as const;
          body = { object, pieces: isKept ? [Buffer.alloc(0)] : [], left: Number(size) + 1 };
        }
      } else {
        const piece = chunk.subarray(at, at + body.left);
        if (body.pieces.length > 0) body.pieces.push(piece);
        body.left -= piece.length;
        at += piece.length;
        if (body.left > 0) continue;
        const { object, pieces } = body;
        body = null;
        onObject({ ...object, bytes: pieces.length === 0 ? null : Buffer.concat(pieces).subarray(0, -1) });
      }
    }
  };
}
