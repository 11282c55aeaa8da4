// Brings a peer from npm.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const options = [
  '--no-save',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  // What is measured needs none of them.
  '--ignore-scripts',
  // Where a package has a binary for each platform, those are optional.
  '--include=optional',
  '--loglevel=error',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];

/**
 * Throws where npm fails, with what it said.
 * @param {import('./peers.js').Peer} peer @param {string} folder @param {NodeJS.ProcessEnv} env
 * @returns {string} path of the script of its command
 */
export function installPeer({ name, version, others = [], script }, folder, env) {
  mkdirSync(folder, { recursive: true });
  // Without a manifest of its own, npm would look for one in the folders above.
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  execFileSync('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`, ...others], {
    cwd: folder,
    env: { ...env, ...passReach() },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  return join(folder, 'node_modules', name, script);
}

/** What says how npm reaches its registry from here, and where it keeps what it has fetched before. */
function passReach() {
  const { env } = process;
  const names = Object.keys(env).filter((name) =>
    /^(?:(?:https?|no)_proxy|NODE_EXTRA_CA_CERTS|npm_config_registry)$/i.test(name),
  );
  return {
    ...Object.fromEntries(names.map((name) => [name, env[name]])),
    npm_config_userconfig: env['npm_config_userconfig'] ?? join(homedir(), '.npmrc'),
    npm_config_cache: env['npm_config_cache'] ?? join(homedir(), '.npm'),
  };
}
