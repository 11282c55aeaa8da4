/** In bytes. Longer patches are told as none, so that one import of a large folder takes no more memory than this. */
const LONGEST_PATCH = 512 * 1024 * 1024;

/**
 * Takes the output of `git diff-tree --stdin --always --patch` apart: before each patch stands the hash of its commit, in
 * a line by itself. No line of a patch is like that: those of files begin with a sign, those of binary data with a length
 * that no hash would have.
 */
export class PatchSplitter {
  readonly #heads: readonly Buffer[];
  readonly #onPatch: (patch: Buffer | null) => void;
  #store = Buffer.from('\n');
  #length = 1;
  /** Up to where there is no head. */
  #seen = 0;
  /** Number of heads that were met. */
  #met = 0;
  #isTooLong = false;

  /**
   * @param commits full hashes, in the order in which git gets them
   * @param onPatch gets the patch of each, which is only good during the call; null for one that is too long
   */
  constructor(commits: readonly string[], onPatch: (patch: Buffer | null) => void) {
    this.#heads = commits.map((commit) => Buffer.from(`\n${commit}\n`));
    this.#onPatch = onPatch;
  }

  add(chunk: Buffer): void {
    this.#append(chunk);
    for (let head = this.#heads[this.#met]; head !== undefined; head = this.#heads[this.#met]) {
      const content = this.#store.subarray(0, this.#length);
      const at = content.indexOf(head, this.#seen);
      if (at === -1) {
        this.#seen = Math.max(0, this.#length - head.length);
        break;
      }
      // The line feed before the head is the last of the patch.
      if (this.#met > 0) this.#give(content.subarray(0, at + 1));
      this.#met += 1;
      this.#dropUpTo(at + head.length - 1);
    }
    if (this.#length <= LONGEST_PATCH) return;
    this.#isTooLong = true;
    this.#dropUpTo(this.#length - Math.min(this.#length, LONGEST_HEAD));
  }

  /** Gives the last patch, where git came to its end. */
  finish(): void {
    if (this.#met > 0) this.#give(this.#store.subarray(0, this.#length));
  }

  #give(patch: Buffer): void {
    // It begins with the line feed of its head.
    this.#onPatch(this.#isTooLong ? null : patch.subarray(1));
    this.#isTooLong = false;
  }

  #append(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (length > this.#store.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#store.length * 2));
      this.#store.copy(larger, 0, 0, this.#length);
      this.#store = larger;
    }
    chunk.copy(this.#store, this.#length);
    this.#length = length;
  }

  #dropUpTo(at: number): void {
    this.#store.copyWithin(0, at, this.#length);
    this.#length -= at;
    this.#seen = 0;
  }
}

const LONGEST_HEAD = 66;
