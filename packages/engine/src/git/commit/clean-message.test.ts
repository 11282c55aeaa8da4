import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanMessage } from './clean-message.ts';

const PIECES = [
  'a',
  '# b',
  'ü ☂',
  ' ',
  '  ',
  '\t',
  '\r',
  '\v',
  '\f',
  '\u00a0',
  '\u2028',
  '\n',
  '\n\n',
  '\r\n',
];

test('a message is cleaned as git-stripspace(1) cleans it', () => {
  const message = fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(message, (text) => {
      expect(cleanMessage(text)).toBe(execFileSync('git', ['stripspace'], { input: text, encoding: 'utf8' }));
    }),
    { numRuns: 200 },
  );
});
