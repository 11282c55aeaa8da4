import { createHash } from 'node:crypto';
import type { Material } from './plant.ts';
import type { Throwaway } from './throwaway.ts';

/** Something to commit, for git-fast-import(1). */
export interface ImportedCommit {
  readonly ref: string;
  /** A full hash, or `:1` for the first of those that are imported; null for the last of that ref, if it has one. */
  readonly from: string | null;
  readonly message: string;
  /** The text of each file that is written; null for one that is taken out. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** Commits one after the other, in one process; their full hashes. */
export async function importCommits(
  throwaway: Throwaway,
  commits: readonly ImportedCommit[],
): Promise<string[]> {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const stream = commits.map(({ ref, from, message, files }, at) =>
    [
      `commit ${ref}\nmark :${at + 1}\ncommitter ${WHO}\n${data(message)}`,
      from === null ? '' : `from ${from}\n`,
      ...Object.entries(files).map(([path, text]) =>
        text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
      ),
      `\nget-mark :${at + 1}\n`,
    ].join(''),
  );
  const told = await throwaway.run(['fast-import', '--quiet', '--force'], stream.join(''));
  return told.split('\n');
}

const WHO = 'roadmap selftest <selftest@roadmap.invalid> 1767225600 +0000';
const MAIN = 'refs/heads/main';
/** Digits of a hash that is cited short. */
const SHORT = 7;

/** Makes, on top of what HEAD was, the commits that planted ticks cite; `ground` is the first of them. */
export async function makeMaterial(
  throwaway: Throwaway,
): Promise<Material & { readonly ground: string; readonly tip: string }> {
  const { head, digits } = throwaway;
  const commit = (name: string, files: ImportedCommit['files'], ref = MAIN): ImportedCommit => ({
    ref,
    from: null,
    message: name,
    files,
  });
  const work = (name: string): ImportedCommit =>
    commit(`Do ${name}`, { [`${FOLDER}/${name}.txt`]: `${name}\n` });
  const [ground = '', done = '', free = '', other = '', empty = '', update = '', reverted = ''] =
    await importCommits(throwaway, [
      { ...work('ground'), from: head },
      work('work'),
      work('free'),
      work('other'),
      commit('Do nothing', {}),
      commit('Begin the roadmap', { 'roadmap.yaml': '# Of the selftest.\nversion: 1\n' }),
      work('reverted'),
    ]);
  const [tip = '', pending = '', dangling = ''] = await importCommits(throwaway, [
    {
      ...commit(`Revert "Do reverted"\n\nThis reverts commit ${reverted}.\n`, {
        [`${FOLDER}/reverted.txt`]: null,
      }),
      from: reverted,
    },
    { ...work('pending'), ref: 'refs/heads/side', from: free },
    { ...work('dangling'), ref: 'refs/heads/gone', from: free },
  ]);
  await throwaway.run(['update-ref', '-d', 'refs/heads/gone']);
  const tree = await throwaway.run(['rev-parse', `${free}^{tree}`]);
  return {
    ground,
    tip,
    work: done,
    free,
    other,
    pending,
    dangling,
    absent: hashText('roadmap selftest', digits),
    empty,
    update,
    reverted,
    tree,
    ambiguous: await makeTwins(throwaway, tree),
  };
}

/** Of the work that is made for the selftest, and of its roadmaps, in the throwaway. */
export const FOLDER = 'roadmap-selftest';

function hashText(text: string, digits: 40 | 64): string {
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(text)
    .digest('hex');
}

/** Writes two commits whose hashes begin with the same digits; these. Some 20,000 tries find them. */
async function makeTwins(throwaway: Throwaway, tree: string): Promise<string> {
  const seen = new Map<string, string>();
  for (let at = 0; ; at += 1) {
    const text = `tree ${tree}\nauthor ${WHO}\ncommitter ${WHO}\n\nTwin ${at}\n`;
    const prefix = hashText(`commit ${Buffer.byteLength(text)}\0${text}`, throwaway.digits).slice(0, SHORT);
    const twin = seen.get(prefix);
    seen.set(prefix, text);
    if (twin === undefined) continue;
    for (const one of [twin, text])
      await throwaway.run(['hash-object', '-t', 'commit', '-w', '--stdin'], one);
    return prefix;
  }
}
