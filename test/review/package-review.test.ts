import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StandInForge, startForge } from '../forge/start-forge.ts';
import { type LocalRegistries, type LocalRegistry, startRegistries } from '../registries/start-registries.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import {
  change,
  fillForge,
  makePackageWorld,
  type PackageWorld,
  publishThrowaway,
  removeThrowaway,
  replaceRelease,
  restoreRelease,
  WORKFLOW,
} from './package-world.ts';

const ALL = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9'];

let local: LocalRegistries;
let world: PackageWorld;
let first: LocalRegistry;
let second: LocalRegistry;
let forge: StandInForge;
let consumer: string;

beforeAll(async () => {
  local = await startRegistries(2);
  [first, second] = local.registries as [LocalRegistry, LocalRegistry];
  forge = await startForge('new');
  fillForge(forge.state);
  world = await makePackageWorld([first, second], forge.url);
  consumer = first.url;
});
afterAll(async () => {
  await Promise.all([local.close(), forge.close()]);
});

interface Seen {
  readonly code: number | null;
  /** Ids of the items by their verdicts. */
  readonly by: Readonly<Record<string, string[]>>;
  readonly messages: Readonly<Record<string, string>>;
}

async function review(...args: string[]): Promise<Seen> {
  const run = await runRoadmap(world.root, ['review', '--json', ...args], {
    ...world.environment,
    CONSUMER_REGISTRY: consumer,
  });
  const { items } = readOutput('review', run);
  const by: Record<string, string[]> = {};
  for (const { id, verdict } of items) by[verdict] = [...(by[verdict] ?? []), id];
  return {
    code: run.code,
    by,
    messages: Object.fromEntries(items.map(({ id, message, help }) => [id, `${message} → ${help}`])),
  };
}

/** What breaks one item, what mends it again, and what it then says. */
interface Break {
  readonly item: string;
  readonly how: string;
  make(): unknown;
  mend(): unknown;
  readonly says: RegExp;
}

function setConsumer(url: string): void {
  consumer = url;
}

const edit = (path: string, from: string, to: string): Pick<Break, 'make' | 'mend'> => ({
  make: () => change(world, path, from, to),
  mend: () => change(world, path, to, from),
});

