/** What looks like a hash and stands for any hash in instructions and examples, or is the name of something else. */
export const exampleHashes: ReadonlySet<string> = new Set([
  'abc1234',
  'abcd123',
  'abc123d',
  'abcdef0',
  'abcdef1',
  'abcdef12',
  'abc12345',
  'a1b2c3d',
  'a1b2c3d4',
  '1a2b3c4',
  '1a2b3c4d',
  'deadbeef',
  'badc0de',
  'cafebabe',
  'c0ffee1',
  'ed25519',
]);
