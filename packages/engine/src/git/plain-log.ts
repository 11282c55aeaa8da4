/** Whatever a user sets that would change the output of `git log` is set back (git-config(1): log.*); entries end with a NUL. */
export const PLAIN_LOG: readonly string[] = [
  '-c',
  'log.showSignature=false',
  '-c',
  'log.showRoot=true',
  '-c',
  'log.follow=false',
  'log',
  '-z',
  '--no-color',
  '--encoding=UTF-8',
];
