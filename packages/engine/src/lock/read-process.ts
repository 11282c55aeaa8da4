import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the system tells of a process that it has. */
export interface ProcessStatus {
  /** In clock ticks since the boot. */
  readonly startTime: string;
  /** It runs no more and never will: nobody has asked yet how it ended. */
  readonly isOver: boolean;
}

const START_TIME = 22;
const STATE = 3;

/**
 * Reads a process from /proc; null where it can't be seen, which alone says nothing: with the mount option `hidepid`
 * (proc(5)) the processes of other users can't be seen, either.
 * @param proc where the process file system is
 */
export function readProcess(pid: number, proc = '/proc'): ProcessStatus | null {
  const stat = readStat(join(proc, `${pid}`, 'stat'));
  const state = readField(stat, STATE);
  const startTime = readField(stat, START_TIME);
  if (state === undefined || startTime === undefined || !/^\d+$/.test(startTime)) return null;
  const isGone = state === 'Z' || state === 'X' || state === 'x';
  return { startTime, isOver: isGone && countThreads(pid, proc) <= 1 };
}

/** The system makes it up when it is read, and no disk is asked: a promise takes many times as long. */
function readStat(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * A field of proc_pid_stat(5), by its number there, from 3 on. The second is the name of the command in parentheses, which
 * can hold spaces and parentheses itself; no later one can.
 */
function readField(stat: string, number: number): string | undefined {
  const rest = stat.slice(stat.lastIndexOf(')') + 1).trim();
  return rest === '' ? undefined : rest.split(/\s+/)[number - STATE];
}

/**
 * A process whose first thread has ended is a zombie while its others run on, and may be in the middle of a system call
 * (proc_pid_task(5)). Where they can't be counted there may be any number of them.
 */
function countThreads(pid: number, proc: string): number {
  try {
    return readdirSync(join(proc, `${pid}`, 'task')).length;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? 0 : Number.POSITIVE_INFINITY;
  }
}
