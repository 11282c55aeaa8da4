import type { AuditReport } from '@roadmap-as-code/core';
import { auditHistory } from '../audit/audit-history.ts';
import { type CheckedChange, checkChange } from '../changes/check-change.ts';
import { nameAudit, namePush, nameRange, nameStaged } from '../changes/name-change.ts';
import { findRepository, type Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import { addTrailers, listUnnamed } from './commit-message.ts';
import { findProtected, type PushRefusal, refuseRewrites } from './protect-history.ts';
import { isNothing, readPrePush, readPreReceive } from './pushes.ts';

/** The hooks that judge something. */
export const hookNames = [
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'pre-push',
  'pre-receive',
] as const;

export type HookName = (typeof hookNames)[number];

/** What git gives a hook (githooks(5)). */
export interface HookCall {
  readonly name: HookName;
  readonly args: readonly string[];
  /** Standard input, of those that get something there. */
  readonly input: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a hook says; it refuses where there is a refusal, or an error in what a change brings. */
export interface HookVerdict {
  readonly changes: readonly CheckedChange[];
  readonly refusals: readonly PushRefusal[];
  readonly warnings: readonly { readonly message: string; readonly help: string }[];
}

/** What hooks and CI talk to: it reads all out of git, and nothing of the working tree. */
export interface Gate {
  /** Judges what the next commit does to roadmaps. */
  checkStaged(): Promise<CheckedChange>;
  /** Judges what a range such as `origin/main..HEAD` does to roadmaps. */
  checkRange(range: string): Promise<CheckedChange>;
  /**
   * Judges every commit that changed a roadmap.
   * @param range `base..head`, or a commit with all before it; null for HEAD
   */
  audit(range: string | null): Promise<AuditReport>;
  runHook(call: HookCall): Promise<HookVerdict>;
}

/** @param cwd absolute path of a folder of the repository; for a hook of a server, of one without a working tree */
export async function openGate(cwd: string): Promise<Gate> {
  const repository = await findRepository(cwd, true);
  if (repository === null)
    throw new InputError(`${cwd}: this is no git repository`, 'Run it in the repository of the roadmap.');
  return {
    checkStaged: async () => checkChange(repository, await nameStaged(repository)),
    checkRange: async (range) => checkChange(repository, await nameRange(repository, range)),
    audit: async (range) => auditHistory(repository, await nameAudit(repository, range)),
    runHook: (call) => RUN[call.name](repository, call),
  };
}

const RUN: Readonly<Record<HookName, (repository: Repository, call: HookCall) => Promise<HookVerdict>>> = {
  'pre-commit': async (repository) => ({
    ...NOTHING,
    changes: [await checkChange(repository, await nameStaged(repository))],
  }),
  'prepare-commit-msg': async (repository, { args: [path, source], now }) => {
    await addTrailers(repository, { path: requirePath(path), source: source ?? null }, now);
    return NOTHING;
  },
  'commit-msg': async (repository, { args: [path] }) => {
    const request = await nameStaged(repository);
    const checked = await checkChange(repository, request);
    const message = { path: requirePath(path), source: null };
    const transitions = checked.report.change?.transitions ?? [];
    const unnamed = await listUnnamed(repository.folder, message, transitions);
    return {
      // Of a merge without conflicts git asks no pre-commit, and this one all the same.
      changes: request.parents.length > 1 ? [checked] : [],
      refusals: [],
      warnings: unnamed.map(({ task, from, to }) => ({
        message: `the message does not name ${task}, which goes from ${from ?? 'nothing'} to ${to}`,
        help: `Say so: \`chore(roadmap): … ${task}\`; \`roadmap tick\` does.`,
      })),
    };
  },
  'pre-push': async ({ folder }, { args: [remote], input }) => ({
    ...NOTHING,
    refusals: await refuseRewrites(folder, readPrePush(input), await findProtected(folder, remote ?? null)),
  }),
  'pre-receive': async (repository, { input }) => {
    const refs = readPreReceive(input).filter(({ ref }) => ref.startsWith('refs/heads/'));
    const isProtected = await findProtected(repository.folder, null);
    const refusals = await refuseRewrites(repository.folder, refs, isProtected);
    const changes: CheckedChange[] = [];
    for (const ref of refs)
      if (!isNothing(ref.now)) changes.push(await checkChange(repository, await namePush(repository, ref)));
    return { changes, refusals, warnings: [] };
  },
};

const NOTHING: HookVerdict = { changes: [], refusals: [], warnings: [] };

function requirePath(path: string | undefined): string {
  if (path !== undefined) return path;
  throw new InputError(
    'the hook is called without the file of the message',
    'It is for git to call: see githooks(5).',
  );
}