const BREAKS: readonly Break[] = [
  {
    item: 'R1',
    how: 'an entry of the report is not filled in',
    ...edit('ROADMAP.md', 'both: yes', 'both: <yes/no>'),
    says: /not filled in: Release, Same bytes on both \(line \d+\)/,
  },
  {
    item: 'R2',
    how: 'the second registry has other bytes (a real registry)',
    make: () => replaceRelease(second),
    mend: () => restoreRelease(second),
    says: /is not the same: .*sha512-/,
  },
  {
    item: 'R2',
    how: 'the comparison is not done',
    ...edit('ROADMAP.md', '- [x] **P2.2**', '- [ ] **P2.2**'),
    says: /not done: P2\.2 \(todo\)/,
  },
  {
    item: 'R3',
    how: 'the service has failed (as a stand-in for systemctl says)',
    make: () => world.setUnit('failed', 'failed'),
    mend: () => world.setUnit('active', 'running'),
    says: /package-runner\.service is failed/,
  },
  {
    item: 'R4',
    how: 'the runner is offline (as a stand-in for the forge says)',
    make: () => Object.assign(forge.state.runners[0] ?? {}, { status: 'offline' }),
    mend: () => Object.assign(forge.state.runners[0] ?? {}, { status: 'online' }),
    says: /package-runner/,
  },
  {
    item: 'R4',
    how: 'its last run failed (as a stand-in for the forge says)',
    make: () => Object.assign(forge.state.runs[0] ?? {}, { conclusion: 'failure' }),
    mend: () => Object.assign(forge.state.runs[0] ?? {}, { conclusion: 'success' }),
    says: /failure/,
  },
  {
    item: 'R5',
    how: 'the image floats',
    ...edit(WORKFLOW, `@sha256:${'a1'.repeat(32)}`, '-slim'),
    says: /publish\.yml: .*container\.image/,
  },
  {
    item: 'R5',
    how: 'runs are cancelled',
    ...edit(WORKFLOW, 'in-progress: false', 'in-progress: true'),
    says: /concurrency\.cancel-in-progress true is not false/,
  },
  {
    item: 'R5',
    how: 'the token can be written',
    ...edit(WORKFLOW, 'npm-token:ro', 'npm-token:rw'),
    says: /it lacks "\/run\/npm-token:ro"/,
  },
  {
    item: 'R6',
    how: 'the throwaway package is back on one registry (a real one)',
    make: () => publishThrowaway(second),
    mend: () => removeThrowaway(second),
    says: /@example\/throwaway/,
  },
  {
    item: 'R7',
    how: 'a branch is left on one remote',
    make: () => void runGit(world.remotes.second, 'branch', 'runner/smoke'),
    mend: () => void runGit(world.remotes.second, 'branch', '-D', 'runner/smoke'),
    says: /runner\/smoke.*second/,
  },
  {
    item: 'R8',
    how: 'the consumer can reach no registry',
    make: () => setConsumer('http://127.0.0.1:1'),
    mend: () => setConsumer(first.url),
    says: /it ended with 1/,
  },
  {
    item: 'R9',
    how: 'a surprise needs a follow-up',
    ...edit('ROADMAP.md', 'warm ones; accepted', 'warm ones; needs a follow-up'),
    says: /something is left to do: line \d+ \(Cold installs/,
  },
];

describe('the worked example', () => {
  test('passes on all nine', async () => {
    const { code, by } = await review();
    expect({ code, by }).toEqual({ code: 0, by: { pass: ALL } });
  });

  test.each(BREAKS)('$item alone fails where $how', async ({ item, make, mend, says }) => {
    await make();
    try {
      const { code, by, messages } = await review();
      expect({ code, by }).toEqual({ code: 1, by: { pass: ALL.filter((id) => id !== item), fail: [item] } });
      expect(messages[item]).toMatch(says);
      expect(messages[item]).not.toContain('→ null');
    } finally {
      await mend();
    }
  });

  test('keeps to what the forge says of its API, and gives the token to it alone', () => {
    expect(forge.faults).toEqual([]);
    expect(new Set(forge.authorizations)).toEqual(new Set(['token a-token-of-the-test']));
  });

  test('does not know of a server of the old version what that has no endpoint for', async () => {
    const old = await startForge('old');
    try {
      fillForge(old.state);
      const text = readFileSync(join(world.root, 'roadmap.yaml'), 'utf8');
      commitFiles(world.root, { 'roadmap.yaml': text.replaceAll(forge.url, old.url) }, 'Ask another server');
      await runRoadmap(world.root, ['trust', '--yes'], world.environment);
      const { code, by, messages } = await review();
      expect({ code, by }).toEqual({
        code: 3,
        by: { pass: ALL.filter((id) => id !== 'R4'), unknown: ['R4'] },
      });
      expect(messages['R4']).toMatch(/1\.22\.6.*has no endpoint for runners/);
      commitFiles(world.root, { 'roadmap.yaml': text }, 'Ask the first server again');
      await runRoadmap(world.root, ['trust', '--yes'], world.environment);
    } finally {
      await old.close();
    }
  });

  test('is held up by no registry that hangs', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const text = readFileSync(join(world.root, 'roadmap.yaml'), 'utf8');
    commitFiles(world.root, { 'roadmap.yaml': text.replaceAll(second.url, url) }, 'Ask a silent registry');
    try {
      const { code, by, messages } = await review();
      expect({ code, by }).toEqual({
        code: 3,
        by: { pass: ALL.filter((id) => id !== 'R2' && id !== 'R6'), unknown: ['R2', 'R6'] },
      });
      expect(messages['R2']).toContain('in time');
    } finally {
      silent.closeAllConnections();
      silent.close();
      commitFiles(world.root, { 'roadmap.yaml': text }, 'Ask the second registry again');
    }
  });

  test('knows nothing offline of what needs a network', async () => {
    const { code, by } = await review('--offline');
    expect({ code, by }).toEqual({
      code: 3,
      by: { pass: ['R1', 'R3', 'R5', 'R8', 'R9'], unknown: ['R2', 'R4', 'R6', 'R7'] },
    });
  });
});
