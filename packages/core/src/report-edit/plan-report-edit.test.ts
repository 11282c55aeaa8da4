import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { parseRoadmap } from '../parse/index.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { applyEdits, invertEdits } from '../transition/edit.ts';
import { type PlannedReport, planReportEdit, type ReportChange } from './plan-report-edit.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function plan(markdown: string, change: ReportChange): PlannedReport & { readonly bytes?: Uint8Array } {
  const { graph, dialect, bytes } = readExample(markdown);
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error('the example is no UTF-8');
  const planned = planReportEdit({ graph, dialect, source }, change, (written) => {
    return parseRoadmap(written, { path: graph.path, dialect }).graph;
  });
  if (planned.kind !== 'planned') return planned;
  const { edits } = planned;
  expect(decoder.decode(applyEdits(planned.bytes, invertEdits(bytes, edits)))).toBe(markdown);
  return planned;
}

/** The lines that a change takes out and puts in; all else is as it was. */
function diff(markdown: string, change: ReportChange): string[] {
  const planned = plan(markdown, change);
  if (planned.kind !== 'planned') throw new Error(planned.message);
  const [old, now] = [markdown, decoder.decode(planned.bytes)].map((text) => text.split('\n'));
  const before = old ?? [];
  const after = now ?? [];
  let head = 0;
  while (head < before.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [
    ...before.slice(head, before.length - tail).map((line) => `-${line}`),
    ...after.slice(head, after.length - tail).map((line) => `+${line}`),
  ];
}

const set = (group: string, key: string, value: string): ReportChange => ({ kind: 'set', group, key, value });
const surprise = (text: string): ReportChange => ({ kind: 'surprise', text });

const HEAD = '# Plan\n\n### P0 — A\n\n- [ ] **P0.1** One\n\n';
const REPORT = `${HEAD}## 📊 Final report (filled in at the end)

**Runner installation:**

- Runner name: <name>
- **Labels:** \`<labels>\`
- Status:
- Wrapped: a value
  on two lines
- **Whole: <bold>**

**First real release (P5):**

- Version: TBD
- Hash match: no
- Hash match: yes

**Verdict:** NOT YET

**Surprises / deviations from the plan:**

- <what went otherwise>

## Change log
`;

describe('a value', () => {
  test.each([
    ['Runner installation', 'Runner name', 'one', '- Runner name: <name>', '- Runner name: one'],
    ['runner installation', 'LABELS', 'a, `b`', '- **Labels:** `<labels>`', '- **Labels:** a, `b`'],
    ['Runner installation', 'Status', ' active ', '- Status:', '- Status: active'],
    ['Runner installation', 'Whole', 'thin', '- **Whole: <bold>**', '- **Whole: thin**'],
    ['First real release (P5)', 'Version', '1.2.0', '- Version: TBD', '- Version: 1.2.0'],
    ['first real release', 'version', '-1', '- Version: TBD', '- Version: -1'],
    ['Final report', 'Verdict', 'PROVEN', '**Verdict:** NOT YET', '**Verdict:** PROVEN'],
    ['-', 'verdict', 'PROVEN: näher', '**Verdict:** NOT YET', '**Verdict:** PROVEN: näher'],
  ])('of %s, %s, takes the place of the old one', (group, key, value, before, after) => {
    expect(diff(REPORT, set(group, key, value))).toEqual([`-${before}`, `+${after}`]);
    const crlf = `\uFEFF${REPORT.replaceAll('\n', '\r\n')}`;
    expect(diff(crlf, set(group, key, value))).toEqual([`-${before}\r`, `+${after}\r`]);
  });

  test('takes the place of all lines of the old one', () => {
    expect(diff(REPORT, set('Runner installation', 'Wrapped', 'one line'))).toEqual([
      '-- Wrapped: a value',
      '-  on two lines',
      '+- Wrapped: one line',
    ]);
  });

  test('says what it is called and what was there', () => {
    const planned = plan(REPORT, set('first real release', 'version', '1.2.0'));
    expect(planned).toMatchObject({
      name: 'First real release (P5): Version',
      before: 'TBD',
      after: '1.2.0',
    });
    expect(plan(REPORT, set('-', 'Verdict', 'PROVEN'))).toMatchObject({ name: 'Verdict' });
  });

  test('that is there already gives no edits', () => {
    expect(plan(REPORT, set('-', 'Verdict', 'NOT YET'))).toMatchObject({ kind: 'planned', edits: [] });
  });

  test.each([
    [
      set('Runer installation', 'Status', 'x'),
      'has no group "Runer installation"',
      'Is "Runner installation" meant?',
    ],
    [set('Release', 'Version', 'x'), 'has no group "Release"', 'It has "Runner installation", "First real'],
    [set('Runner installation', 'Stauts', 'x'), 'has no "Stauts"', 'Is "Status" meant?'],
    [set('Runner installation', 'Hash match', 'x'), 'has no "Hash match"', 'It has "Runner name"'],
    [set('First real release', 'Hash match', 'x'), 'several values', 'a name of its own'],
    [set('', 'Verdict', 'x'), 'has no group ""', 'It has'],
  ])('with a name that is not there is none: %j', (change, message, help) => {
    expect(plan(REPORT, change)).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    });
  });

  test.each([
    ['one\ntwo', 'several lines'],
    ['one\u2028two', 'several lines'],
    ['', 'placeholder'],
    ['  ', 'placeholder'],
    ['<version>', 'placeholder'],
    ['TBD', 'placeholder'],
    ['ok <!-- roadmap-disable-next-line no-placeholder -- so -->', 'not be read as it was given'],
  ])('that says %j is refused', (value, message) => {
    expect(plan(REPORT, set('-', 'Verdict', value))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(message),
    });
  });

  test('where there is no report is none', () => {
    expect(plan(HEAD, set('-', 'Verdict', 'x'))).toMatchObject({ kind: 'unknown' });
  });
});

