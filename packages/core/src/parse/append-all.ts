/** Adds `more` to the end of `list`. `push(...more)` fails where there are more than a call takes arguments. */
export function appendAll<T>(list: T[], more: Iterable<T>): void {
  for (const one of more) list.push(one);
}
