import { cutText, nameSome, quoteWord, showRemote, suggestName } from '@roadmap-as-code/core';
import { hidePasswords } from '@roadmap-as-code/core/cascade';
import { isBranch } from '../../config/check-targets.ts';
import { listRemotes } from '../../git/list-remotes.ts';
import { describeRemote, runRemote } from '../../git/run-remote.ts';
import type { CheckWorld } from '../check-kind.ts';
import type { Finding } from '../conclude.ts';

/** What a remote has of the refs that it was asked for: full hashes by full names. */
export interface RemoteRefs {
  readonly remote: string;
  readonly refs: ReadonlyMap<string, string>;
}

/** What remotes answered, and why some did not, in the order in which they were named. */
export interface RemoteAnswers {
  readonly answers: readonly RemoteRefs[];
  readonly troubles: readonly Finding[];
}

/** Milliseconds that one remote may take: less than a check may, so that one that hangs does not hide the others. */
const LONGEST = 20_000;
const LONGEST_REASON = 200;

/**
 * Asks remotes side by side, by `git ls-remote` once for each. Nothing is fetched or written.
 * @param named names of remotes; undefined for those of the roadmap in roadmap.yaml, else all that the clone knows. A config
 *   comes with a branch that anybody may have written, so a name that the clone does not know is asked for nothing.
 * @param refs full names
 */
export async function askRemotes(
  { repository: { root }, roadmap, signal }: CheckWorld,
  named: readonly string[] | undefined,
  refs: readonly string[],
): Promise<RemoteAnswers> {
  const known = await listRemotes(root);
  const remotes = [...new Set(named ?? roadmap.config?.remotes ?? known)];
  if (remotes.length === 0) return { answers: [], troubles: [NO_REMOTE] };
  const results = await Promise.all(
    remotes.map(async (remote) =>
      known.includes(remote) ? askRemote(root, remote, refs, signal) : refuseRemote(remote, known),
    ),
  );
  return {
    answers: results.filter((one): one is RemoteRefs => 'refs' in one),
    troubles: results.filter((one): one is Finding => 'message' in one),
  };
}

const NO_REMOTE: Finding = {
  message: 'this clone has no remote',
  help: 'Add one: `git remote add origin <url>`.',
};

async function askRemote(
  root: string,
  remote: string,
  refs: readonly string[],
  signal: AbortSignal,
): Promise<RemoteRefs | Finding> {
  const run = await runRemote(root, ['ls-remote', '--quiet', '--end-of-options', remote, ...refs], {
    wait: LONGEST,
    signal,
    // Several that ask for a password at once could not be told apart. What git says is told apart by its words.
    environment: { GIT_TERMINAL_PROMPT: '0', LANGUAGE: 'C' },
  });
  if (run.code !== 0)
    return {
      message: `${remote} can't be asked: ${cutText(hidePasswords(describeRemote(run)), LONGEST_REASON)}`,
      help: `See that \`git ls-remote ${quoteWord(remote)}\` works.`,
    };
  // <hash>\t<ref>; a ref whose name only ends like the one that is asked for is listed, too (git-ls-remote(1)).
  return { remote, refs: new Map(run.stdout.toString().split('\n').flatMap(readRow)) };
}

function readRow(row: string): [string, string][] {
  const { hash, ref } = /^(?<hash>[0-9a-f]{40,64})\t(?<ref>refs\/.+)$/.exec(row)?.groups ?? {};
  return hash === undefined || ref === undefined ? [] : [[ref, hash]];
}

function refuseRemote(remote: string, known: readonly string[]): Finding {
  const shown = showRemote(remote);
  const near = suggestName(remote, known);
  return {
    message: `this clone has no remote ${JSON.stringify(shown)}`,
    help:
      near === null
        ? 'Add it (`git remote add`), or correct `remotes`: names, not URLs.'
        : `Is ${near} meant?`,
  };
}

/**
 * Why names can be none of refs, which would be gone from everywhere; null where they can.
 * @param folder `refs/heads/` or `refs/tags/`, which is to be left out of them
 */
export function refuseNames(names: readonly string[], folder: string): Finding | null {
  const full = names.filter((name) => name.startsWith('refs/'));
  if (full.length > 0)
    return {
      message: `${nameSome(full, MOST_NAMED)} is the full name of a ref`,
      help: `Write it without \`${folder}\`.`,
    };
  const strange = names.filter((name) => !isBranch(name));
  if (strange.length === 0) return null;
  return {
    message: `git takes no such name: ${nameSome(
      strange.map((name) => JSON.stringify(name)),
      MOST_NAMED,
    )}`,
    help: 'Correct it: `git check-ref-format` says what a name may be.',
  };
}

const MOST_NAMED = 5;
