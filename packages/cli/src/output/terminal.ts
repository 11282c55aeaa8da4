import { Chalk, type ChalkInstance } from 'chalk';
import { escapeControls, type Line, type Style } from './styled-text.ts';

/** Turns lines into what is written to a stream: every text is escaped, then styled. */
export function renderLines(lines: readonly Line[], environment: NodeJS.ProcessEnv): string {
  const chalk = new Chalk(isColourless(environment) ? { level: 0 } : {});
  const styles = makeStyles(chalk);
  if (lines.length === 0) return '';
  return lines
    .map((line) =>
      line
        .map((piece) =>
          typeof piece === 'string' ? escapeControls(piece) : styles[piece.style](escapeControls(piece.text)),
        )
        .join('')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

/** NO_COLOR, if not empty, means no colour (no-color.org); FORCE_COLOR overrules it, and chalk reads that one itself. */
function isColourless({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean {
  return FORCE_COLOR === undefined && NO_COLOR !== undefined && NO_COLOR !== '';
}

function makeStyles(chalk: ChalkInstance): Readonly<Record<Style, (text: string) => string>> {
  const { bold, dim, red, yellow, blue, green, cyan } = chalk;
  return { plain: (text) => text, bold, dim, red, yellow, blue, green, cyan };
}

/** JSON for a program, and harmless on a terminal: what JSON leaves as it is of the control characters is escaped, too. */
export function renderJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  const escaped = json.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `${escaped}\n`;
}
