/** How a piece of text looks; the terminal decides whether it can. */
export type Style = 'plain' | 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green' | 'cyan';

/** A piece of text with its style. Reporters make these, and never escape sequences. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** One line of output. */
export type Line = readonly (Piece | string)[];

export function styled(style: Style, text: string): Piece {
  return { style, text };
}

/**
 * A text from a file, a branch or a config with everything escaped that could steer a terminal or reorder what is read:
 * control characters (ECMA-48 C0, C1 and DEL), line and paragraph separators, and the embeddings, overrides and
 * isolates of the Unicode bidirectional algorithm (UAX #9, table 1).
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escapeControl);
}

function escapeControl(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
