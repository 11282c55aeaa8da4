import { describe, expect, test } from '@jest/globals';
import type { NextReport } from '../generated/next.types.ts';
import { readExample } from '../graph/read-example.ts';
import { makeNextReport } from './make-next-report.ts';

const NOBODY = { by: 'ada', place: null };

const ask = (markdown: string, name: string | null = null): NextReport =>
  makeNextReport(
    [{ ...readExample(markdown), holds: new Map() }],
    NOBODY,
    { nameFile: () => name, remote: null },
    [],
  );

describe('what is told of the next task', () => {
  test('is the detail of the task, else that of its phase', () => {
    const markdown =
      '### P0 — A\n\n**Detail:** the phase\n\n- [ ] **P0.1** a\n  - Detail: the task\n- [ ] **P0.2** b\n';
    expect(ask(markdown).next?.details).toEqual(['the task']);
    expect(ask(markdown.replace('[ ]', '[x]')).next?.details).toEqual(['the phase']);
  });

  test('is what its fields and notes say beside evidence, order and detail', () => {
    const markdown =
      '### P0 — A\n\n- [ ] **P0.1** a\n  - Commit:\n  - Status:\n  - Gate: yes\n  - Depends on: P0.2\n  - Owner: Ada\n  - Verify: `make test`\n  - Mind the gap.\n- [x] **P0.2** b\n';
    expect(ask(markdown).next).toMatchObject({
      task: 'P0.1',
      gate: true,
      notes: ['Owner: Ada', 'Verify: `make test`', 'Mind the gap.'],
    });
  });

  test('is the evidence that the dialect wants', () => {
    expect(ask('### P0 — A\n- [ ] **P0.1** a\n').next?.evidence).toHaveLength(2);
    expect(ask('## A\n- [ ] a\n').next).toMatchObject({
      phase: 'A',
      evidence: [expect.stringMatching(/requires none/)],
      command: 'roadmap tick a:1 --commit <hash>',
    });
  });
});

describe('the line to run', () => {
  test('names the file where it must, in a way that a shell takes as one word', () => {
    const markdown = '### P0 — A\n- [ ] **P0.1** a\n';
    const tail = '--commit <hash> --status "<what was seen>"';
    expect(ask(markdown).next?.command).toBe(`roadmap tick P0.1 ${tail}`);
    expect(ask(markdown, 'docs/ROADMAP.md').next?.command).toBe(`roadmap tick P0.1 docs/ROADMAP.md ${tail}`);
    expect(ask(markdown, "it's $(x).md").next?.command).toBe(`roadmap tick P0.1 'it'\\''s $(x).md' ${tail}`);
    expect(ask(markdown, '-rf').next?.command).toBe(`roadmap tick P0.1 ./-rf ${tail}`);
    expect(ask(markdown, '计划/ü.md').next?.command).toBe(`roadmap tick P0.1 计划/ü.md ${tail}`);
  });
});

describe('where nothing comes next', () => {
  test('each roadmap says how it stands', () => {
    const report = ask(
      '### P0 — A\n- [ ] **P0.1** a\n  - Status: BLOCKED: no key\n### P1 — B\n- [ ] **P1.1** b\n',
    );
    expect(report).toMatchObject({
      next: null,
      roadmaps: [
        {
          finished: false,
          summary: '0 of 2 done; not done: 1 blocked, 1 todo',
          stuck: [{ task: 'P0.1', state: 'blocked', reason: 'no key', line: 2 }],
          heldUp: { task: 'P1.1', by: [{ task: 'P0.1', state: 'blocked', clause: 'phases' }] },
        },
      ],
    });
  });

  test('a finished one is finished', () => {
    expect(ask('### P0 — A\n- [x] **P0.1** a\n')).toMatchObject({
      next: null,
      roadmaps: [{ finished: true, stuck: [], heldUp: null }],
    });
    expect(makeNextReport([], NOBODY, { nameFile: () => null, remote: null }, [])).toEqual({
      schemaVersion: 1,
      next: null,
      roadmaps: [],
      remotes: [],
    });
  });
});
