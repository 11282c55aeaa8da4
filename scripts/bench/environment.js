// What a measured command gets to see.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/**
 * Nothing of the settings of whoever measures. Above all no NODE_EXTRA_CA_CERTS, which costs each start of Node 36 ms, and
 * no NODE_OPTIONS.
 * @param {string} folder in which a home is made
 * @returns {NodeJS.ProcessEnv}
 */
export function makeEnvironment(folder) {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: home,
    TMPDIR: tmpdir(),
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CEILING_DIRECTORIES: dirname(folder),
    GIT_AUTHOR_NAME: 'Bench',
    GIT_AUTHOR_EMAIL: 'bench@example.invalid',
    GIT_COMMITTER_NAME: 'Bench',
    GIT_COMMITTER_EMAIL: 'bench@example.invalid',
  };
}
