// The repositories that are measured on, each made when a row first asks for it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{folder: string, env: NodeJS.ProcessEnv}} Place a repository, and what commands in it get to see */

const maker = fileURLToPath(new URL('make-repository.js', import.meta.url));

/** @param {string} material @param {import('./run-bench.js').Bench} bench @returns {Place} */
export function makePlace(material, { folder, env, options }) {
  const place = { folder: join(folder, 'repositories', material), env };
  if (existsSync(place.folder)) return place;
  const args = [maker, material, place.folder, options.quick ? 'quick' : 'full'];
  execFileSync(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  return place;
}
