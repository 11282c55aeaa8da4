import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CommitFact, makeFact } from '../facts/facts.ts';
import type { Handoff } from '../generated/handoff.types.ts';
import { validateHandoff } from '../generated/handoff.validate.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { buildExample, type HandoffWorld, judgeExample } from './example.ts';
import { renderHandoff } from './render-handoff.ts';

const WORK = 'a1'.repeat(20);
const OTHER = 'b2'.repeat(20);

const facts = new Map<string, CommitFact>([
  ['a1a1a1a', makeFact('landed', { commit: WORK, how: 'ancestor', changes: 'work' })],
  ['b2b2b2b', makeFact('pending', { commit: OTHER, refs: ['refs/heads/side'] })],
  ['deadbe1', makeFact('absent', { missing: ['deadbe1'] })],
]);

const MARKDOWN = `# Links

**Requested decision:** Merge it.

## Outcome

Every link is checked, see \`src/read.js\`.

## Out-of-scope

- No retries.

### P0 — Work

- [x] **P0.1** Find links
  - Commit: a1a1a1a
  - Status: 31 of 31
- [x] **P0.2** Ask them
  - Commit: b2b2b2b
  - Status: 200
- [x] **P0.3** Lost
  - Commit: deadbe1
  - Status: x
- [x] **P0.4** Elsewhere
  - Commit: acme/app@c3c3c3c
  - Status: released
- [x] **P0.5** By phone
  - Commit: none (by phone)
  - Status: agreed
- [ ] **P0.6** Publish
  - Status: BLOCKED: no access
- [ ] **P0.7** Later

## Final report

**Surprises:**

- the cache of build 4d4d4d4 was stale

## Review checklist

- [ ] **R1** read the report
- [x] **R2** seen
`;

const world: HandoffWorld = {
  markdown: MARKDOWN,
  facts,
  files: ['src/read.js', 'docs/a b.md'],
  touched: [
    { path: 'src/read.js', from: 'src/old.js', change: 'renamed', added: 3, removed: 1, tasks: ['P0.1'] },
    { path: 'docs/a b.md', from: null, change: 'added', added: null, removed: null, tasks: [] },
  ],
};

/** Puts words into the place of each placeholder. */
function fillIn(markdown: string): string {
  return markdown.replace(/^\\<.*\\>$/gm, 'Said by a person.');
}

const rulesOf = (text: string, where: HandoffWorld = world): string[] =>
  judgeExample(text, where).map(({ rule, line }) => `${line} ${rule}`);

describe('a handoff', () => {
  const handoff = buildExample(world);
  const markdown = renderHandoff(handoff);

  test('is data that fits its schema', () => {
    expect(validateHandoff(handoff)).toBe(true);
  });

  test('has what the roadmap says, and placeholders for what nobody said', () => {
    expect(handoff).toMatchObject({
      story: { text: 'Every link is checked, see `src/read.js`.' },
      outOfScope: { text: '- No retries.' },
      decision: { text: 'Merge it.' },
      why: null,
      status: { isReady: false },
      deviations: [{ text: 'the cache of build 4d4d4d4 was stale' }],
      blockers: [{ task: 'P0.6', state: 'blocked', reason: 'no access' }],
    });
    expect(markdown.match(/^\\<.*\\>$/gm)).toEqual([
      '\\<What was wrong or missing, and why this is the answer.\\>',
    ]);
  });

  test('has a row for each claim, with what was found', () => {
    const rows = markdown.split('\n').filter((line) => line.startsWith('| P0'));
    expect(rows).toEqual([
      '| P0.1 Find links | `a1a1a1a` | landed on HEAD | `a1a1a1a1a1a1` |',
      '| P0.2 Ask them | `b2b2b2b` | pending | `b2b2b2b2b2b2` |',
      '| P0.3 Lost | `deadbe1` | absent | none |',
      '| P0.4 Elsewhere | `acme/app@c3c3c3c` | foreign, not looked up | none |',
      '| P0.5 By phone | `none (by phone)` | nothing in git to show | none |',
    ]);
  });

  test('passes its own check once its placeholders are filled in', () => {
    expect(rulesOf(markdown)).toEqual([expect.stringMatching(/ placeholder-left$/)]);
    expect(rulesOf(fillIn(markdown))).toEqual([]);
  });

  test('names what is left for a reviewer', () => {
    expect(markdown).toContain('- [ ] R1 — read the report (to be reviewed)');
    expect(markdown).not.toContain('R2');
  });

  test('has no more lines than a reader takes', () => {
    const first = Array.from({ length: 500 }, (_, at) => ({
      path: `f${at}`,
      from: null,
      change: 'added' as const,
      added: 1,
      removed: 0,
      tasks: [],
    }));
    const long: Handoff = { ...handoff, files: { count: 700, first } };
    expect(renderHandoff(long)).toContain('- `f99` — added, +1 −0\n- and 600 more\n');
  });
});

