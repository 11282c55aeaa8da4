import { InputError } from '../input-error.ts';

/** One ref of a push, as git tells hooks: full hashes, zeros where there is nothing. */
export interface PushedRef {
  readonly ref: string;
  readonly old: string;
  readonly now: string;
}

/** `<local ref> <local hash> <remote ref> <remote hash>` for each ref (githooks(5), pre-push). */
export function readPrePush(input: string): PushedRef[] {
  return readLines(input, 4).map(([, now = '', ref = '', old = '']) => ({ ref, old, now }));
}

/** `<old hash> <new hash> <ref>` for each ref (githooks(5), pre-receive). */
export function readPreReceive(input: string): PushedRef[] {
  return readLines(input, 3).map(([old = '', now = '', ref = '']) => ({ ref, old, now }));
}

function readLines(input: string, fields: number): string[][] {
  const lines = input.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const parts = line.split(' ');
    if (parts.length >= fields) return parts;
    throw new InputError(
      `standard input: ${JSON.stringify(line)} is not what git gives this hook`,
      'It is for git to call: see githooks(5).',
    );
  });
}

/** Whether a hash stands for nothing: a ref that is made or deleted. */
export function isNothing(hash: string): boolean {
  return /^0{40,64}$/.test(hash);
}
