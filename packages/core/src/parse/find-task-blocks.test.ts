import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listTasks } from '../graph/tasks.ts';
import { findTaskBlocks } from './find-task-blocks.ts';
import { parseRoadmap } from './parse-roadmap.ts';

const blockOf = (text: string, key: string): string[] =>
  (findTaskBlocks(text).get(key) ?? []).map((block) => block.text);

describe('the lines of a task', () => {
  const text = [
    '### P0 — A',
    '- [x] **P0.1** one',
    '  - Commit: this',
    '',
    '  - Status: seen',
    '    lazily',
    '',
    '* [ ] P0.2: two',
    '\t- [x] `P0.2.1` nested',
    '\t  - Commit: none',
    '  - Status:',
    '- no box',
    '1. [?] **P0.3** three',
    'goes on',
    '',
    'A paragraph.',
    '- [x] **P0.1** again',
    '## Next',
    '- [-] no id at all',
  ].join('\n');

  test.each([
    [
      'P0.1',
      ['- [x] **P0.1** one\n  - Commit: this\n\n  - Status: seen\n    lazily', '- [x] **P0.1** again'],
    ],
    ['P0.2', ['* [ ] P0.2: two\n\t- [x] `P0.2.1` nested\n\t  - Commit: none\n  - Status:']],
    ['P0.2.1', ['\t- [x] `P0.2.1` nested\n\t  - Commit: none']],
    ['P0.3', ['1. [?] **P0.3** three\ngoes on']],
    ['no id at all', ['- [-] no id at all']],
    ['P0', []],
  ])('%s', (key, blocks) => {
    expect(blockOf(text, key)).toEqual(blocks);
  });
});

const task1 = '- [x] **P0.1** one\n  - Commit: this\n';

test.each([
  ['a fence', `\`\`\`md\n${task1}\`\`\`\n`],
  ['a fence of tildes, with what does not end it', `~~~\n\`\`\`\n${task1}~~~\n`],
  ['a fence that nobody ends', `\`\`\`\`\n\`\`\`\n${task1}`],
  ['a fence in a list', `- item\n  \`\`\`\n${task1}  \`\`\`\n`],
  ['a fence behind a bullet', `- \`\`\`\n${task1}  \`\`\`\n`],
  ['a comment', `<!-- so:\n${task1}-->\n`],
  ['a comment behind words', `words <!-- so:\n\n${task1}-->\n`],
  ['HTML', `<details>\n${task1}</details>\n`],
  ['HTML that is left as it is', `<pre>\n\n${task1}</pre>\n`],
])('what may be in %s is told apart', (_, text) => {
  expect(
    findTaskBlocks(text)
      .get('P0.1')
      ?.map(({ isPlain }) => isPlain),
  ).toEqual([false]);
});

test.each([
  ['a fence', `\`\`\`md\nx\n\`\`\`\n${task1}`],
  ['a comment', `<!-- so -->\n${task1}`],
  ['a long comment', `<!-- so\nso -->\n${task1}`],
  ['HTML', `<details>\n\n${task1}`],
])('what stands behind %s is plain', (_, text) => {
  expect(
    findTaskBlocks(text)
      .get('P0.1')
      ?.map(({ isPlain }) => isPlain),
  ).toEqual([true]);
});

const state = fc.constantFrom(' ', 'x', '~', '!', '-');
const field = fc.constantFrom(
  'Commit: this',
  'Commit: abc1234',
  'Status: seen',
  'Status: FAILED: no',
  'Owner: Ada',
);
const task = fc.record({
  box: state,
  title: fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/),
  fields: fc.array(field, { maxLength: 4 }),
  gap: fc.boolean(),
  bullet: fc.constantFrom('-', '*', '+'),
});

test('hold the head and every field that the parser finds under the task', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(task, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      (phases) => {
        const text = phases
          .map((tasks, phase) => {
            const items = tasks.map(({ box, title, fields, gap, bullet }, index) => {
              const lines = fields.map((one) => `  - ${one}\n`).join('');
              return `${bullet} [${box}] **P${phase}.${index + 1}** ${title}\n${lines}${gap ? '\n' : ''}`;
            });
            return `### P${phase} — Phase\n\n${items.join('')}\n`;
          })
          .join('');
        const lines = text.split('\n');
        const { graph } = parseRoadmap(new TextEncoder().encode(text), { path: 'ROADMAP.md' });
        const blocks = findTaskBlocks(text);
        expect(listTasks(graph)).toHaveLength(phases.flat().length);
        for (const { id, line, fields } of listTasks(graph)) {
          const end = Math.max(line, ...fields.map((one) => one.line));
          expect(blocks.get(id)).toEqual([
            { line, text: lines.slice(line - 1, end).join('\n'), isPlain: true },
          ]);
        }
      },
    ),
    { seed: Number(process.env['FC_SEED'] ?? 20_261_121), numRuns: 100 },
  );
});
