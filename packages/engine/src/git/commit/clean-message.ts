/**
 * What git-stripspace(1) makes of a message: no space at the ends of lines, no empty lines at the start and the end, one
 * in the place of several, and a line feed at the end.
 */
export function cleanMessage(text: string): string {
  const kept: string[] = [];
  for (const line of text.split('\n').map(cleanLine)) {
    const isSecond = kept.length === 0 || kept.at(-1) === '';
    if (line !== '' || !isSecond) kept.push(line);
  }
  if (kept.at(-1) === '') kept.pop();
  return kept.map((line) => `${line}\n`).join('');
}

/** Space is what git takes for it (isspace in git-compat-util.h): of a line, blank, tab and carriage return. */
function cleanLine(line: string): string {
  let end = line.length;
  while (' \t\r'.includes(line[end - 1] ?? '.')) end -= 1;
  return line.slice(0, end);
}
