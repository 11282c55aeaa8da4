/** Adds `more` to the end of `list`. `push(...more)` fails where there are more than a call takes arguments. */
export function appendAll<T>(list: T[], more: readonly T[]): void {
  if (more.length === 0) return;
  for (const one of more) list.push(one);
}
