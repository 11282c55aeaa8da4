import { mayBeColoured } from './colours.ts';
import { makeStyles } from './make-styles.ts';
import { escapeControls, type Line } from './styled-text.ts';

/** Turns lines into what is written to a stream: every text is escaped, then styled. */
export function renderLines(lines: readonly Line[], environment: NodeJS.ProcessEnv): string {
  const styles = mayBeColoured(environment) ? makeStyles() : null;
  if (lines.length === 0) return '';
  return lines
    .map((line) =>
      line
        .map((piece) =>
          typeof piece === 'string' || styles === null
            ? escapeControls(typeof piece === 'string' ? piece : piece.text)
            : styles[piece.style](escapeControls(piece.text)),
        )
        .join('')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

/** JSON for a program, and harmless on a terminal: what JSON leaves as it is of the control characters is escaped, too. */
export function renderJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  const escaped = json.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `${escaped}\n`;
}
