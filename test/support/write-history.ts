import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { makeEnvironment } from './environment.ts';
import { requireOwn } from './make-folder.ts';

/** By path. A mode as git has it, 100644 without one; the content of a 160000 is the commit of the submodule. */
export type Tree = ReadonlyMap<string, { readonly content: string; readonly mode?: string }>;

/** A commit that is to be made. */
export interface PlannedCommit {
  /** Places of commits before it in the list. */
  readonly parents: readonly number[];
  /** Everything that it has. */
  readonly tree: Tree;
  /** @param hashes of all commits before it */
  readonly message: (hashes: readonly string[]) => string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** An annotated tag that is to be made. */
export interface PlannedTag {
  readonly name: string;
  /** Place in the list of commits. */
  readonly commit: number;
}

/** A ref that all commits are written to; it stays at the last one. */
export const writtenRef = 'refs/import/all';

/**
 * Writes commits and tags through one git-fast-import(1), and gives back the full hashes of the commits. No other ref is
 * made: what is to be reached, the caller says.
 */
export async function writeHistory(
  root: string,
  commits: readonly PlannedCommit[],
  tags: readonly PlannedTag[] = [],
): Promise<string[]> {
  const git = spawn('git', ['fast-import', '--quiet', '--force', '--done'], {
    cwd: requireOwn(root),
    env: makeEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(git, 'close');
  const answers = createInterface({ input: git.stdout })[Symbol.asyncIterator]();
  const hashes: string[] = [];
  for (const [place, commit] of commits.entries()) {
    git.stdin.write(printCommit(place, commit, commit.message(hashes)));
    const answer = await answers.next();
    if (answer.done === true) throw new Error(`git fast-import ended before commit ${place}`);
    hashes.push(answer.value);
  }
  for (const { name, commit } of tags)
    git.stdin.write(`tag ${name}\nfrom :${commit + 1}\ntagger ${WHO} 1767323045 +0000\n${printData(name)}`);
  git.stdin.end('done\n');
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  return hashes;
}

const WHO = 'Ada Example <ada@example.org>';

function printCommit(place: number, { parents, tree, time }: PlannedCommit, message: string): string {
  const [first, ...others] = parents;
  return [
    // Without it, a commit that names no parent goes on from the one before.
    first === undefined ? `reset ${writtenRef}\n\n` : '',
    `commit ${writtenRef}\nmark :${place + 1}\ncommitter ${WHO} ${time} +0000\n${printData(message)}`,
    first === undefined ? '' : `from :${first + 1}\n`,
    ...others.map((parent) => `merge :${parent + 1}\n`),
    'deleteall\n',
    ...[...tree].map(([path, { content, mode = '100644' }]) =>
      mode === '160000'
        ? `M ${mode} ${content} ${path}\n`
        : `M ${mode} inline ${path}\n${printData(content)}`,
    ),
    `\nget-mark :${place + 1}\n`,
  ].join('');
}

function printData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
