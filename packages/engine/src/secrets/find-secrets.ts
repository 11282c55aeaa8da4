import type { SecretPlace, Source } from '@roadmap-as-code/core';
import { mayHoldSecret } from './may-hold-secret.ts';
import { findByOwnPatterns, type TextSecret } from './own-patterns.ts';

/** The secrets of a file in the order of their places. Each text is looked through once. */
export function findSecrets(source: Source): Promise<readonly SecretPlace[]> {
  const known = found.get(source) ?? lookThrough(source);
  found.set(source, known);
  return known;
}

const found = new WeakMap<Source, Promise<readonly SecretPlace[]>>();

async function lookThrough({ text, toByte }: Source): Promise<SecretPlace[]> {
  const linted = mayHoldSecret(text) ? await (await import('./lint-secrets.ts')).lintSecrets(text) : [];
  return dropOverlaps([...linted, ...findByOwnPatterns(text)]).map(({ kind, start, end }) => ({
    kind,
    span: { start: toByte(start), end: toByte(end) },
  }));
}

/** Of findings that share a character the one that begins first, and of those the longest. */
function dropOverlaps(secrets: readonly TextSecret[]): TextSecret[] {
  const sorted = [...secrets].sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return sorted.filter((secret) => {
    if (secret.start < end) return false;
    end = secret.end;
    return true;
  });
}
