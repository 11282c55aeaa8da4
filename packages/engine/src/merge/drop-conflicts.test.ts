import { expect, test } from '@jest/globals';
import { dropConflicts } from './drop-conflicts.ts';

const conflict = '<<<<<<<<< ours\na\n||||||||| base\n=========\nb\n>>>>>>>>> theirs\n';

test.each<[string, string, string | null]>([
  ['none', 'a\r\n> b\n<<<<<<<<<<a\n', 'a\r\n> b\n<<<<<<<<<<a\n'],
  [
    'marks of the merge itself',
    '<<<<<<< ours\na\n=======\n>>>>>>> theirs\n',
    '<<<<<<< ours\na\n=======\n>>>>>>> theirs\n',
  ],
  ['one between lines', `x\n${conflict}y`, 'x\ny'],
  ['two, with other line ends', `${conflict.replaceAll('\n', '\r\n')}x\r\n${conflict}`, 'x\r\n'],
  ['one in another', `x\n${conflict.replace('b\n', conflict)}y\n`, 'x\ny\n'],
  ['an older one in one', `x\n${conflict.replace('b\n', '<<<<<<<<<<< a\n>>>>>>>>>>> b\n')}y\n`, 'x\ny\n'],
  ['one behind a byte order mark', `\xef\xbb\xbf${conflict}y\n`, 'y\n'],
  ['one without an end', `x\n${conflict.replace('>>>>>>>>>', '>>>>>>>>')}y\n`, null],
])('a base with %s', (_name, text, left) => {
  expect(dropConflicts(text, 7)).toBe(left);
});
