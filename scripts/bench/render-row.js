// A measured row, for the terminal.

/** @typedef {import('./measure.js').Spread} Spread */

/** @param {import('../bench.js').RowResult} result */
export function renderRow({ name, subject, beside, target, ...result }) {
  const head = `${name}\n  ${subject}, beside ${beside}\n`;
  if ('error' in result) return `${head}  not measured: ${result.error}\n`;
  const { ratio, milliseconds, megabytes, holds } = result;
  const times = milliseconds.map(({ median }) => `${median.toFixed(1)} ms`).join(', ');
  const memory =
    megabytes === null ? '' : `; ${megabytes.median.toFixed(0)} MB, target ≤ ${target.megabytes} MB`;
  return `${head}  × ${renderSpread(ratio)}, target ≤ ${target.ratio}${memory}: ${holds ? 'holds' : 'DOES NOT HOLD'}  (${times})\n`;
}

/** @param {Spread} spread */
export function renderSpread({ median, min, max }) {
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}
