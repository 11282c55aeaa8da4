import { expect, test } from '@jest/globals';
import { findConflict } from './find-conflict.ts';

test.each([
  ['a conflict', 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> side\n', 2],
  [
    'one in the style diff3, with CRLF',
    'a\r\n<<<<<<< HEAD\r\nb\r\n||||||| base\r\n=======\r\n>>>>>>> side',
    2,
  ],
  ['one of two', '<<<<<<< HEAD\n=======\n>>>>>>> side\n<<<<<<< HEAD\n', 1],
  ['a heading with a line under it', 'Title\n=======\n\ntext\n', null],
  ['marks that are not in order', '>>>>>>> side\n=======\n<<<<<<< HEAD\n', null],
  ['other arrows', '<<<<<<<< HEAD\n=======\n>>>>>>>> side\n', null],
  ['an example in a fence', '```\n<<<<<<< HEAD\n=======\n>>>>>>> side\n```\n', null],
])('%s', (_name, text, line) => {
  expect(findConflict(text)).toBe(line);
});
