import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { checkout } from '../support/checkout.ts';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder } from '../support/make-folder.ts';

/** A process that calls the engine, which the tests may not import: so many claims at once, with no lock between them. */
const SOURCE = `
  import { claimOnRemote } from './packages/engine/src/holds/remote-holds.ts';
  const { clones, claimants, tasks, now, until } = JSON.parse(process.argv[2]);
  const claims = Array.from({ length: claimants }, async (_, place) => {
    const holder = { by: 'agent-' + place, place: null };
    const order = place % 2 === 0 ? tasks : [...tasks].reverse();
    const meant = order.map((task) => ({ file: 'ROADMAP.md', task }));
    const root = clones[place % clones.length];
    const claimed = await claimOnRemote(root, 'origin', meant, { holder, holds: [], now, until });
    return { by: holder.by, made: claimed.made ?? [], refusals: claimed.refusals ?? [] };
  });
  process.stdout.write(JSON.stringify(await Promise.all(claims)));
`;

/** What came of one claimant. */
export interface Claimed {
  readonly by: string;
  readonly made: readonly { readonly place: { readonly ref: string; readonly oid: string } }[];
  readonly refusals: readonly { readonly clause: string; readonly message: string }[];
}

/** Lets so many claim the same tasks at the same moment, every second of them in the other order. */
export async function raceClaims(
  clones: readonly string[],
  claimants: number,
  tasks: readonly string[],
): Promise<Claimed[]> {
  const outfile = join(makeFolder('race'), 'race.mjs');
  buildSync({
    stdin: { contents: SOURCE, resolveDir: checkout, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['roadmap-source'],
    outfile,
    logLevel: 'warning',
  });
  const [now, until] = [0, 3_600_000].map((later) => new Date(Date.now() + later).toISOString());
  const child = spawn(process.execPath, [outfile, JSON.stringify({ clones, claimants, tasks, now, until })], {
    cwd: clones[0],
    env: makeEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return JSON.parse(Buffer.concat(chunks).toString()) as Claimed[];
}
