// What commands of other tools cost beside ours that does the like, with the same tasks, as ratios within one run. It
// installs them from npm; nothing of what is measured asks the network. Speed is shown and not asserted: exit 1 means
// that a tool could not be installed or run.
//
//   npm run bench:peers -- [--only NAME]... [--json FILE] [--turns N] [--quick]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPeer } from './bench/install-peer.js';
import { makePlace } from './bench/make-place.js';
import { at, measureInTurns, readOutput, spread } from './bench/measure.js';
import { listPlainTasks, peers } from './bench/peers.js';
import { renderPeerRow } from './bench/render-row.js';
import { chooseRows, runBench, tryRow } from './bench/run-bench.js';
import { fullSizes, quickSizes } from './bench/sizes.js';
import { bundlePath } from './repository.js';

/** @typedef {import('./bench/measure.js').Spread} Spread */
/** @typedef {import('./bench/peers.js').Peer} Peer */
/** @typedef {import('./bench/peers.js').PeerCommand} PeerCommand */
/** @typedef {import('./bench/run-bench.js').Bench} Bench */
/** @typedef {{name: string, peer: Peer, command: PeerCommand}} PeerRow */
/**
 * What a row gave.
 * @typedef {object} MeasuredPeer
 * @property {number} turns
 * @property {Spread} ratio the peer's time to ours
 * @property {[nothing: Spread, ours: Spread, theirs: Spread]} milliseconds
 * @property {[ours: Spread, theirs: Spread]} besideNothing ratios to `node -e 0`
 * @property {boolean} holds
 */
/** @typedef {{name: string, version: string, ours: string, theirs: string, target: {ratio: number}}} PeerHead */
/** @typedef {PeerHead & (MeasuredPeer | {error: string})} PeerResult */

/** How many times as long they should take as ours, at least. */
const target = { ratio: 4 };

/** @type {readonly PeerRow[]} */
const rows = peers.flatMap((peer) =>
  peer.commands.map((command) => ({ name: `${peer.name} ${command.args.join(' ')}`, peer, command })),
);

runBench('peers', measurePeers, renderPeerRow);

/** @param {Bench} bench @returns {Generator<PeerResult>} */
function* measurePeers(bench) {
  const sizes = bench.options.quick ? quickSizes : fullSizes;
  const chosen = chooseRows(rows, bench.options);
  for (const peer of peers) {
    const own = chosen.filter((row) => row.peer === peer);
    if (own.length === 0) continue;
    const place = tryRow(() => preparePeer(peer, sizes.small, bench));
    for (const { name, command } of own) {
      const head = { name, version: peer.version, ours: command.ours, theirs: command.words, target };
      const measured = 'error' in place ? place : tryRow(() => measurePeer(command, place, sizes, bench));
      yield { ...head, ...measured };
    }
  }
}

/**
 * @param {PeerCommand} command
 * @param {import('./bench/make-place.js').Place & {script: string}} place
 * @param {import('./bench/sizes.js').Sizes} sizes @param {Bench} bench
 * @returns {MeasuredPeer}
 */
function measurePeer({ args, ours, says }, { script, ...place }, sizes, bench) {
  const own = makePlace('open', bench);
  const command = process.execPath;
  const theirs = { ...place, command, args: [script, ...args] };
  const output = readOutput(theirs);
  if (!output.includes(says(sizes.small))) {
    throw new Error(`it should say ${JSON.stringify(says(sizes.small))}, and says\n${output}`);
  }
  const turns = bench.options.turns ?? sizes.peerTurns;
  const measured = measureInTurns(
    [
      () => [{ ...own, command, args: ['-e', '0'] }],
      () => [{ ...own, command, args: [bundlePath, ours] }],
      () => [theirs],
    ],
    { turns, warm: !bench.options.quick },
  );
  /** @param {number} side */
  const times = (side) => spread(measured.map((turn) => at(turn, side)));
  /** @param {number} over @param {number} under */
  const ratio = (over, under) => spread(measured.map((turn) => at(turn, over) / at(turn, under)));
  const peerToOurs = ratio(2, 1);
  return {
    turns,
    ratio: peerToOurs,
    milliseconds: [times(0), times(1), times(2)],
    besideNothing: [ratio(1, 0), ratio(2, 0)],
    holds: peerToOurs.median >= target.ratio,
  };
}

/**
 * Installs it, and makes a project in its format in a repository of its own; below what is installed, where plugins are
 * looked for.
 * @param {Peer} peer @param {number} tasks @param {Bench} bench
 */
function preparePeer(peer, tasks, bench) {
  const base = join(bench.folder, 'peers', peer.name);
  const folder = join(base, 'project');
  const env = { ...bench.env, DO_NOT_TRACK: '1', ...peer.env };
  const script = installPeer(peer, base, env);
  const roadmap = readFileSync(join(makePlace('open', bench).folder, 'ROADMAP.md'), 'utf8');
  for (const [path, text] of Object.entries(peer.makeFiles(listPlainTasks(tasks, 1), roadmap))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const args of [
    ['init', '--quiet', '--template=', '--initial-branch=main'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'Plan'],
  ]) {
    execFileSync('git', args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  }
  return { folder, env, script };
}
