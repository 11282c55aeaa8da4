import { createHash } from 'node:crypto';
import type { Diagnostic, Outline } from '@roadmap-as-code/engine';

/**
 * Tells each finding from all others, and stays when lines come and go above it: of the rule, the file, the task and the
 * message, of which numbers and handles that follow from a place are left out. Of equal ones the second ends in `:2`.
 */
export function fingerprintFindings(diagnostics: readonly Diagnostic[], outline: Outline): string[] {
  const counts = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const hash = createHash('sha256').update(describe(diagnostic, outline)).digest('hex').slice(0, 16);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}

function describe({ rule, file, task, message }: Diagnostic, outline: Outline): string {
  const known = task === null ? undefined : outline.get(file)?.get(task);
  const name = known?.derived === true ? known.title : (task ?? '');
  const lasting = known?.derived === true && task !== null ? message.replaceAll(task, name) : message;
  return JSON.stringify([rule, file, name, lasting.replace(LONE_NUMBER, '#')]);
}

/** A count or the number of a line; a number in an id or a hash is none. */
const LONE_NUMBER = /(?<![\p{L}\p{N}.:_-])\p{N}+(?![\p{L}\p{N}:_-]|\.\p{N})/gu;
