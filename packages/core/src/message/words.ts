/**
 * "P1.1, P1.2 and P1.3"; past `most`, "P1.1, P1.2 and 7 more".
 * @param count how many there are, where `names` has the first of them alone
 */
export function nameSome(names: readonly string[], most = 20, count: number = names.length): string {
  if (count <= 1) return names[0] ?? '';
  if (count <= most) return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;
  return `${names.slice(0, most).join(', ')} and ${count - most} more`;
}

/** "1 task", "2 tasks". */
export function countOf(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A text cut to so many characters, with an ellipsis for what is gone. */
export function cutText(text: string, most: number): string {
  // Of characters there are no more than of UTF-16 code units.
  if (text.length <= most) return text;
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
