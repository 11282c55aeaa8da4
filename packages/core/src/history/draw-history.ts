import { readReverts } from './find-reverts.ts';
import { type History, makeHistory } from './history.ts';

/** What a test says of commits besides their parents, by their names. */
interface Details {
  readonly refs?: Readonly<Record<string, readonly string[]>>;
  readonly messages?: Readonly<Record<string, string>>;
}

/** A history that a test draws: one commit a word, its parents behind a colon, children first: `d:bc b:a c:a a`. */
export function drawHistory(drawing: string, { refs = {}, messages = {} }: Details = {}): History {
  return makeHistory(
    drawing.split(' ').map((word) => {
      const [name = '', parents = ''] = word.split(':');
      return {
        id: idOf(name),
        parents: [...parents].map(idOf),
        refs: refs[name] ?? [],
        reverts: readReverts(messages[name] ?? ''),
      };
    }),
  );
}

/** Full hash of the commit of that name, a hexadecimal digit. */
export function idOf(name: string): string {
  return name.repeat(40);
}

/** Index of the commit of that name. */
export function indexOf(history: History, name: string): number {
  return history.indexes.get(idOf(name)) ?? -1;
}

/** Names of commits, by their indexes. */
export function namesOf(history: History, indexes: Iterable<number>): string {
  return [...indexes].map((index) => history.ids[index]?.[0] ?? '?').join('');
}
