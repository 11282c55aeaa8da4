import { expect, test } from '@jest/globals';
import { wrapEntries, writeConfig, writeEntry } from '@roadmap-as-code/core/template';
import fc from 'fast-check';
import { parseYamlConfig } from './parse-yaml-config.ts';
import { readPlainConfig } from './read-plain-config.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const plainPaths = fc.constantFrom(
  'ROADMAP.md',
  'plans/a.md',
  'a-b/c.d.md',
  '_x.md',
  'null.md',
  'a/1.md',
  'a.md',
);
const oddPaths = fc.constantFrom(
  ...['1.md', '../a.md', './a.md', 'a//b.md', 'a/../b.md', '-a.md', 'a..md', 'a', 'é.md', '"a.md"', 'a.md '],
  ...['a.md # it', 'a: b.md', '~/a.md', '&a.md', 'C:a.md', 'a\\b.md', 'a b.md', '.md'],
);
const paths = fc.oneof({ weight: 9, arbitrary: plainPaths }, { weight: 1, arbitrary: oddPaths });
const lines = fc.oneof(
  { weight: 6, arbitrary: paths.map((path) => `  - path: ${path}`) },
  { weight: 3, arbitrary: fc.constant('    dialect: execution') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '# words', '   # words', '    #order: strict', '#\t', '# \u0007', '# é'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '    dialect: plan',
      '   dialect: execution',
      '    path: b.md',
      '\t',
      ' ',
      '---',
      '...',
    ),
  },
);
const texts = fc
  .record({
    before: fc.constantFrom(
      '',
      '',
      '',
      '',
      '# words\n',
      '\n',
      '---\n',
      '%YAML 1.2\n',
      '\uFEFF',
      '\uFEFF\uFEFF',
    ),
    head: fc.constantFrom(
      'version: 1\nroadmaps:\n',
      'version: 1\nroadmaps:\n',
      'roadmaps:\nversion: 1\n',
      'version: 1\n',
    ),
    body: fc.array(lines, { minLength: 1, maxLength: 6 }),
    after: fc.constantFrom('', '\n', '\n', '\n', '\n\n', '\r\n', '\n...\n'),
  })
  .map(({ before, head, body, after }) => `${before}${head}${body.join('\n')}${after}`);

test('what it takes says just what the reader of YAML finds in it', () => {
  let taken = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const config = readPlainConfig(bytesOf(text));
      if (config === null) return;
      taken += 1;
      expect(config).toEqual(parseYamlConfig(bytesOf(text)));
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test('it takes what `roadmap init` writes', () => {
  const fresh = writeConfig([{ path: 'ROADMAP.md', isNew: true }]);
  expect(readPlainConfig(bytesOf(fresh))).toEqual({
    version: 1,
    roadmaps: [{ path: 'ROADMAP.md', dialect: 'execution' }],
  });
  const found = wrapEntries(
    ['docs/plan.md', 'ROADMAP.md'].flatMap((path) => writeEntry({ path, isNew: false })),
  );
  expect(readPlainConfig(bytesOf(found))).toEqual(parseYamlConfig(bytesOf(found)));
});

test.each([
  ['a path that leads out', 'version: 1\nroadmaps:\n  - path: ../a.md\n'],
  ['a path named twice', 'version: 1\nroadmaps:\n  - path: a.md\n  - path: a.md\n'],
  ['any other key', 'version: 1\nroadmaps:\n  - path: a.md\n    order: strict\n'],
  ['no roadmap', 'version: 1\nroadmaps:\n'],
  ['carriage returns', 'version: 1\r\nroadmaps:\r\n  - path: a.md\r\n'],
])('it leaves to the reader of YAML: %s', (_what, text) => {
  expect(readPlainConfig(bytesOf(text))).toBeNull();
});

test('it leaves bytes that are no UTF-8 to the reader of YAML', () => {
  expect(readPlainConfig(Uint8Array.of(0x76, 0xff))).toBeNull();
});
