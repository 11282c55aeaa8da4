import { nameSome } from './words.ts';

/** A ref as people name it: "main", "origin/main", "tag v1", else in full. */
export function nameRef(ref: string): string {
  const { kind, name } = /^refs\/(?<kind>heads|remotes|tags)\/(?<name>.+)$/.exec(ref)?.groups ?? {};
  if (name === undefined) return ref;
  return kind === 'tags' ? `tag ${name}` : name;
}

/** Refs that hold a commit, of which no more than `most` were listed: "main, fix and origin/fix", "a, b and others". */
export function nameRefs(refs: readonly string[], listed: number, most: number): string {
  const names = refs.map(nameRef);
  if (names.length < listed || names.length <= most) return nameSome(names, most);
  return `${names.slice(0, most).join(', ')} and others`;
}
