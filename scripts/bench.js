// What the built command costs beside what its work costs at least, as ratios within one run: a machine's own speed falls
// out of them. Speed is shown and not asserted: exit 1 means that something could not be measured.
//
//   npm run bench -- [--only NAME]... [--json FILE] [--turns N] [--quick]
import { makePlace } from './bench/make-place.js';
import { at, measureInTurns, measureMemory, spread } from './bench/measure.js';
import { renderRow } from './bench/render-row.js';
import { listRows } from './bench/rows.js';
import { chooseRows, runBench, tryRow } from './bench/run-bench.js';
import { fullSizes, quickSizes } from './bench/sizes.js';

/** @typedef {import('./bench/measure.js').Spread} Spread */
/** @typedef {import('./bench/rows.js').Row} Row */
/** @typedef {import('./bench/run-bench.js').Bench} Bench */
/**
 * What a row gave.
 * @typedef {object} Measured
 * @property {number} turns
 * @property {Spread} ratio
 * @property {Spread[]} milliseconds of each side: the base first, the subject last
 * @property {Spread | null} megabytes peak resident memory of the subject, where it has a target
 * @property {boolean} holds
 */
/** @typedef {Pick<Row, 'name' | 'subject' | 'beside' | 'target'> & (Measured | {error: string})} RowResult */

runBench('bench', measureRows, renderRow);

/** @param {Bench} bench @returns {Generator<RowResult>} */
function* measureRows(bench) {
  const { options } = bench;
  for (const row of chooseRows(listRows(options.quick ? quickSizes : fullSizes), options)) {
    const { name, subject, beside, target } = row;
    yield { name, subject, beside, target, ...tryRow(() => measureRow(row, bench)) };
  }
}

/** @param {Row} row @param {Bench} bench @returns {Measured} */
function measureRow({ materials, makeSides, rate, target, ...row }, bench) {
  const turns = bench.options.turns ?? row.turns;
  const [first, ...others] = materials;
  const sides = makeSides([makePlace(first, bench), ...others.map((material) => makePlace(material, bench))]);
  const measured = measureInTurns(sides, { turns, warm: !bench.options.quick });
  const ratio = spread(measured.map(rate ?? ((times) => at(times, times.length - 1) / at(times, 0))));
  const [subject] = sides.at(-1)?.(turns + 1) ?? [];
  const megabytes =
    target.megabytes === undefined || !subject ? null : measureMemory(subject, Math.min(turns, 3));
  return {
    turns,
    ratio,
    milliseconds: sides.map((_, side) => spread(measured.map((times) => at(times, side)))),
    megabytes,
    holds: ratio.median <= target.ratio && (megabytes?.median ?? 0) <= (target.megabytes ?? 0),
  };
}
