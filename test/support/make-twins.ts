import { createHash } from 'node:crypto';
import { writeFiles } from './make-folder.ts';
import { runGit } from './make-repository.ts';

type Kind = 'commit' | 'blob';

/** Makes two objects of these kinds whose hashes begin with the same seven digits. */
export function makeTwins(
  root: string,
  kinds: readonly [Kind, Kind] = ['commit', 'commit'],
): { readonly digits: string; readonly twins: readonly string[] } {
  const tree = runGit(root, 'rev-parse', 'HEAD^{tree}');
  const who = 'Ada Example <ada@example.org> 1767323045 +0000';
  const seen = new Map<string, { kind: Kind; content: string }>();
  for (let count = 0; ; count += 1) {
    const kind = kinds[count % 2] ?? 'commit';
    const head = kind === 'commit' ? `tree ${tree}\nauthor ${who}\ncommitter ${who}\n` : '';
    const content = `${head}\n${count}\n`;
    // The hash of an object is that of its kind, length and content (gitformat-loose, git-hash-object(1)).
    const hash = createHash('sha1').update(`${kind} ${content.length}\0${content}`).digest('hex');
    const digits = hash.slice(0, 7);
    const twin = seen.get(digits);
    if (twin === undefined || (twin.kind === kind && kinds[0] !== kinds[1])) {
      seen.set(digits, { kind, content });
      continue;
    }
    const twins = [twin, { kind, content }].map((one, index) => {
      const path = `.git/twin-${index}`;
      writeFiles(root, { [path]: one.content });
      return runGit(root, 'hash-object', '-t', one.kind, '-w', path);
    });
    return { digits, twins };
  }
}
