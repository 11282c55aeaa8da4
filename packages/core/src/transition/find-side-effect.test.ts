import { expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { findSideEffect } from './find-side-effect.ts';

const before = `# Plan

### P0 — A

- [ ] **P0.1** ask
  - Commit: TBD
  - Owner: me
- [ ] **P0.2** do
  - Owner: you

## Final report

- Host: <name>

## Change log

| Date | Action |
| --- | --- |
| 2026-01-02 | begun |
| 2026-01-03 | planned |
`;

/** What else differs from `before` where the first task may. */
function effectOf(after: string): string | null {
  const { graph, dialect, bytes } = readExample(before, { dialect: 'execution' });
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error('the example is no UTF-8');
  return findSideEffect({ graph, dialect, source }, readExample(after, { dialect: 'execution' }).graph, 0);
}

test.each([
  ['nothing', before],
  [
    'the box, the Commit and a new Status',
    before.replace(
      '- [ ] **P0.1** ask\n  - Commit: TBD',
      '- [x] **P0.1** ask\n  - Commit: abc1234\n  - Status: seen at [A](https://example.com)',
    ),
  ],
  ['one more row, below', `${before}| 2026-01-04 | P0.1 asked |\n`],
  ['one more row, on top', before.replace('--- |\n', '--- |\n| 2026-01-04 | P0.1 asked |\n')],
  ['one row in place of another', before.replace('2026-01-02 | begun', '2026-01-04 | P0.1 asked')],
])('%s may differ', (_name, after) => {
  expect(effectOf(after)).toBeNull();
});

test.each([
  ['other lines of the task', before.replace('ask', 'beg')],
  ['other lines of the task', before.replace('Owner: me', 'Owner: us')],
  ['P0.2', before.replace('- [ ] **P0.2**', '- [x] **P0.2**')],
  ['P0.2', before.replace('Owner: you', 'Owner: us')],
  ['other tasks', `- [ ] new\n\n${before}`],
  ['other tasks', before.replace('**P0.2**', '**P0.3**')],
  ['other rows of the change log', before.replace('| 2026-01-03 | planned |\n', '')],
  ['other rows of the change log', before.replace('begun', 'started').replace('planned', 'made')],
  ['other rows of the change log', `${before}| a | b |\n| c | d |\n`],
  [
    'other rows of the change log',
    before.replace('begun |\n', 'begun |\n| a | b |\n| 2026-01-02 | begun |\n'),
  ],
  ['other rows of the change log', before.replace('Date', 'Day')],
  ['other rows of the change log', before.slice(0, before.indexOf('## Change log'))],
  ['other parts of the file', before.replace('# Plan', '# Plans')],
  ['other parts of the file', before.replace('### P0 — A', '### P0 — B')],
  ['other parts of the file', before.replace('<name>', 'finch')],
  ['other parts of the file', before.replace('# Plan\n', '# Plan\n\nTotal phases: 1\n')],
])('%s may not differ', (what, after) => {
  expect(effectOf(after)).toBe(what);
});
