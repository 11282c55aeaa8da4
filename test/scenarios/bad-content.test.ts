import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { writeFiles } from '../support/make-folder.ts';
import { makeRepository } from '../support/make-repository.ts';
import { runAndCompare } from '../support/run-roadmap.ts';

describe('content that is none', () => {
  const root = makeRepository({ 'ROADMAP.md': '- [ ] one\n' });

  test('invalid UTF-8 is answered with its line', async () => {
    writeFiles(root, { 'latin.md': Buffer.from('# Plan\n\n- [ ] caf\xe9\n', 'latin1') });
    expect(await expectRefusal(root, ['check', 'latin.md'])).toBe(
      'roadmap: latin.md:3:10: it is not valid UTF-8 here\n  → Save it as UTF-8.\n',
    );
  });

  test('a UTF-16 file, too', async () => {
    writeFiles(root, { 'wide.md': Buffer.from('\uFEFF- [ ] one\n', 'utf16le') });
    expect(await expectRefusal(root, ['export', 'wide.md'])).toMatch(
      /^roadmap: wide\.md:1:1: it is not valid UTF-8 here\n/,
    );
  });

  test('a file of 200 MB is refused before it is read', async () => {
    writeFiles(root, { 'huge.md': '' });
    truncateSync(join(root, 'huge.md'), 200 * 1024 * 1024);
    expect(await expectRefusal(root, ['check', 'huge.md'])).toBe(
      'roadmap: huge.md: it is 200 MiB long\n  → 4 MiB is the most that is read: split it.\n',
    );
  });

  test.each([
    [
      'list in list on one line',
      `${'- '.repeat(10_000)}[ ] deep\n`,
      '1:1: it nests lists or quotes 10000 deep',
    ],
    [
      'quotation in quotation',
      `text\n\n${'> '.repeat(10_000)}- [ ] deep\n`,
      '3:1: it nests lists or quotes 10001 deep',
    ],
    [
      'list in list, line by line',
      Array.from({ length: 1500 }, (_, depth) => `${'  '.repeat(depth)}- [ ] deep\n`).join(''),
      '1500:1: it nests lists or quotes 1500 deep',
    ],
  ])('a box nested too deep (%s) is refused', async (_name, markdown, says) => {
    writeFiles(root, { 'deep.md': markdown });
    expect(await expectRefusal(root, ['check', 'deep.md'])).toBe(
      `roadmap: deep.md:${says}; 100 is the most that is read\n  → Nest less deeply.\n`,
    );
  });

  test('an empty file is a plan without tasks', async () => {
    writeFiles(root, { 'empty.md': '' });
    const { code, stdout } = await runAndCompare(root, ['check', 'empty.md']);
    expect([code, stdout]).toEqual([0, 'empty.md: no tasks\nnothing to complain about\n']);
  });
});
