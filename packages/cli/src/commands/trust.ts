import { createInterface } from 'node:readline/promises';
import { InputError, openSession } from '@roadmap-as-code/engine';
import { renderLines } from '../output/terminal.ts';
import { reportTrust } from '../reporters/report-trust.ts';
import type { CommonOptions, Outcome, Surroundings } from './command.ts';

export interface TrustOptions {
  readonly yes?: boolean;
  readonly revoke?: boolean;
  readonly status?: boolean;
}

/** `roadmap trust`: at a terminal it asks; else it only says what would run, unless it is told what to do. */
export async function trust(
  { yes = false, revoke = false, status = false, json = false }: TrustOptions & CommonOptions,
  { cwd }: Surroundings,
): Promise<Outcome> {
  if ([yes, revoke, status].filter(Boolean).length > 1)
    throw new InputError('trust: --yes, --revoke and --status each stand alone', 'Leave the others out.');
  const session = await openSession(cwd);
  const shown = await session.trust(revoke ? 'revoke' : yes ? 'record' : 'show');
  const mayAsk = !json && !status && process.stdin.isTTY === true && process.stderr.isTTY === true;
  const isAsked = mayAsk && shown.outcome === 'shown' && !shown.trusted;
  if (!isAsked) return { lines: reportTrust(shown), json: shown, exitCode: shown.trusted || revoke ? 0 : 1 };
  process.stderr.write(renderLines(reportTrust(shown), process.env));
  if (!(await ask('Trust this to run? [y/N] ')))
    return { lines: [['nothing was trusted']], json: shown, exitCode: 1 };
  const recorded = await session.trust('record');
  return { lines: [['trusted in this clone, until it changes']], json: recorded, exitCode: 0 };
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await Promise.race([
      terminal.question(question),
      new Promise<string>((resolve) => terminal.once('close', () => resolve(''))),
    ]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
