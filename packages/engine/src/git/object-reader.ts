import { describeFailure, type GitProcess, startGit } from './run-git.ts';

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

/**
 * A `git cat-file --batch` (git-cat-file(1)) that answers any number of questions. Where one of them ends it, as a damaged
 * object does, that one is unread, and another is started for those behind it, so many times at most.
 */
export interface ObjectReader {
  /** @param name as gitrevisions(7) has it, in one line */
  read(name: string): Promise<GitObject>;
  /** Ends it. Everything that was asked is answered before. */
  close(): Promise<{ readonly stderr: string; readonly trouble: string | null }>;
}

const MOST_STARTS = 5;
const HEADER = /^(?<id>[0-9a-f]{40,64}) (?<type>commit|tree|blob|tag) (?<size>\d+)$/;
const LINE_FEED = 0x0a;

interface Question {
  readonly name: string;
  answer(object: GitObject): void;
}

/** @param longest bytes of an object that is kept; what is longer is read past */
export function openObjects(cwd: string, longest: number): ObjectReader {
  const waiting = new Queue<Question>();
  const said: string[] = [];
  let trouble: string | null = null;
  let isClosing = false;
  let isOver = false;
  let git: GitProcess | null = null;
  const run = async (): Promise<void> => {
    for (let starts = 1; ; starts += 1) {
      git = startGit(
        cwd,
        ['-c', 'color.ui=false', '-c', 'color.advice=false', 'cat-file', '--batch'],
        splitObjects(longest, (object) => waiting.shift()?.answer(object)),
      );
      for (const { name } of waiting.list()) git.write(`${name}\n`);
      if (isClosing) git.finish();
      const end = await git.ended;
      said.push(end.stderr);
      if (end.code !== 0) trouble ??= describeFailure(end);
      waiting.shift()?.answer({ kind: 'unread' });
      if ((isClosing && waiting.isEmpty()) || starts === MOST_STARTS) return;
    }
  };
  let ended: Promise<void> | null = null;
  /** Not before anything is asked. */
  const start = (): Promise<void> => {
    const end = run().finally(() => {
      isOver = true;
      for (const { answer } of waiting.list()) answer({ kind: 'unread' });
    });
    // Whoever closes the reader hears of it; a reader that nobody could start has no questions to answer before.
    end.catch(() => undefined);
    return end;
  };
  return {
    read: (name) =>
      new Promise((resolve) => {
        if (isOver || /[\n\0]/.test(name)) {
          resolve(isOver ? { kind: 'unread' } : { kind: 'missing' });
          return;
        }
        waiting.push({ name, answer: resolve });
        if (ended === null) ended = start();
        else git?.write(`${name}\n`);
      }),
    close: async () => {
      isClosing = true;
      git?.finish();
      await ended;
      return { stderr: said.join(''), trouble };
    },
  };
}

/** First in, first out, without the cost of Array.shift. */
class Queue<T> {
  #items: T[] = [];
  #first = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#first];
    if (item === undefined) return undefined;
    this.#first += 1;
    // What was answered is let go, with its answer, though the queue may never be empty.
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  isEmpty(): boolean {
    return this.#first === this.#items.length;
  }

  list(): readonly T[] {
    return this.#items.slice(this.#first);
  }
}

/** Takes the output of `cat-file --batch` apart: `<hash> <type> <size>`, the content and a line feed; or one line. */
function splitObjects(longest: number, onObject: (object: GitObject) => void): (chunk: Buffer) => void {
  let head: Buffer[] = [];
  let body: {
    readonly object: GitObject & { kind: 'object' };
    /** Bytes that are still to come, with the line feed behind them. */
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
          const bytes = isKept ? Buffer.allocUnsafeSlow(Number(size)) : null;
          body = { object: { kind: 'object', id, type: type as 'commit', bytes }, left: Number(size) + 1 };
        }
      } else {
        const { object, left } = body;
        const { bytes } = object;
        // Copied where it belongs; what is behind its end, the line feed, is left out.
        if (bytes !== null) chunk.copy(bytes, bytes.length + 1 - left, at);
        const taken = Math.min(left, chunk.length - at);
        body.left -= taken;
        at += taken;
        if (body.left > 0) continue;
        body = null;
        onObject(object);
      }
    }
  };
}
