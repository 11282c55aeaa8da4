import { isAsked } from '../facts/facts.ts';
import type { HandoffFile } from '../generated/handoff.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { NamedCommit, NamedFile } from './named-things.ts';
import { spellControls } from './quote-markdown.ts';

/** What a handoff may name. */
export interface Branch {
  /** Whether a folder of that name is at the root. */
  hasTopFolder(name: string): boolean;
  /**
   * Whether a file or folder is of the branch. At the head of an item of the section of files that is its whole path; else a
   * name without a folder is that of a file anywhere, and what the roadmap itself names is named after it.
   */
  isOfBranch(named: NamedFile): boolean;
}

/**
 * @param files paths of the files that the commit has
 * @param touched what the branch touches, under all of its names
 * @param roadmap with the text that it was read from
 */
export function makeBranch(
  files: readonly string[],
  touched: readonly HandoffFile[],
  { graph, text }: { readonly graph: Roadmap; readonly text: string },
): Branch {
  const others = touched.flatMap(({ path, from }) => (from === null ? [path] : [path, from]));
  // As a handoff shows them.
  const paths = new Set([...files, graph.path, ...others].map(spellControls));
  const folders = new Set<string>();
  const names = new Set<string>();
  for (const path of paths) {
    names.add(path.slice(path.lastIndexOf('/') + 1));
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return {
    hasTopFolder: (name) => !name.includes('/') && folders.has(name),
    isOfBranch: ({ path, isListed }) =>
      paths.has(path) || folders.has(path) || (!isListed && (names.has(path) || text.includes(path))),
  };
}

/** Tells whether words are the roadmap's: a hash in its prose, which no task claims, is no evidence of the handoff's. */
export function makeQuoteTest(graph: Roadmap, text: string): (named: NamedCommit) => boolean {
  const claimed = listTasks(graph).flatMap(({ claims }) =>
    claims.filter(isAsked).flatMap(({ hashes }) => hashes),
  );
  const lower = text.toLowerCase();
  const isQuoted = (hash: string): boolean =>
    lower.includes(hash) && !claimed.some((one) => one.startsWith(hash) || hash.startsWith(one));
  return ({ hashes }) => hashes.every(isQuoted);
}
