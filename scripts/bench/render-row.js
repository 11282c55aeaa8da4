// Measured rows, for the terminal.

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

/** @param {import('../bench-peers.js').PeerResult} result */
export function renderPeerRow({ name, version, ours, theirs, target, ...result }) {
  const head = `${name}\n  ${theirs} (${version}), beside roadmap ${ours}\n`;
  if ('error' in result) return `${head}  not measured: ${result.error}\n`;
  const { ratio, milliseconds, besideNothing, holds } = result;
  const [nothing, own, peer] = milliseconds.map(({ median }) => `${median.toFixed(1)} ms`);
  const starts = besideNothing.map(({ median }) => `× ${median.toFixed(1)}`);
  return [
    `${head}  × ${renderSpread(ratio)}, target ≥ ${target.ratio}: ${holds ? 'holds' : 'DOES NOT HOLD'}`,
    `  (${own} and ${peer}; ${starts.join(' and ')} beside the ${nothing} of node -e 0)\n`,
  ].join('');
}

/** @param {Spread} spread */
export function renderSpread({ median, min, max }) {
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}
