// docs/performance.md, made of what the benchmarks wrote: a number that nobody typed is one that was measured.
//
//   node scripts/bench/render-page.js bench.json peers.json [those of other Nodes]... >docs/performance.md
import { readFileSync } from 'node:fs';
import { renderSpread } from './render-row.js';

/** @typedef {import('../bench.js').RowResult} RowResult */
/** @typedef {import('../bench-peers.js').PeerResult} PeerResult */
/**
 * @template T
 * @typedef {Omit<import('./run-bench.js').Report, 'rows'> & {rows: T[]}} ReportOf
 */

const reports = joinReports(process.argv.slice(2).map(readReport));
/** @type {ReportOf<RowResult>[]} */
const benches = reports.filter(({ kind }) => kind === 'bench');
/** @type {ReportOf<PeerResult>[]} */
const peers = reports.filter(({ kind }) => kind === 'peers');
if (benches.length === 0 || peers.length === 0) throw new Error('name what bench and bench:peers wrote');
process.stdout.write([...renderHead(), ...renderBenches(), ...renderPeers(), ''].join('\n'));

/** @param {string} file @returns {ReportOf<any>} */
function readReport(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report?.kind === 'bench' || report?.kind === 'peers') return report;
  throw new Error(`${file} is not what a benchmark wrote`);
}

/**
 * One for each kind and Node: rows that were measured by themselves go to the others, and what was measured again is the last.
 * @param {readonly ReportOf<any>[]} all @returns {ReportOf<any>[]}
 */
function joinReports(all) {
  /** @type {Map<string, ReportOf<any>>} */
  const joined = new Map();
  for (const report of all) {
    const key = `${report.kind} ${report.versions['node']}`;
    const before = joined.get(key);
    const names = report.rows.map(({ name }) => name);
    const kept = before?.rows.filter(({ name }) => !names.includes(name)) ?? [];
    const quick = report.quick || before?.quick === true;
    joined.set(key, { ...report, quick, rows: [...kept, ...report.rows] });
  }
  return [...joined.values()];
}

function renderHead() {
  /** @param {string} name */
  const list = (name) => [...new Set(reports.map(({ versions }) => versions[name]))].join(', ');
  return [
    '# Performance',
    '',
    '<!-- Made by scripts/bench/render-page.js of what the benchmarks wrote. -->',
    '',
    `Measured with git ${list('git')}, each command in turns with one that does the least that its work can cost. The first turn is not`,
    'counted. A cell has the median of the ratios of all turns, the lowest and the highest of them, and the median times of both',
    "sides. A machine's own speed falls out of a ratio. **Bold** is what misses its target.",
    ...(reports.some(({ quick }) => quick)
      ? ['', '**Made with `--quick`: these numbers say nothing of speed.**']
      : []),
    '',
    '```sh',
    'npm run -s bench -- --json bench.json          # --only check measures one row',
    'npm run -s bench:peers -- --json peers.json    # installs the other tools from npm',
    'node scripts/bench/render-page.js bench.json peers.json >docs/performance.md',
    '```',
    '',
    'With another Node: `npx -y -p node@24 -- node scripts/bench.js --json bench-24.json`, and the same with `bench-peers.js`. All',
    'files of one Node share a column of the page.',
    '',
  ];
}

function renderBenches() {
  return [
    '## Beside the least',
    '',
    'Plain tasks are boxes with an id, words, a Commit and a Status. A section goes through remark, the Markdown parser, where it holds',
    'anything else: here a quote, a link and an emphasis. `node -e 0` is the start of Node. Memory is the peak of the subject.',
    '',
    ...renderTable(
      ['subject', 'beside', 'turns', 'target'],
      benches,
      ({ subject, beside, target, ...row }) => [
        code(subject),
        code(beside),
        'turns' in row ? String(row.turns) : '',
        `≤ ${target.ratio}${target.megabytes === undefined ? '' : `, ≤ ${target.megabytes} MB`}`,
      ],
      ({ target, ratio, milliseconds, megabytes }) => [
        stress(renderSpread(ratio), ratio.median > target.ratio),
        milliseconds.map(({ median }) => renderTime(median)).join(' → '),
        ...(megabytes === null
          ? []
          : [stress(`${megabytes.median.toFixed(0)} MB`, megabytes.median > (target.megabytes ?? Infinity))]),
      ],
    ),
    '',
  ];
}

function renderPeers() {
  return [
    '## Beside other tools',
    '',
    'The same tasks, in the format of each tool, and its command beside ours that does the like. Each does other work, too: ours',
    'looks up hashes in git, and none of these does. The ratio is its time to ours; the times are ours and its own. No command asks the',
    'network meanwhile.',
    '',
    ...renderTable(
      ['its command', 'ours', 'target'],
      peers,
      ({ theirs, version, ours, target }) => [
        `\`${theirs}\` ${version}`,
        `\`roadmap ${ours}\``,
        `≥ ${target.ratio}`,
      ],
      ({ target, ratio, milliseconds }) => [
        stress(renderSpread(ratio), ratio.median < target.ratio),
        `${renderTime(milliseconds[1].median)} → ${renderTime(milliseconds[2].median)}`,
      ],
    ),
  ];
}

/**
 * A row for each that was measured, and a column for each Node.
 * @template {RowResult | PeerResult} T
 * @param {readonly string[]} titles
 * @param {readonly ReportOf<T>[]} columns
 * @param {(row: T) => string[]} renderRow
 * @param {(row: Exclude<T, {error: string}>) => string[]} renderMeasured
 */
function renderTable(titles, columns, renderRow, renderMeasured) {
  /** @type {Map<string, T>} */
  const rows = new Map();
  for (const { rows: list } of columns) for (const row of list) rows.set(row.name, rows.get(row.name) ?? row);
  /** @param {T | undefined} row */
  const renderCell = (row) => {
    if (row === undefined) return 'not measured';
    if ('error' in row) return `not measured: ${row.error.split('\n', 1)[0]?.replaceAll('|', '\\|')}`;
    return renderMeasured(/** @type {Exclude<T, {error: string}>} */ (row)).join(', ');
  };
  const head = [...titles, ...columns.map(({ versions }) => `Node ${versions['node']?.replace('v', '')}`)];
  return [
    head,
    head.map(() => '---'),
    ...[...rows.values()].map((row) => [
      ...renderRow(row),
      ...columns.map(({ rows: list }) => renderCell(list.find(({ name }) => name === row.name))),
    ]),
  ].map((cells) => `| ${cells.join(' | ')} |`);
}

/** @param {string} text @param {boolean} isMissed */
function stress(text, isMissed) {
  return isMissed ? `**${text}**` : text;
}

/** @param {number} milliseconds */
function renderTime(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Commands among words. @param {string} words */
function code(words) {
  return words.replace(
    /node -e 0|git commit --only|git cat-file --batch-check|git log -p|--version/g,
    '`$&`',
  );
}
