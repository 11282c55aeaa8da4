import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editContent } from './edit-content.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The content after the edit, as text; else what came of it. */
function edit(before: string | null, text: string, line?: string): string {
  const edited = editContent(before === null ? null : encode(before), {
    text,
    ...(line === undefined ? {} : { line }),
  });
  if (edited.kind === 'edited') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(edited.bytes);
  return edited.kind === 'refused' ? `refused: ${edited.reason}` : edited.kind;
}

describe('a whole file', () => {
  test.each([
    ['that is not there is made, with a line end', null, '1.2', '1.2\n'],
    ['is replaced', '1.1\n', '1.2\n', '1.2\n'],
    ['that says so is left', '1.2\n', '1.2', 'there'],
    ['that lacks the line end gets it', '1.2', '1.2', '1.2\n'],
  ])('%s', (_name, before, text, after) => {
    expect(edit(before, text)).toBe(after);
  });
});

describe('one line', () => {
  test.each([
    ['is replaced, with its CR LF', 'a\r\nv: 1\r\nb\r\n', 'v: 2', 'a\r\nv: 2\r\nb\r\n'],
    ['that is the last keeps that it has no end', 'a\nv: 1', 'v: 2', 'a\nv: 2'],
    ['keeps the byte order mark before it', '\ufeffv: 1\n', 'v: 2', '\ufeffv: 2\n'],
    ['is given as a block of YAML', 'v: 1\n', 'v: 2\n', 'v: 2\n'],
    ['may say so', 'v: 2\n', 'v: 2', 'there'],
    ['may begin otherwise, and is there then', 'w: 2\n', 'w: 2', 'there'],
    ['is not searched within lines', 'x v: 1\n', 'v: 2', 'refused: no line begins with "v:"'],
    [
      'is the one that is meant',
      'v: 1\nv: 3\n',
      'v: 2',
      'refused: 2 lines begin with "v:", and one is meant',
    ],
    ['can stand in no file', null, 'v: 2', 'refused: there is no such file'],
  ])('%s', (_name, before, text, after) => {
    expect(edit(before, text, 'v:')).toBe(after);
  });

  const piece = fc
    .uint8Array({ maxLength: 12 })
    .map((bytes) => bytes.map((byte) => (byte === 0x23 ? 0x21 : byte)));
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const content = fc.constantFrom('#2', '#', '#ünï', 'other');

  test('keeps all bytes around it, and twice changes nothing', () => {
    fc.assert(
      fc.property(
        piece,
        lineEnd,
        content,
        fc.option(fc.tuple(lineEnd, piece)),
        content,
        (head, end, old, tail, text) => {
          const line = old.startsWith('#') ? old : `#${old}`;
          const before = Buffer.concat([head, encode(end)]);
          const after = tail === null ? Buffer.of() : Buffer.concat([encode(tail[0]), tail[1]]);
          const edited = editContent(Buffer.concat([before, encode(line), after]), { text, line: '#' });
          if (line === text) {
            expect(edited).toEqual({ kind: 'there' });
            return;
          }
          if (edited.kind !== 'edited') throw new Error(JSON.stringify(edited));
          expect(Buffer.from(edited.bytes)).toEqual(Buffer.concat([before, encode(text), after]));
          expect(editContent(edited.bytes, { text, line: '#' })).toEqual({ kind: 'there' });
        },
      ),
    );
  });
});
