import { describe, expect, test } from '@jest/globals';
import { execution } from '../dialects/execution.ts';
import { compileForms } from '../dialects/forms.ts';
import { readExample } from '../graph/read-example.ts';
import { readBlocks } from '../markdown/read-blocks.ts';
import { readSectionKind, splitSegments } from './segments.ts';

/** `depth title: role (headings around)` of each part. */
function readParts(markdown: string): string[] {
  const read = readBlocks(markdown, true);
  if (read === null) throw new Error('it was not read');
  return splitSegments(read.blocks, markdown, compileForms(execution)).map(({ heading, role, around }) => {
    const name = heading === null ? '-' : `${heading.depth} ${heading.title}`;
    return `${name}: ${role.kind}${role.own ? '' : ' still'} (${around.map(({ title }) => title).join(' / ')})`;
  });
}

test('a document falls apart at its headings, each with its part and the headings around it', () => {
  expect(
    readParts(
      [
        'before',
        '# Plan',
        '## Tracker',
        '### P0 — First',
        '#### Notes',
        '### P1 — Second',
        '## 📊 Final report (later)',
        '### E2E',
        '## Review checklist for the human',
        '## Operating notes',
        '### When to ask',
        '## 📜 Change log (kept by the agent)',
      ].join('\n\n'),
    ),
  ).toEqual([
    '-: preamble ()',
    '1 Plan: preamble ()',
    '2 Tracker: other ()',
    '3 P0 — First: phase (Tracker)',
    '4 Notes: phase still (Tracker / P0 — First)',
    '3 P1 — Second: phase (Tracker)',
    '2 📊 Final report (later): report ()',
    '3 E2E: report still (📊 Final report (later))',
    '2 Review checklist for the human: review ()',
    '2 Operating notes: other ()',
    '3 When to ask: other (Operating notes)',
    '2 📜 Change log (kept by the agent): changeLog ()',
  ]);
});

test.each([
  ['🎯 Outcome', 'outcome'],
  ['Final report', 'report'],
  ['**Sign-off:**', 'signOff'],
  ['Approval & Signoff', 'signOff'],
  ['Changelog', 'changeLog'],
  ['Report', null],
  ['A change log', null],
])('the part that %j names is %s', (label, kind) => {
  expect(readSectionKind(label, compileForms(execution))).toBe(kind);
});

describe('the title of a phase is its source text behind id and separator', () => {
  test.each([
    ['### P0 — Title', 'Title'],
    ['### **P0 — Title**', 'Title'],
    ['### **P0** — Title', 'Title'],
    ['### **P0:** Title', 'Title'],
    ['### P0 — **Bold** rest', '**Bold** rest'],
    ['### P0: with `code` and _more_ ###', 'with `code` and _more_'],
    ['P0 — over\n   lines\n---', 'over lines'],
    ['### P0 — a\u2028b', 'a\u2028b'],
    ['### P0', ''],
  ])('%j', (heading, title) => {
    const { graph, bytes } = readExample(`${heading}\n\n- [ ] **P0.1** é\n`, { dialect: 'execution' });
    const [phase] = graph.phases;
    expect(phase).toMatchObject({ id: 'P0', title });
    const slice = new TextDecoder().decode(bytes.subarray(phase?.titleSpan.start, phase?.titleSpan.end));
    expect(slice.replace(/\n */g, ' ')).toBe(title);
  });
});
