import { text } from 'node:stream/consumers';
import {
  type HookName,
  hookNames,
  InputError,
  nameSome,
  openGate,
  suggestName,
} from '@roadmap-as-code/engine';
import { reportHook } from '../reporters/report-hook.ts';
import type { Outcome, Surroundings } from './command.ts';

/** Those that get something on standard input (githooks(5)). */
const READING: readonly HookName[] = ['pre-push', 'pre-receive'];

/** `roadmap hook run <name> [args…]`, as an installed hook calls it. Evidence that is unknown warns, and passes. */
export async function runHook(
  name: string,
  args: readonly string[],
  { cwd }: Surroundings,
): Promise<Outcome> {
  const known = requireHook(name);
  const input = READING.includes(known) ? await text(process.stdin) : '';
  const verdict = await (await openGate(cwd)).runHook({ name: known, args, input, now: Date.now() });
  const { changes, refusals } = verdict;
  const isRefused = refusals.length > 0 || changes.some(({ report }) => report.summary.errors > 0);
  return { lines: reportHook(known, verdict, isRefused), json: null, exitCode: isRefused ? 1 : 0 };
}

/** A hook that roadmap has, by its name. */
export function requireHook(name: string): HookName {
  const known = hookNames.find((one) => one === name);
  if (known !== undefined) return known;
  const near = suggestName(name, [...hookNames]);
  throw new InputError(
    `${name}: roadmap has no such hook`,
    near === null ? `Name one of ${nameSome(hookNames)}.` : `Is ${near} meant?`,
  );
}
