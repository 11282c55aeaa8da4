import type { CheckedItem } from '@roadmap-as-code/core';
import { type Check, type CheckResult, fillValues } from '@roadmap-as-code/core/checks';
import { type CheckKind, type CheckWorld, listNeeds, type Need, unknown } from './check-kind.ts';
import { checkKinds } from './kinds/index.ts';

/** A check, and what it is behind. */
export interface AskedCheck {
  /** Id of the review item, the requirement or the task. */
  readonly item: string;
  readonly check: Check;
}

export interface CheckOptions {
  /** What each need is refused for; null where it may be had. */
  readonly refuse: (need: Need, check: Check) => { readonly message: string; readonly help: string } | null;
  /** Milliseconds that each check may take. */
  readonly wait: number;
  /** Ends all of them. */
  readonly stop?: AbortSignal;
  /** Checks that run at the same time. */
  readonly mostAtOnce: number;
  /** Told as each check begins and ends, with its place among all. */
  onProgress(at: number, asked: AskedCheck, result: CheckedItem | null): void;
}

/** Runs checks side by side; one that hangs is given up and holds up no other. In the order in which they were asked. */
export async function runChecks(
  asked: readonly AskedCheck[],
  world: Omit<CheckWorld, 'signal'>,
  options: CheckOptions,
): Promise<CheckedItem[]> {
  const results: CheckedItem[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next; at < asked.length; at = next) {
      next += 1;
      const one = asked[at];
      if (one === undefined) return;
      options.onProgress(at, one, null);
      const result = await runCheck(one.check, world, options);
      results[at] = result;
      options.onProgress(at, one, result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.mostAtOnce, asked.length) }, work));
  return results;
}

async function runCheck(
  check: Check,
  world: Omit<CheckWorld, 'signal'>,
  { refuse, wait, stop }: CheckOptions,
): Promise<CheckedItem> {
  const kind = checkKinds[check.kind] as CheckKind;
  const at = new Date().toISOString();
  const describe = (result: CheckResult): CheckedItem => ({
    kind: check.kind,
    name: check.name ?? kind.describe(check),
    verdict: result.verdict,
    message: result.message,
    help: result.help,
    seen: result.seen.map(({ place, found }) => ({ place, found })),
    at,
    ...(result.run === undefined ? {} : { run: result.run }),
  });
  const refusal = listNeeds(kind, check)
    .map((need) => refuse(need, check))
    .find((one) => one !== null);
  if (refusal !== undefined && refusal !== null) return describe(unknown(refusal.message, refusal.help));
  const filled = fillValues(check, world.roadmap.graph);
  if (filled.kind === 'missing')
    return describe(
      unknown(
        `the report has no ${filled.entry} yet, which this check needs`,
        'Fill it in: `roadmap report set`.',
      ),
    );
  const value = filled.value as Check;
  const strange = kind.refuseFilled?.(check, value) ?? null;
  if (strange !== null) return describe(unknown(strange, 'Correct the report, or the check.'));
  return describe(await runInTime(kind, value, world, { wait: kind.limit?.(value) ?? wait, stop }));
}

async function runInTime(
  kind: CheckKind,
  check: Check,
  world: Omit<CheckWorld, 'signal'>,
  { wait, stop }: { readonly wait: number; readonly stop: AbortSignal | undefined },
): Promise<CheckResult> {
  const ending = new AbortController();
  const signal = stop === undefined ? ending.signal : AbortSignal.any([ending.signal, stop]);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    signal.addEventListener('abort', () => resolve(unknown('it was stopped', 'Run it again.')), {
      once: true,
    });
    timer = setTimeout(() => {
      resolve(
        unknown(
          `no answer within ${Math.round(wait / 1000)} s`,
          'See whether it can be reached, and run it again.',
        ),
      );
      ending.abort();
    }, wait);
  });
  try {
    return await Promise.race([kind.run(check, { ...world, signal }), late]);
  } finally {
    clearTimeout(timer);
  }
}
