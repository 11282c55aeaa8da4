import type { Edit } from '../transition/edit.ts';
import { pictureOf } from '../transition/find-side-effect.ts';
import type { Damage, DamageFinder } from './damage.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Line ends of two kinds; those that the fewer lines have give way. Where both are as many, nobody can tell. */
export const lineEnds: DamageFinder = {
  kind: 'mixed-line-ends',
  find: ({ source: { bytes } }) => {
    const ends = listEnds(bytes);
    const long = ends.filter(({ isLong }) => isLong);
    const short = ends.filter(({ isLong }) => !isLong);
    if (long.length === 0 || short.length === 0) return [];
    const fewer = long.length < short.length ? long : short;
    const says = `${long.length} of ${ends.length} lines end with CR LF, the others with LF`;
    const damage = { line: fewer[0]?.line ?? 1, task: null, message: says };
    if (long.length === short.length) return [{ ...damage, repair: null, edits: [] }];
    const repair = `end all lines with ${fewer === long ? 'LF' : 'CR LF'}`;
    return [{ ...damage, repair, edits: fewer.map(mend) } satisfies Damage];
  },
  picture: (graph) => pictureOf(graph).replaceAll('\\r\\n', '\\n'),
};

interface LineEnd {
  readonly line: number;
  /** Offset of its line feed. */
  readonly at: number;
  readonly isLong: boolean;
}

function listEnds(bytes: Uint8Array): LineEnd[] {
  const ends: LineEnd[] = [];
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1))
    ends.push({ line: ends.length + 1, at, isLong: bytes[at - 1] === CARRIAGE_RETURN });
  return ends;
}

function mend({ at, isLong }: LineEnd): Edit {
  return isLong ? { start: at - 1, end: at, text: '' } : { start: at, end: at, text: '\r' };
}
