import { fstatSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';

const STDOUT = 1;

/**
 * Whether output may have colours: NO_COLOR, if not empty, means none (no-color.org), unless FORCE_COLOR overrules it. What
 * is no terminal has none without that; how many a terminal has, chalk tells.
 */
export function mayBeColoured({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean {
  return FORCE_COLOR !== undefined || (!NO_COLOR && isDevice(STDOUT) && isatty(STDOUT));
}

/** Whether it could be a terminal at all: to be sure, Node loads what it has for networks, which takes it a while. */
function isDevice(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev !== statSync(devNull).rdev;
  } catch {
    return false;
  }
}
