import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { fillValues } from './fill-values.ts';

const { graph } = readExample(`# Plan — Execution Roadmap

### P0 — Work

- [x] **P0.1** Build
  - Commit: none (a test)
  - Status: seen

## Final report

- Result: well

**E2E validation (P0):**

- Workflow run URL: https://forge.example/run/7
- Version: \`1.2.0\`
- Left: <who>
- Nested: \${report.Result}
`);

const ref = (path: string): string => `\${report.${path}}`;

describe('values of the report', () => {
  test.each([
    ['an entry in a group', ref('E2E validation.Version'), '1.2.0'],
    ['an entry in no group', `is ${ref('Result')}!`, 'is well!'],
    ['several in one text', `${ref('Result')} ${ref('E2E validation.Version')}`, 'well 1.2.0'],
    ['upper and lower case alike', ref('e2e VALIDATION.version'), '1.2.0'],
    ['nothing', 'plain $5 {x}', 'plain $5 {x}'],
    [
      'a value that looks like one more, which is not filled in again',
      ref('E2E validation.Nested'),
      ref('Result'),
    ],
  ])('%s', (_name, text, value) => {
    expect(fillValues(text, graph)).toEqual({ kind: 'filled', value });
  });

  test('everywhere in a check', () => {
    const check = {
      url: ref('E2E validation.Workflow run URL'),
      status: 200,
      list: [ref('Result')],
      no: null,
    };
    expect(fillValues(check, graph)).toEqual({
      kind: 'filled',
      value: { url: 'https://forge.example/run/7', status: 200, list: ['well'], no: null },
    });
  });

  test.each([
    ['that is not there', ref('Release.Version'), 'Release.Version'],
    ['that is a placeholder', ref('E2E validation.Left'), 'E2E validation.Left'],
  ])('says which entry is missing: one %s', (_name, text, entry) => {
    expect(fillValues({ deep: [text] }, graph)).toEqual({ kind: 'missing', entry });
  });
});
