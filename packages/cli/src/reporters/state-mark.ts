import type { State } from '@roadmap-as-code/engine';
import { type Piece, type Style, styled } from '../output/styled-text.ts';

const STYLES: Readonly<Record<State, Style>> = {
  todo: 'plain',
  doing: 'cyan',
  done: 'green',
  partial: 'yellow',
  blocked: 'red',
  failed: 'red',
  dropped: 'dim',
  unknown: 'yellow',
};

/** The widest state word, in characters. */
const WIDTH = 7;

/** A state as a word of fixed width. */
export function markState(state: State): Piece {
  return styled(STYLES[state], state.padEnd(WIDTH));
}
