import { expect, test } from '@jest/globals';
import { readNotes } from './commit-notes.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const C = 'c'.repeat(64);
const P = '1'.repeat(40);
const Q = '2'.repeat(40);

function read(message: string): ReturnType<typeof readNotes> {
  return readNotes('ada@example.org', 7, message);
}

test('the patches of what is cited stand right behind it', () => {
  const message = `Tick\n\nRoadmap-Task: P0.1\nRoadmap-Evidence: ${A}\nRoadmap-Patch: ${P}\nRoadmap-Evidence: ${A}..${B}\nRoadmap-Patch: ${P}\nRoadmap-Patch: ${Q}\nRoadmap-Evidence: ${C}\nReviewed-by: Ada\nRoadmap-Patch: ${Q}\n`;
  expect(read(message).ticks).toEqual([
    { evidence: A, patches: [P] },
    { evidence: `${A}..${B}`, patches: [P, Q] },
    { evidence: C, patches: [] },
  ]);
});

test('the body of a squash has the trailers of several, indented or not, with any line end', () => {
  const message = `Feature\r\n\r\n* One\r\n\r\nRoadmap-Evidence: ${A}\r\nRoadmap-Patch: ${P}\r\n\r\n    Roadmap-Evidence: ${B}\r\n    Roadmap-Patch: ${Q}\r\n`;
  expect(read(message).ticks).toEqual([
    { evidence: A, patches: [P] },
    { evidence: B, patches: [Q] },
  ]);
  expect(read(message).subjects).toEqual(['One']);
});

test.each([
  `see Roadmap-Evidence: ${A}`,
  `Roadmap-Evidence: ${A.slice(1)}`,
  `Roadmap-Evidence: ${A} and more`,
  `Roadmap-Patch: ${P}`,
  `Roadmap-Rebind: ${A}`,
  `commit ${A} broke it`,
  `cherry picked from commit ${A}`,
])('%s tells nothing', (line) => {
  expect(read(`Work\n\n${line}\n`)).toEqual({ ...read('Work'), subject: 'Work' });
});

test('what a commit was made of is named as git does it', () => {
  const squash = `Squashed commit of the following:\n\ncommit ${A}\nAuthor: Ada\n\n    One\n\ncommit ${C}\n`;
  expect(read(squash).sources).toEqual([A, C]);
  expect(read(`One\n\n(cherry picked from commit ${B})\n`).sources).toEqual([B]);
  expect(read(`Rebind\n\nRoadmap-Rebind: ${A} ${B}\nRoadmap-Rebind: ${B} ${A}\n`).rebinds).toEqual([
    { from: A, to: B },
    { from: B, to: A },
  ]);
});

test('the subject is the first paragraph, and those who wrote it, too, are known by their addresses', () => {
  const notes = read(
    '\nTwo\nlines\n\nBody\n\nCo-authored-by: Bob <bob@example.org>\nco-authored-by: C <c@example.org>\n',
  );
  expect(notes).toMatchObject({
    author: 'ada@example.org',
    time: 7,
    subject: 'Two lines',
    coAuthors: ['bob@example.org', 'c@example.org'],
  });
});

test('a hostile message is read in time that grows with its length', () => {
  const lines = [
    `* ${' '.repeat(200_000)}x`,
    `Co-authored-by: ${'<'.repeat(200_000)}`,
    `Roadmap-Evidence: ${' '.repeat(200_000)}`,
  ];
  const message = `Work\n\n${lines.join('\n')}\n${`commit ${A}\n`.repeat(5000)}`;
  const start = performance.now();
  expect(read(message).sources).toHaveLength(1000);
  expect(performance.now() - start).toBeLessThan(2000);
});
