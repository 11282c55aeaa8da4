/** A ref as people name it: "main", "origin/main", "tag v1", else in full. */
export function nameRef(ref: string): string {
  const { kind, name } = /^refs\/(?<kind>heads|remotes|tags)\/(?<name>.+)$/.exec(ref)?.groups ?? {};
  if (name === undefined) return ref;
  return kind === 'tags' ? `tag ${name}` : name;
}
