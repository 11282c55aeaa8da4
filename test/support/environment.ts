import { delimiter, dirname, join } from 'node:path';
import { checkout } from './checkout.ts';
import { makeFolder } from './make-folder.ts';

const home = makeFolder('home');

/**
 * What a child process gets to see: nothing of the settings of whoever runs the tests, nor of a hook that they run in,
 * and no repository above the folder that it runs in.
 */
export function makeEnvironment(
  changes: Readonly<Record<string, string | undefined>> = {},
): NodeJS.ProcessEnv {
  const { PATH = '' } = process.env;
  return {
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: home,
    // One for all tests: what V8 made of the command in one is there in the next.
    XDG_CACHE_HOME: join(checkout, 'node_modules/.cache'),
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CEILING_DIRECTORIES: dirname(dirname(home)),
    GIT_AUTHOR_NAME: 'Ada Example',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
    GIT_COMMITTER_NAME: 'Ada Example',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
    ...changes,
  };
}
