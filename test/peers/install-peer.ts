import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeEnvironment } from '../support/environment.ts';
import { makeFolder, requireOwn, writeFiles } from '../support/make-folder.ts';

const execute = promisify(execFile);

/** A tool of others that reads the same files. */
export interface Peer {
  /** Runs it in a folder; what it printed. Throws where it fails, with what it said. */
  run(folder: string, ...args: string[]): Promise<string>;
}

/**
 * Installs one version of a package from npm into a folder of the test, without its install scripts. Throws where npm can't
 * be reached, since a comparison that is left out says nothing.
 * @param script path in the package of what its command runs
 */
export async function installPeer(name: string, version: string, script: string): Promise<Peer> {
  const folder = requireOwn(makeFolder('peer'));
  // Without a manifest of its own, npm would look for one in the folders above.
  writeFiles(folder, { 'package.json': '{"private": true}\n' });
  await execute('npm', ['install', ...OPTIONS, `${name}@${version}`], {
    cwd: folder,
    env: makeEnvironment(passReach()),
  });
  const command = join(folder, 'node_modules', name, script);
  return {
    run: async (where, ...args) => {
      const { stdout } = await execute(process.execPath, [command, ...args], {
        cwd: requireOwn(where),
        env: makeEnvironment({ DO_NOT_TRACK: '1' }),
      });
      return stdout;
    },
  };
}

const OPTIONS = [
  '--no-save',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  '--ignore-scripts',
  // Where a package has a binary for each platform, those are optional.
  '--include=optional',
  '--loglevel=error',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];

/** What says how npm reaches its registry from this machine, and where it keeps what it has fetched before. */
function passReach(): Record<string, string | undefined> {
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
