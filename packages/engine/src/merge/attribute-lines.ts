/** The name of the driver, as the attribute and the config have it. */
export const driverName = 'roadmap';

const ATTRIBUTE = `merge=${driverName}`;

/**
 * The line of the top-level .gitattributes that gives a file to the driver. All text here is read byte by byte, one
 * character each (latin1), so that it can be written back.
 * @param path from the root
 * @param isAnywhere whether every file of that name is meant, in whichever folder
 */
export function writeAttributeLine(path: string, isAnywhere: boolean): string {
  // gitignore(5): a backslash takes the meaning of what follows it.
  const pattern = `${isAnywhere ? '' : '/'}${path.replace(/[*?[\\]/g, '\\$&')}`;
  return Buffer.from(`${quotePattern(pattern)} ${ATTRIBUTE}`).toString('latin1');
}

/** gitattributes(5): a pattern that begins with a double quote is quoted in C style. */
function quotePattern(pattern: string): string {
  if (!/[\s"\p{Cc}]/u.test(pattern)) return pattern;
  const quoted = pattern.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, (one) => {
    const bytes = [...Buffer.from(one)];
    return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  });
  return `"${quoted}"`;
}

/** Puts lines behind the last one, which keeps its end, or that it has none. */
export function addAttributeLines(text: string, lines: readonly string[]): string {
  const end = /\r?\n/.exec(text)?.[0] ?? '\n';
  const isOpen = text !== '' && !text.endsWith('\n');
  return text + lines.map((line) => (isOpen ? end + line : line + end)).join('');
}

/** Takes every line out that is as we write it. */
export function dropAttributeLines(text: string): { readonly text: string; readonly dropped: string[] } {
  const lines = text.split('\n');
  const kept = lines.filter((line) => !isOurs(line));
  const dropped = lines.filter(isOurs).map((line) => line.replace(/\r$/, ''));
  // Where the last line had no end, the one before it has none either, once that is the last.
  const isOpen = isOurs(lines.at(-1) ?? '') && kept.length > 0;
  const rest = kept.join('\n');
  return { text: isOpen ? rest.replace(/\r$/, '') : rest, dropped };
}

/** The lines that name the driver and are not as we write them, with their numbers from 1. */
export function listForeignLines(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split('\n')
    .map((line, at) => ({ line: at + 1, text: line.replace(/\r$/, '') }))
    .filter((one) => !isOurs(one.text) && NAMES_DRIVER.test(one.text));
}

/** A space is one of ASCII: others may be half of a letter here. */
const NAMES_DRIVER = new RegExp(`^[ \\t]*[^# \\t].*[ \\t]${ATTRIBUTE}(?:[ \\t]|$)`);
const OURS = new RegExp(
  `^(?:(?:ROADMAP\\.md|/(?:[^ \\t\\r"*?[\\\\]|\\\\[*?[\\\\])+)|"/(?:[^"\\\\]|\\\\.)+") ${ATTRIBUTE}\\r?$`,
);

function isOurs(line: string): boolean {
  return OURS.test(line);
}
