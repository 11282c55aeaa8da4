import type { Repository } from '../git/find-repository.ts';
import { type ReadHistory, readHistory } from '../git/read-history.ts';

/** What the refs reach, asked for before it is known who needs it: only whoever waits for it hears of what goes wrong. */
export function askEarly({ folder }: Repository): Promise<ReadHistory> {
  const reached = readHistory(folder, [], []);
  reached.catch(() => undefined);
  return reached;
}

/** In bytes; a plan that cites commits mostly does so from its first phase on. */
const LOOKED_AT = 65_536;
/** What may be an abbreviated hash (7 digits by default) or a whole one, and no word. */
const HASH = /(?<![\w-])(?=[a-f]*\d)[0-9a-f]{7,64}(?![\w-])/;

/** Whether the bytes of a roadmap seem to cite a commit: a look at its beginning, which may be wrong. */
export function mayCite({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return HASH.test(Buffer.from(buffer, byteOffset, Math.min(byteLength, LOOKED_AT)).toString('latin1'));
}
