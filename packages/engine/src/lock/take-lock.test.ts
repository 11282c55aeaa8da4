import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { InputError } from '../input-error.ts';
import { formatOwner, identifySelf, type LockOwner, makeOwner } from './lock-owner.ts';
import { type Lock, type LockOptions, type LockStep, takeLock } from './take-lock.ts';

const base = mkdtempSync(join(tmpdir(), 'roadmap-lock-'));
let commonDir = '';
let folder = '';
let made = 0;

beforeEach(() => {
  made += 1;
  commonDir = join(base, `${made}`);
  folder = join(commonDir, 'roadmap');
  mkdirSync(folder, { recursive: true });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Writes a file that names an owner, as one who was killed leaves it. */
async function leave(name: string, change: Partial<LockOwner> = {}): Promise<LockOwner> {
  const owner = { ...makeOwner(identifySelf()), ...change };
  writeFileSync(join(folder, name), formatOwner(owner));
  return owner;
}

/** No pid is as high (proc_sys_kernel(5), pid_max). */
const dead: Partial<LockOwner> = { pid: 2 ** 30, startTime: '1' };

async function refusal(options: LockOptions): Promise<InputError> {
  const error = await takeLock(commonDir, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw new Error(`it was not refused: ${String(error)}`);
  return error;
}

/** Holds a taker at a step until the test lets it go on. */
function stopAt(name: LockStep): {
  step: (name: LockStep) => Promise<void>;
  reached: Promise<void>;
  go: () => void;
} {
  let reach = (): void => undefined;
  let go = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  const step = async (at: LockStep): Promise<void> => {
    if (at !== name) return;
    reach();
    await gone;
  };
  return { step, reached, go };
}

test('leaves nothing behind, and only its user may read the lock', async () => {
  const lock = await takeLock(commonDir, { wait: 0 });
  expect(readdirSync(folder)).toEqual(['lock']);
  expect(statSync(join(folder, 'lock')).mode & 0o777).toBe(0o600);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('makes its folder, but not the one that it is in', async () => {
  rmSync(folder, { recursive: true });
  await (await takeLock(commonDir, { wait: 0 })).release();
  rmSync(commonDir, { recursive: true });
  expect((await refusal({ wait: 0 })).message).toContain(`${folder}: `);
});

test('a second one waits no longer than it may, and is told once for whom', async () => {
  const lock = await takeLock(commonDir, { wait: 0 });
  const told: LockOwner[] = [];
  const before = performance.now();
  const { message, help } = await refusal({ wait: 200, onWait: (owner) => told.push(owner) });
  expect(performance.now() - before).toBeGreaterThanOrEqual(199);
  expect(performance.now() - before).toBeLessThan(2000);
  expect(told).toEqual([lock.owner]);
  expect(message).toContain(join(folder, 'lock'));
  expect(message).toContain(`process ${process.pid} on ${lock.owner.host}`);
  expect(message).toContain(lock.owner.since);
  expect(help).not.toContain('delete');
  await lock.release();
});

/** Lets another living owner have the lock every 50 ms. */
function changeOwners(): () => Promise<void> {
  let ended = false;
  const ends = (async () => {
    while (!ended) {
      await leave('next');
      renameSync(join(folder, 'next'), join(folder, 'lock'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    rmSync(join(folder, 'lock'));
  })();
  return async () => {
    ended = true;
    await ends;
  };
}

test('who waits for one after the other has the time for each', async () => {
  await leave('lock');
  const stop = changeOwners();
  const lock = takeLock(commonDir, { wait: 400 });
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await stop();
  await (await lock).release();
});

test('who waits for one after the other does not do so for ever', async () => {
  await leave('lock');
  const stop = changeOwners();
  const began = performance.now();
  await refusal({ wait: 100 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(900);
  await stop();
});

test('one that may not wait is refused at once, and is not told to wait', async () => {
  const lock = await takeLock(commonDir, { wait: 0 });
  const told: LockOwner[] = [];
  await refusal({ wait: 0, onWait: (owner) => told.push(owner) });
  expect(told).toEqual([]);
  await lock.release();
});

test('a second one gets it when the first is done', async () => {
  const first = await takeLock(commonDir, { wait: 0 });
  const order: string[] = [];
  const second = takeLock(commonDir, { wait: 10_000, onWait: () => order.push('waits') }).then((lock) => {
    order.push('has it');
    return lock;
  });
  while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  order.push('released');
  await first.release();
  await (await second).release();
  expect(order).toEqual(['waits', 'released', 'has it']);
});

test('releases only its own', async () => {
  const first = await takeLock(commonDir, { wait: 0 });
  await first.release();
  const second = await takeLock(commonDir, { wait: 0 });
  await first.release();
  expect(readdirSync(folder)).toEqual(['lock']);
  await refusal({ wait: 0 });
  rmSync(join(folder, 'lock'));
  await second.release();
});

test('succeeds a dead owner, and clears what it left', async () => {
  const owner = await leave('lock', dead);
  await leave(`lock.tmp.${owner.uuid}`, owner);
  writeFileSync(join(folder, 'lock.tmp.torn'), '{"pid":');
  const living = await leave('lock.tmp.living');
  writeFileSync(join(folder, 'journal'), 'not ours');
  const lock = await takeLock(commonDir, { wait: 0 });
  expect(lock.owner.uuid).not.toBe(living.uuid);
  expect(readdirSync(folder).sort()).toEqual(['journal', 'lock', 'lock.tmp.living']);
  await lock.release();
});

test('succeeds the last of a chain of dead successors', async () => {
  const first = await leave('lock', dead);
  const second = await leave(`lock.succ.${first.uuid}`, dead);
  await leave(`lock.succ.${second.uuid}`, dead);
  await (await takeLock(commonDir, { wait: 0 })).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('waits for a living successor of a dead owner', async () => {
  const first = await leave('lock', dead);
  const second = await leave(`lock.succ.${first.uuid}`, dead);
  const name = `lock.succ.${second.uuid}`;
  await leave(name);
  expect((await refusal({ wait: 50 })).message).toContain(`${join(folder, name)}: process ${process.pid} `);
});

test('a pid that another process has by now is dead', async () => {
  const { startTime } = identifySelf();
  if (startTime === null) return;
  await leave('lock', { startTime: `${Number(startTime) - 1}` });
  await (await takeLock(commonDir, { wait: 0 })).release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([{ host: 'far.example' }, { namespaces: 'pid:[1]' }, { machineId: 'another' }])(
  'never succeeds an owner of %j',
  async (change) => {
    const owner = await leave('lock', { ...dead, ...change });
    const { message, help } = await refusal({ wait: 60 });
    expect(message).toBe(
      `${join(folder, 'lock')}: process ${owner.pid} on ${owner.host} has had this lock since ${owner.since}`,
    );
    expect(help).toContain('delete that file');
    expect(readdirSync(folder)).toEqual(['lock']);
  },
);

test.each(['', '{"pid": 1, "ho', 'null', '[]'])('refuses a lock that says %j, at once', async (content) => {
  writeFileSync(join(folder, 'lock'), content);
  const before = performance.now();
  const { message, help } = await refusal({ wait: 60_000 });
  expect(performance.now() - before).toBeLessThan(5000);
  expect(message).toContain(`${join(folder, 'lock')}: `);
  expect(help).toContain('delete');
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('refuses a torn claim, and names it', async () => {
  const owner = await leave('lock', dead);
  const claim = join(folder, `lock.succ.${owner.uuid}`);
  writeFileSync(claim, '');
  expect((await refusal({ wait: 60_000 })).message).toContain(`${claim}: `);
});

test('refuses claims that lead in a circle', async () => {
  const owner = await leave('lock', dead);
  await leave(`lock.succ.${owner.uuid}`, owner);
  expect((await refusal({ wait: 60_000 })).message).toContain(`lock.succ.${owner.uuid}: `);
});

test('does not wait for ever where nobody holds what is there', async () => {
  symlinkSync(join(folder, 'nowhere'), join(folder, 'lock'));
  expect((await refusal({ wait: 60 })).message).toContain(join(folder, 'lock'));
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('says what keeps it from reading or writing there, at once', async () => {
  mkdirSync(join(folder, 'lock'));
  expect((await refusal({ wait: 60_000 })).message).toContain(`${join(folder, 'lock')}: `);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'no folder');
  expect((await refusal({ wait: 60_000 })).message).toContain(`${folder}`);
  // Whoever is root may write everywhere.
  if (process.getuid?.() === 0) return;
  rmSync(folder);
  mkdirSync(folder, { mode: 0o500 });
  expect((await refusal({ wait: 60_000 })).message).toMatch(/EACCES/);
});

/** Runs another taker, from its first look to its release, while one stands at a step. */
async function overtake(stop: LockStep): Promise<{ late: Promise<Lock>; lock: Lock; go: () => void }> {
  const { step, reached, go } = stopAt(stop);
  const late = takeLock(commonDir, { wait: 10_000, step });
  await reached;
  return { late, lock: await takeLock(commonDir, { wait: 1000 }), go };
}

test('one who comes late with a claim on a dead owner does not get the lock of the successor', async () => {
  await leave('lock', dead);
  // It has seen that the owner is dead, and has not claimed its succession yet.
  const { late, lock, go } = await overtake('written');
  let isTaken = false;
  const taken = late.then((second) => {
    isTaken = true;
    return second;
  });
  go();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(isTaken).toBe(false);
  expect(readdirSync(folder)).toEqual(['lock']);
  await lock.release();
  await (await taken).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('one who comes late for a free lock waits', async () => {
  const { late, lock, go } = await overtake('written');
  go();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(readdirSync(folder)).toEqual(['lock']);
  await lock.release();
  await (await late).release();
});

test.each(['written', 'claimed', 'checked', 'taken', 'cleared'] as const)(
  'what fails at the step %s is taken back, so that others go on',
  async (stop) => {
    await leave('lock', dead);
    const step = async (at: LockStep): Promise<void> => {
      if (at === stop) throw new Error('stopped');
    };
    await expect(takeLock(commonDir, { wait: 0, step })).rejects.toThrow('stopped');
    await (await takeLock(commonDir, { wait: 0 })).release();
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('goes on where its own file was cleared away', async () => {
  for (const stop of ['written', 'checked'] as const) {
    await leave('lock', dead);
    let isFirst = true;
    const step = async (at: LockStep): Promise<void> => {
      if (at !== stop || !isFirst) return;
      isFirst = false;
      for (const name of readdirSync(folder)) if (name.startsWith('lock.tmp.')) rmSync(join(folder, name));
    };
    await (await takeLock(commonDir, { wait: 5000, step })).release();
    expect(readdirSync(folder)).toEqual([]);
  }
});
