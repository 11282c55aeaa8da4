import { describe, expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { parseRoadmap } from '../parse/index.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { planReviewEdit, type ReviewChange } from './plan-review-edit.ts';

const TEXT = `# Plan — Execution Roadmap

### P0 — Work

- [x] **P0.1** Build
  - Commit: none (a test)
  - Status: seen

## Review checklist

- [ ] **R1** The report is filled in
- [ ] **R2** The workflow
  - is pinned
  - cancels nothing

**Sign-off:**

- Reviewed by: <name>
- Date: <YYYY-MM-DD>
- Approved: <yes/no>
`;

const WHO = { by: 'Ada', date: '2026-02-03', commit: '1a2b3c4d5e6f' } as const;

function plan(change: ReviewChange, text = TEXT): string {
  const { graph, bytes, dialect, policy } = readExample(text);
  const source = decodeSource(bytes);
  if (!isSource(source)) throw new Error('unreadable');
  const parse = (other: Uint8Array): typeof graph =>
    parseRoadmap(other, { path: 'ROADMAP.md', dialect }).graph;
  const planned = planReviewEdit({ graph, dialect, source }, policy, change, parse);
  return planned.kind === 'planned' ? new TextDecoder().decode(planned.bytes) : planned.message;
}

describe('ticking review items', () => {
  test('writes the box, and who answered it for which commit', () => {
    expect(plan({ kind: 'tick', items: ['R1', 'R2'], ...WHO })).toBe(
      TEXT.replace(
        '- [ ] **R1** The report is filled in\n',
        '- [x] **R1** The report is filled in\n  - Reviewed: Ada, 2026-02-03, at 1a2b3c4d5e6f\n',
      ).replace(
        '- [ ] **R2** The workflow\n',
        '- [x] **R2** The workflow\n  - Reviewed: Ada, 2026-02-03, at 1a2b3c4d5e6f\n',
      ),
    );
  });

  test('twice changes nothing', () => {
    const once = plan({ kind: 'tick', items: ['R1'], ...WHO });
    expect(plan({ kind: 'tick', items: ['R1'], ...WHO, by: 'Eve' }, once)).toBe(once);
  });

  test('refuses what is no item and what is no name', () => {
    expect(plan({ kind: 'tick', items: ['R7'], ...WHO })).toContain('no such review item');
    expect(plan({ kind: 'tick', items: ['R1'], ...WHO, by: 'a\nb' })).toContain('is no name');
    expect(plan({ kind: 'tick', items: ['R1'], ...WHO, by: '<name>' })).toContain('is no name');
  });

  test('keeps CR LF and everything else', () => {
    const text = TEXT.replaceAll('\n', '\r\n');
    expect(plan({ kind: 'tick', items: ['R2'], ...WHO }, text)).toBe(
      plan({ kind: 'tick', items: ['R2'], ...WHO }).replaceAll('\n', '\r\n'),
    );
  });
});

describe('signing off', () => {
  test('writes three lines', () => {
    expect(plan({ kind: 'sign-off', ...WHO, isApproved: true })).toBe(
      TEXT.replace('<name>', 'Ada')
        .replace('<YYYY-MM-DD>', '2026-02-03')
        .replace('<yes/no>', 'yes, at 1a2b3c4d5e6f'),
    );
    expect(plan({ kind: 'sign-off', ...WHO, isApproved: false })).toContain(
      '- Approved: no, at 1a2b3c4d5e6f\n',
    );
  });

  test('needs a sign-off to write into', () => {
    expect(
      plan({ kind: 'sign-off', ...WHO, isApproved: true }, TEXT.replace(/\*\*Sign-off[\s\S]*/, '')),
    ).toContain('no sign-off');
  });
});