describe('a template', () => {
  const template = [
    { section: 'test-plan', title: 'What ran' },
    { section: 'own', title: 'Rollback', text: 'How to take it back.' },
    { section: 'story' },
  ] as const;
  const markdown = renderHandoff(buildExample({ ...world, template }));

  test('says which sections there are, in which order', () => {
    expect(markdown.match(/^### .*/gm)).toEqual(['### What ran', '### Rollback', '### Product story']);
    expect(markdown).toContain('### Rollback\n\n\\<How to take it back.\\>\n');
    expect(rulesOf(fillIn(markdown), { ...world, template })).toEqual([]);
    expect(judgeExample(fillIn(markdown), world)).toContainEqual(
      expect.objectContaining({
        rule: 'section-missing',
        message: 'the section "Merge blockers" is missing',
      }),
    );
  });
});

describe('a handoff that somebody wrote', () => {
  const template = [{ section: 'story' }, { section: 'files' }, { section: 'test-plan' }] as const;
  const judge = (story: string, files = '- `src/read.js`', plan = 'Read.', status = 'Canary status: green') =>
    judgeExample(
      `${status}\n\n## Product story\n\n${story}\n\n## Files touched\n\n${files}\n\n## Test plan\n\n${plan}\n`,
      { ...world, template },
    ).map(({ rule, line, column, message }) => `${line}:${column} ${rule}: ${message}`);

  test('is good as it is', () => {
    expect(judge('Links are checked.')).toEqual([]);
  });

  test.each([
    ['by a1a1a1a', []],
    ['by `a1a1a1a1a1a1` and A1A1A1A', []],
    ['by b2b2b2b', ['5:1 commit-pending: b2b2b2b: it has not landed on HEAD']],
    ['by b2b2b2b, which is pending', []],
    ['by b2b2b2b, which is absent', ['5:1 commit-pending: b2b2b2b: it has not landed on HEAD']],
    ['by `git show e5e5e5e`', ['5:4 commit-absent: e5e5e5e: git has no such commit']],
    ['of acme/app@e5e5e5e, image sha256:e5e5e5e5, sha256 `e5e5e5e5`', []],
    ['on 20260102, a defaced page, ID 550e8400-e29b-41d4-a716-446655440000', []],
    ['of build 4d4d4d4, as the roadmap tells', []],
  ])('commits: %s', (story, findings) => {
    expect(judge(story)).toEqual(findings);
  });

  test.each([
    ['see `src/read.js:12`, `./src`, `read.js` and `docs/`', []],
    [
      'see `src/reed.js`',
      [
        '5:5 file-unknown: src/reed.js: it is no file of the branch, and nothing in it touches one of that name',
      ],
    ],
    [
      'see `src/gone`',
      ['5:5 file-unknown: src/gone: it is no file of the branch, and nothing in it touches one of that name'],
    ],
    ['it was `src/old.js`', []],
    ['set `origin/main`, `application/json`, `console.log`, `/etc/x.conf`, `a/*.js`, `https://a.b/c.md`', []],
    ['```sh\ncat src/gone.js e5e5e5e\n```', []],
  ])('files: %s', (story, findings) => {
    expect(judge(story)).toEqual(findings);
  });

  test.each([
    ['- src/read.js — reads\n- `docs/a b.md`', []],
    ['- src/gone.js', ['9:3 file-unknown']],
    ['- `read.js`', ['9:3 file-unknown']],
    ['- `src/read.js` calls `JSON.parse`', []],
    ['| File |\n| --- |\n| `src/gone.js` |', ['11:3 file-unknown']],
    ['None.', []],
  ])('the section of files: %s', (files, findings) => {
    expect(judge('Said.', files).map((one) => one.split(': ')[0])).toEqual(findings);
  });

  test.each([
    ['```sh\nnode src/read.js # src/gone.js\n```', []],
    ['```sh\nnode --import=./src/gone.js\n```', ['14:1 file-unknown']],
    ['```sh\nnode /tmp/gone.js dist/out.js\n```', []],
    ['```sh\n```', ['11:1 section-empty']],
    ['<!-- later -->', ['11:1 section-empty']],
    ['- <command>', ['13:3 placeholder-left']],
    ['<command>', ['13:1 placeholder-left']],
    ['\\<what was run\nand seen\\>', ['13:1 placeholder-left']],
    ['Result: TBD', ['13:1 placeholder-left']],
    ['Put <host> into the config, then `<x>`', []],
    ['<details>\n\nall pass\n\n</details>', []],
    ['CI status: **unknown**', ['13:1 status-missing']],
    ['| CI status | not run |\n| --- | --- |', ['13:3 status-missing']],
    ['- the CI status: known since Monday', []],
  ])('the test plan: %s', (plan, findings) => {
    expect(judge('Said.', undefined, plan).map((one) => one.split(': ')[0])).toEqual(findings);
  });

  test.each([
    [
      'Canary status: missing — fire it by hand before merge',
      '1:1 status-missing: a status is missing: Canary status: missing — fire it by hand before merge',
    ],
    ['Status: unknown', '1:1 status-missing: a status is missing: Status: unknown'],
    ['**Status:** TBD', '1:3 status-missing: a status is missing: Status: TBD'],
    ['Hello', '1:1 status-missing: no line tells the status'],
    [
      'Handoff status: ready for review',
      '1:1 status-overclaims: it says that it is ready, and the roadmap is not',
    ],
  ])('the status: %s', (status, finding) => {
    expect(judge('Said.', undefined, undefined, status)).toEqual([finding]);
  });

  test('may call its sections as people do, and may not leave one out or mix them up', () => {
    const text =
      'Status: green\n\n# 🚀 Story\n\nx\n\n### 2. How it was tested\n\nx\n\n## Files changed:\n\n- `src/read.js`\n';
    expect(rulesOf(text, { ...world, template })).toEqual(['11 section-order']);
    expect(rulesOf(text.replace('## Files changed:', '**Files**'), { ...world, template })).toEqual([
      '7 section-missing',
    ]);
  });
});

describe('any roadmap', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab1 `*_[]()<>|#@!:/.-"\\'), maxLength: 30 });
  const line = word.map((text) => `x ${text.replace(/[\r\n]/g, ' ')} y`);
  const claim = fc.constantFrom(
    'a1a1a1a',
    'b2b2b2b',
    'deadbe1',
    'acme/app@c3c3c3c',
    'none (seen)',
    'this',
    '',
  );
  const task = fc.record({ box: fc.constantFrom('x', ' ', '~', '!', '-'), title: line, claim, status: line });
  const roadmap = fc
    .record({
      title: line,
      outcome: line,
      why: line,
      surprise: line,
      tasks: fc.array(task, { maxLength: 5 }),
    })
    .map(
      ({ title, outcome, why, surprise, tasks }) => `# ${title}

## Outcome

${outcome}

## Why

${why}

### P0 — Work

${tasks
  .map(
    (one, at) =>
      `- [${one.box}] **P0.${at + 1}** ${one.title}\n  - Commit: ${one.claim}\n  - Status: ${one.status}\n`,
  )
  .join('')}
## Final report

**Surprises:**

- ${surprise}
`,
    );

  test('gives a handoff that passes its own check once its placeholders are filled in, twice the same', () => {
    fc.assert(
      fc.property(roadmap, (markdown) => {
        const any = { ...world, markdown };
        const handoff = buildExample(any);
        expect(validateHandoff(handoff)).toBe(true);
        const text = renderHandoff(handoff);
        expect(renderHandoff(buildExample(any))).toBe(text);
        expect(JSON.stringify(readMarkdown(text))).not.toMatch(/"type":"(?:html|link|image)/);
        expect(judgeExample(fillIn(text), any)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
