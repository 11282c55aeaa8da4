import { Chalk } from 'chalk';
import type { Style } from './styled-text.ts';

/** What colours a text in each style. */
export function makeStyles(): Readonly<Record<Style, (text: string) => string>> {
  const { bold, dim, red, yellow, blue, green, cyan } = new Chalk();
  return { plain: (text) => text, bold, dim, red, yellow, blue, green, cyan };
}
