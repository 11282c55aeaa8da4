import { cutText, decodeSource, isSource } from '@roadmap-as-code/core';
import { findSecrets } from '../../secrets/find-secrets.ts';
import { makeHider } from '../../secrets/hide-secrets.ts';

const MOST_LINES = 5;
const LONGEST_LINE = 200;

/**
 * The last lines of an output without the secrets in it: those that say of themselves that they are one, and those that
 * the program was given.
 * @param given values that it had in its environment
 */
export async function showLastLines(text: string, given: readonly string[]): Promise<string[]> {
  const source = decodeSource(new TextEncoder().encode(text));
  const found = isSource(source) ? await findSecrets(source) : [];
  const decoder = new TextDecoder();
  const secrets = found.map(({ span }) =>
    isSource(source) ? decoder.decode(source.bytes.subarray(span.start, span.end)) : '',
  );
  const hide = makeHider(
    [...secrets, ...given.filter((one) => one.length >= SHORTEST)].filter((one) => one !== ''),
  );
  const lines = text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '');
  return lines.slice(-MOST_LINES).map((line) => cutText(hide === null ? line : hide(line), LONGEST_LINE));
}

/** Characters of a value that is taken for a secret: `true` and `1` are none. */
const SHORTEST = 8;
