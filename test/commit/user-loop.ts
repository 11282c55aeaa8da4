import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn } from '../support/make-folder.ts';

/** Where git's own lock is in the way, the next round tries again. */
const LOOP = `
  round=0
  while test -e "$1"; do
    round=$((round + 1))
    echo "round $round" >other.txt
    git add other.txt && git commit --quiet --message "Round $round"
    sleep "$2"
  done
`;

/**
 * Somebody who stages and commits another file all the time.
 * @param pause seconds between two commits
 * @returns ends it, and waits for its last commit
 */
export function startUser(root: string, pause: number): () => Promise<void> {
  const flag = join(makeFolder('user'), 'goes-on');
  writeFileSync(flag, '');
  const child = spawn('sh', ['-c', LOOP, 'sh', flag, String(pause)], {
    cwd: requireOwn(root),
    env: makeEnvironment(),
    stdio: 'ignore',
  });
  const ended = once(child, 'close');
  return async () => {
    rmSync(flag);
    await ended;
  };
}
