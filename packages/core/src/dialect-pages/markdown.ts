/** A text as code of a line, backticks and blanks at its ends included (CommonMark 0.31 §6.1). */
export function code(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const isBounded = /^`|`$/.test(text) || (text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '');
  const gap = isBounded ? ' ' : '';
  return `${fence}${gap}${text}${gap}${fence}`;
}

/** A table of GFM; a bar within a cell is escaped there, in code as well. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A block of code that may hold fences of its own. */
export function block(text: string, language: string): string {
  return `\`\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\`\``;
}

/** Parts of a page, with an empty line between them; the empty ones are left out. */
export function page(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}
