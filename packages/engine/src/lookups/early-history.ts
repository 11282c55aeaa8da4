import type { Repository } from '../git/find-repository.ts';
import { type ReadHistory, readHistory } from '../git/read-history.ts';

/** The history of all refs, which git may be asked for while the roadmaps that need it are still being read. */
export interface EarlyHistory {
  /** Asks git where the bytes of a roadmap seem to cite a commit. */
  foresee(bytes: Uint8Array): void;
  /** Null where nothing was foreseen. */
  readonly reached: Promise<ReadHistory> | null;
}

/** @param repository null outside of one, where nothing is asked */
export function openEarlyHistory(repository: Repository | null): EarlyHistory {
  let reached: Promise<ReadHistory> | null = null;
  return {
    foresee: (bytes) => {
      if (repository === null || reached !== null || !mayCite(bytes)) return;
      reached = readHistory(repository.folder, [], []);
      // Whoever asks for it hears of what goes wrong; where the roadmaps can't be read, nobody does.
      reached.catch(() => undefined);
    },
    get reached() {
      return reached;
    },
  };
}

/** In bytes; a plan that cites commits mostly does so from its first phase on. */
const HEAD = 65_536;
/** What may be an abbreviated hash (7 digits by default) or a whole one, and no word. */
const HASH = /(?<![\w-])(?=[a-f]*\d)[0-9a-f]{7,64}(?![\w-])/;

function mayCite(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, byteLength } = bytes;
  return HASH.test(Buffer.from(buffer, byteOffset, Math.min(byteLength, HEAD)).toString('latin1'));
}
