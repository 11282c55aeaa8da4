import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { readProcess } from './read-process.ts';

/** One try of one process to take a lock: what its file says. Null stands for what the system doesn't tell. */
export interface LockOwner {
  readonly pid: number;
  /** When the process started, in clock ticks since the boot (proc_pid_stat(5), field 22). */
  readonly startTime: string | null;
  /** A random number that the kernel draws when it boots (random(4)). */
  readonly bootId: string | null;
  /** The namespaces that pids and start times count in (pid_namespaces(7), time_namespaces(7)). */
  readonly namespaces: string | null;
  readonly host: string;
  /** Tells two machines of one name apart (machine-id(5)). */
  readonly machineId: string | null;
  /** Of this try alone: no other one ever has it. */
  readonly uuid: string;
  /** ISO 8601, by the clock on the wall. For people to read: nothing is decided by it. */
  readonly since: string;
}

/** What every try of this process has in common. */
export type ProcessIdentity = Omit<LockOwner, 'uuid' | 'since'>;

/** Who this process is, as others can know it. */
export function identifySelf(): ProcessIdentity {
  // A /proc of another pid namespace shows another process under our pid (pid_namespaces(7), "/proc and PID namespaces").
  const isOurs = readLink('/proc/self') === String(process.pid);
  const pids = readLink('/proc/self/ns/pid');
  const times = readLink('/proc/self/ns/time');
  return {
    pid: process.pid,
    startTime: (isOurs ? readProcess(process.pid) : null)?.startTime ?? null,
    bootId: readLine('/proc/sys/kernel/random/boot_id'),
    namespaces: pids === null ? null : [pids, times ?? ''].join(' ').trim(),
    host: hostname(),
    machineId: readLine('/etc/machine-id'),
  };
}

/** A fresh try of a process. */
export function makeOwner(self: ProcessIdentity): LockOwner {
  return { ...self, uuid: randomUUID(), since: new Date().toISOString() };
}

/** Reads what a lock file says; null where it is torn, empty or nothing that this version writes. */
export function parseOwner(text: string): LockOwner | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isOwner(value) ? value : null;
}

/** The content of a lock file. */
export function formatOwner(owner: LockOwner): string {
  return `${JSON.stringify(owner)}\n`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isOwner(value: unknown): value is LockOwner {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startTime, bootId, namespaces, host, machineId, uuid, since } = value as Record<
    string,
    unknown
  >;
  // A pid of 0 or less would ask for a whole group of processes (kill(2)); the uuid becomes a part of a path.
  if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return false;
  if (typeof uuid !== 'string' || !UUID.test(uuid)) return false;
  const optional = [startTime, bootId, namespaces, machineId];
  if (!optional.every((field) => field === null || typeof field === 'string')) return false;
  return typeof host === 'string' && typeof since === 'string';
}

function readLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
