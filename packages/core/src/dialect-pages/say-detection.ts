import { dialects } from '../dialects/dialects.ts';
import type { Dialect, DialectSigns } from '../generated/dialect.types.ts';
import { nameSome } from '../message/words.ts';
import { code, list } from './markdown.ts';

/** How a file is known to be of a dialect, in words. */
export function sayDetection({ name, detect }: Dialect): string[] {
  const before = dialects.slice(
    0,
    dialects.findIndex((one) => one.name === name),
  );
  const others = before.map((one) => code(one.name));
  if (detect.length === 0)
    return [`Every file that is of no other dialect: ${nameSome(others)} are tried before.`];
  const lead =
    detect.length === 1 ? 'A file is of this dialect if' : 'A file is of this dialect if one of these holds:';
  const tried =
    others.length === 0
      ? 'It is the first that is tried.'
      : `${nameSome(others)} ${others.length === 1 ? 'is' : 'are'} tried before.`;
  const signs = detect.map(saySigns);
  return [...(signs.length === 1 ? [`${lead} ${signs[0] ?? ''}.`] : [lead, list(signs)]), tried];
}

function saySigns({ path, text, times = 1, phases, tasks }: DialectSigns): string {
  return [
    ...(path === undefined ? [] : [`its path matches ${code(path)}`]),
    ...(text === undefined
      ? []
      : [`its text matches ${code(text)}${times === 1 ? '' : `, ${times} times or more`}`]),
    ...(phases === undefined
      ? []
      : [
          `${atLeast(phases)} of its headings ${phases === 1 ? 'is a phase' : 'are phases'} by the form below`,
        ]),
    ...(tasks === undefined
      ? []
      : [`${atLeast(tasks)} of its boxes ${tasks === 1 ? 'has' : 'have'} an id by the form below`]),
  ].join(', and ');
}

function atLeast(count: number): string {
  return count === 1 ? 'at least one' : `${count} or more`;
}