/** A report with that list of surprises at its end. */
function listing(list: string, label = '**Surprises:**'): string {
  return `${HEAD}## Final report\n\n${label}\n\n${list}`;
}

describe('a surprise', () => {
  test('takes the place of the placeholder, and the next one stands behind it', () => {
    expect(diff(REPORT, surprise('It rained'))).toEqual(['-- <what went otherwise>', '+- It rained']);
    expect(diff(REPORT.replace('<what went otherwise>', 'It rained'), surprise('It snowed'))).toEqual([
      '+- It snowed',
    ]);
  });

  test.each([
    ['- None.\n', '- New\n'],
    ['* none so far\n', '* New\n'],
    ['- `None`\n', '- New\n'],
    ['- TBD', '- New'],
    ['- <what>\n', '- New\n'],
    ['- <what, or none>\n', '- New\n'],
    ['-\n', '- New\n'],
    ['- \n', '- New\n'],
    ['- One\n', '- One\n- New\n'],
    ['- One', '- One\n- New'],
    ['* One\n* Two\n\nText.\n', '* One\n* Two\n* New\n\nText.\n'],
    ['- None.\n- One\n', '- None.\n- One\n- New\n'],
    ['- One\n\n- Two\n\n## Next\n', '- One\n\n- Two\n\n- New\n\n## Next\n'],
    ['9. One\n10. Two\n', '9. One\n10. Two\n11. New\n'],
    ['1) One\n', '1) One\n2) New\n'],
    ['  - One\n    goes on\n', '  - One\n    goes on\n  - New\n'],
    ['- One\nlazily\n', '- One\nlazily\n- New\n'],
    ['- One\n  - nested\n\n  and more\n\nText.\n', '- One\n  - nested\n\n  and more\n- New\n\nText.\n'],
    ['-\tOne\n', '-\tOne\n-\tNew\n'],
    ['- Key: value\n', '- Key: value\n- New\n'],
  ])('behind %j gives %j', (list, after) => {
    const markdown = listing(list);
    const planned = plan(markdown, surprise('New'));
    expect(planned.kind === 'planned' ? decoder.decode(planned.bytes) : planned.message).toBe(listing(after));
    const crlf = plan(markdown.replaceAll('\n', '\r\n'), surprise('New'));
    expect(crlf.kind === 'planned' ? decoder.decode(crlf.bytes) : crlf.message).toBe(
      listing(after).replaceAll('\n', '\r\n'),
    );
  });

  test('goes into the list of deviations, under a heading, too, and into no other', () => {
    const other = listing('- <next>\n', '**Recommendations:**');
    expect(diff(`${other}\n#### Deviations\n\n- None\n`, surprise('New'))).toEqual(['-- None', '+- New']);
    expect(plan(other, surprise('New'))).toMatchObject({
      kind: 'unknown',
      help: expect.stringContaining('None'),
    });
  });

  test('that is told already gives no edits', () => {
    expect(plan(listing('- One\n- Two\n'), surprise('One'))).toMatchObject({ kind: 'planned', edits: [] });
  });

  test.each([
    ['one\ntwo', 'several lines'],
    ['<what>', 'placeholder'],
    ['[ ] a box', 'not be read'],
    ['- a list', 'not be read'],
    ['# a heading', 'not be read'],
    ['<!-- a comment', 'not be read'],
    ['```', 'not be read'],
  ])('that says %j is refused', (text, message) => {
    expect(plan(listing('- One\n'), surprise(text))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(message),
    });
  });

  test('in a list with boxes is for a person to write', () => {
    expect(plan(listing('- [ ] One\n'), surprise('New')).kind).not.toBe('planned');
  });
});
