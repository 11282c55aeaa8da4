// The lock that everybody writes first: remove a dead owner's lock, then take it. What finds nothing wrong with this one
// would find nothing wrong with any.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export async function takeLock(commonDir: string): Promise<{ release(): Promise<void> }> {
  const lock = join(commonDir, 'naive');
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  for (;;) {
    try {
      linkSync(own, lock);
      return { release: async () => rmSync(lock, { force: true }) };
    } catch {
      if (isDead(lock)) {
        // Any pause will do; this one is long enough to be met in a short test.
        await sleep(Math.random() * 5);
        rmSync(lock, { force: true });
      }
    }
    await sleep(Math.random() * 5);
  }
}

function isDead(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
