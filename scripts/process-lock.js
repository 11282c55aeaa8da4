// One process at a time installs and builds. The lock is a file that holds its owner's process id.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMilliseconds = 100;
const patienceMilliseconds = 10 * 60 * 1000;

/**
 * @template T
 * @param {string} path of the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProcessLock(path, work) {
  await acquire(path);
  const release = () => rmSync(path, { force: true });
  // `exit` alone would miss a Ctrl-C, and the next run would have to find out that this one is dead.
  const leave = () => process.exit(130);
  process.once('exit', release);
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    process.off('SIGINT', leave);
    process.off('SIGTERM', leave);
    release();
  }
}

/** @param {string} path */
async function acquire(path) {
  const deadline = Date.now() + patienceMilliseconds;
  while (!tryCreate(path)) {
    if (isDead(readOwner(path))) removeDeadLock(path);
    if (Date.now() > deadline)
      throw new Error(`waited ten minutes for ${path}; if nothing else is running, delete it`);
    await sleep(pollMilliseconds);
  }
}

/**
 * Only the holder of the second lock may remove a dead first one, and looks again once it holds it: two that found the
 * same dead owner would otherwise remove each other's fresh lock.
 * @param {string} path
 */
function removeDeadLock(path) {
  const takeover = `${path}.takeover`;
  if (!tryCreate(takeover)) return;
  if (isDead(readOwner(path))) rmSync(path, { force: true });
  rmSync(takeover, { force: true });
}

/**
 * A link, since it creates the file together with its content; nobody sees a lock that names no owner.
 * @param {string} path
 */
function tryCreate(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} path @returns {number | undefined} */
function readOwner(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number | undefined} owner */
function isDead(owner) {
  if (owner === undefined) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}
