import { escapeControls, type Line } from './styled-text.ts';
import { renderLines } from './terminal.ts';

/** Lines that tell what goes on. */
export interface Progress {
  /**
   * @param at which of the lines it is
   * @param isEnd whether nothing more comes for it
   */
  show(at: number, line: Line, isEnd: boolean): void;
  /** Takes away what is only of use while something goes on. */
  clear(): void;
}

/** A stream that may be a terminal. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** On a terminal a line for each that is written over in its place; anywhere else a line for each end. */
export function openProgress(output: Output, environment: NodeJS.ProcessEnv): Progress {
  const shown = new Map<number, Line>();
  let height = 0;
  const rewrite = (lines: readonly Line[]): void => {
    // Up over all that is there, and away with it (ECMA-48: CPL, ED).
    output.write(`${height > 0 ? `\u001b[${height}F` : ''}\u001b[J${renderLines(lines, environment)}`);
    height = lines.length;
  };
  return {
    show: (at, line, isEnd) => {
      if (output.isTTY !== true) {
        if (isEnd) output.write(renderLines([line], environment));
        return;
      }
      shown.set(at, line);
      const lines = [...shown].sort(([a], [b]) => a - b).map(([, one]) => cutLine(one, output.columns));
      // What has left the screen can't be written over.
      rewrite(lines.slice(-Math.max((output.rows ?? FEWEST_ROWS) - 1, 1)));
    },
    clear: () => {
      if (height > 0) rewrite([]);
    },
  };
}

/** Of a terminal that does not say how many it has. */
const FEWEST_ROWS = 24;

/** A line that the terminal would wrap would be two, and there would be no telling how far up the first is. */
function cutLine(line: Line, columns = 80): Line {
  let left = columns - 1;
  return line.flatMap((piece) => {
    const text = escapeControls(typeof piece === 'string' ? piece : piece.text);
    const cut = [...text].slice(0, Math.max(left, 0)).join('');
    left -= [...text].length;
    return cut === '' ? [] : [typeof piece === 'string' ? cut : { ...piece, text: cut }];
  });
}
