import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readSeed } from '../support/checkout.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, makeUnbornRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

const KEY = 'AKIAQ4RTY7UPLKJHGF2D';

interface World {
  readonly root: string;
  /** Abbreviated hashes. */
  readonly work: string;
  readonly side: string;
  /** Full hash of the merge base of the range that is handed over. */
  readonly base: string;
}

/** A repository whose roadmap has claims of each kind, and says little of what only a person can say. */
function makeWorld(): World {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');
  const root = makeRepository({ 'src/old.js': lines, 'src/gone.js': 'gone\n', '.gitignore': 'dist/\n' });
  const base = runGit(root, 'rev-parse', 'HEAD');
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  const side = commitFiles(root, { 'side.txt': 'side\n' }, 'Side').slice(0, 9);
  runGit(root, 'checkout', '--quiet', 'main');
  runGit(root, 'mv', 'src/old.js', 'src/new.js');
  runGit(root, 'rm', '--quiet', 'src/gone.js');
  const work = commitFiles(root, { 'docs/a|b `c`.md': 'x\n' }, `Work; closes #7 @ada ${KEY}`).slice(0, 9);
  const plan = `# Links <!-- hidden --> @ada

## Outcome

Every link is checked. Closes #1, https://example.org/a/issues/2
<script>alert(1)</script>

### P0 — Work

- [x] **P0.1** Rename \`src/old.js\` | and [more](docs/missing.md)
  - Commit: ${work}
  - Status: 31 of 31
- [x] **P0.2** Side
  - Commit: ${side}
  - Status: seen there
- [x] **P0.3** Lost
  - Commit: deadbe1f
  - Status: seen
- [x] **P0.4** Elsewhere
  - Commit: acme/app@abc1234
  - Status: released
- [x] **P0.5** By phone
  - Commit: none (by phone)
  - Status: agreed with ${KEY}
- [!] **P0.6** Publish
  - Commit: none (no access)
  - Status: BLOCKED: no access
- [~] **P0.7** Halves
  - Commit: ${work}
  - Status: PARTIAL: one of two
  - Gate: yes

## Final report

**Surprises:**

- the cache was stale \u001b[31m

## Review checklist

- [ ] **R1** Read [the notes](https://user:hunter2secret@example.org/notes)
`;
  commitFiles(root, { 'ROADMAP.md': plan }, 'Plan');
  return { root, work, side, base };
}

const world = makeWorld();

/** A placeholder as it is written. */
const PLACEHOLDER = /^\\<.*\\>$/gm;

function fillIn(markdown: string): string {
  return markdown.replace(PLACEHOLDER, 'Said by a person.');
}

async function write(root: string, ...args: string[]): Promise<string> {
  const run = await runAndCompare(root, ['handoff', ...args]);
  expect([run.code, run.stderr, run.changed]).toEqual([0, '', []]);
  return run.stdout;
}

/** What `--check` finds in a text, as `line:column rule`. */
async function judge(root: string, text: string, ...args: string[]): Promise<string[]> {
  writeFiles(root, { 'dist/pack.md': text });
  const run = await runAndCompare(root, ['handoff', '--check', 'dist/pack.md', '--json', ...args]);
  const { diagnostics, summary } = readOutput('judged-handoff', run);
  expect([run.code, run.changed]).toEqual([summary.errors > 0 ? 1 : 0, []]);
  return diagnostics.map(({ line, column, rule }) => `${line}:${column} ${rule}`);
}

describe('a handoff', () => {
  test('has what git says of every claim and file', async () => {
    const { root, work, side } = world;
    const run = await runRoadmap(root, ['handoff', '--json']);
    const pack = readOutput('handoff', run);
    const commit = runGit(root, 'rev-parse', work);
    expect(
      pack.evidence.first.map(({ task, claim, fact, commit: found }) => [task, claim, fact, found]),
    ).toEqual([
      ['P0.1', work, 'landed on HEAD', commit],
      ['P0.2', side, 'pending', runGit(root, 'rev-parse', side)],
      ['P0.3', 'deadbe1f', 'absent', null],
      ['P0.4', 'acme/app@abc1234', 'foreign, not looked up', null],
      ['P0.5', 'none (by phone)', 'nothing in git to show', null],
      ['P0.6', 'none (no access)', 'nothing in git to show', null],
      ['P0.7', work, 'landed on HEAD', commit],
    ]);
    const tasks = ['P0.1', 'P0.7'];
    expect(pack.files).toEqual({
      count: 3,
      first: [
        { path: 'docs/a|b `c`.md', from: null, change: 'added', added: 1, removed: 0, tasks },
        { path: 'src/gone.js', from: null, change: 'deleted', added: 0, removed: 1, tasks },
        { path: 'src/new.js', from: 'src/old.js', change: 'renamed', added: 0, removed: 0, tasks },
      ],
    });
    expect(pack.blockers.map(({ task, state, reason }) => [task, state, reason])).toEqual([
      ['P0.6', 'blocked', 'no access'],
      ['P0.7', 'partial', 'one of two'],
    ]);
    const blockers = pack.mergeBlockers.first.map(({ kind, subject, rule }) => [kind, subject, rule]);
    expect(blockers).toEqual(
      expect.arrayContaining([
        ['error', 'P0.2', 'commit-pending'],
        ['error', 'P0.3', 'commit-absent'],
        ['gate', 'P0.7', null],
        ['review', 'R1', null],
      ]),
    );
    expect(pack.sources.documents).toEqual(
      expect.arrayContaining([
        { target: 'ROADMAP.md', kind: 'file' },
        { target: 'docs/missing.md', kind: 'gone' },
      ]),
    );
  });

  test('shows nothing that could hide, fire, or steer, and no secret', async () => {
    const markdown = await write(world.root);
    for (const secret of [
      KEY,
      'hunter2secret',
      '<!--',
      '<script',
      '\u001b',
      '@ada',
      '#1',
      '#7',
      'https://example.org/a',
    ])
      expect(markdown).not.toContain(secret);
    expect(markdown).toContain('closes #&#8203;7 @&#8203;ada \\[secret\\]');
    expect(
      readOutput('handoff', await runRoadmap(world.root, ['handoff', '--json'])).sources.commits.first,
    ).toEqual([expect.objectContaining({ subject: 'Work; closes #7 @ada [secret]' })]);
  });

  test('passes its own check once a person has said what only a person can', async () => {
    const markdown = await write(world.root);
    const rules = (await judge(world.root, markdown)).map((one) => one.split(' ')[1]);
    expect(new Set(rules)).toEqual(new Set(['placeholder-left']));
    expect(rules).toHaveLength(markdown.match(PLACEHOLDER)?.length ?? -1);
    expect(await judge(world.root, fillIn(markdown))).toEqual([]);
    expect(await write(world.root)).toBe(markdown);
  });

  test('of a range has its files, and the roadmap as its head has it', async () => {
    const { root, base } = world;
    runGit(root, 'checkout', '--quiet', 'side');
    const onSide = await expectRefusal(root, ['handoff', 'ROADMAP.md']);
    expect(onSide).toContain('ROADMAP.md: there is no such file');
    runGit(root, 'checkout', '--quiet', 'main');
    const markdown = await write(root, '--base', base);
    expect(markdown).toContain(`, for the range \`${base}..HEAD\`.`);
    expect(markdown).toContain('- `ROADMAP.md` — added');
    expect(await judge(root, fillIn(markdown), '--range', `${base}..HEAD`)).toEqual([]);
    const before = readFileSync(join(root, 'ROADMAP.md'), 'utf8');
    writeFileSync(join(root, 'ROADMAP.md'), before.replace('Every link', 'No link'));
    expect(await write(root, '--base', base)).toBe(markdown);
    expect(await write(root)).toContain('No link is checked.');
    writeFileSync(join(root, 'ROADMAP.md'), before);
    await expectRefusal(root, ['handoff', '--range', 'nowhere..HEAD']);
    await expectRefusal(root, ['handoff', '--range', 'main..side']);
    await expectRefusal(root, ['handoff', '--range', '--output=x..HEAD']);
  });

  test('says what was run, where a note says so', async () => {
    const { root, work } = makeWorld();
    const commit = runGit(root, 'rev-parse', work);
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'commit', digest: { gitCommit: commit } }],
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: {
        result: 'PASSED',
        roadmap: { task: 'P0.1', check: 'tests', runs: [{ name: 'npm test', verdict: 'pass', exitCode: 0 }] },
      },
    };
    const note = `{"not": one\n\u0000\n${JSON.stringify(statement)}\n`;
    writeFiles(root, { 'dist/note': note });
    runGit(root, 'notes', '--ref=roadmap', 'add', '-F', 'dist/note', commit);
    const markdown = await write(root);
    expect(markdown).toContain(
      `- \`tests: npm test\` at \`${commit.slice(0, 12)}\`: passed, exit 0, for P0.1\n`,
    );
    expect(markdown).not.toContain('- P0.1 — 31 of 31');
    expect(markdown).toContain('- P0.2 — seen there');
    expect(await judge(root, fillIn(markdown))).toEqual([]);
  });

  test('is written into a file that is not there, and over one where that is asked for', async () => {
    const { root } = makeWorld();
    const markdown = await write(root);
    const first = await runAndCompare(root, ['handoff', '--output', 'dist/new.md']);
    expect([first.code, first.changed]).toEqual([2, []]);
    writeFiles(root, { 'dist/.keep': '' });
    const second = await runAndCompare(root, ['handoff', '--output', 'dist/new.md']);
    expect([second.code, second.changed]).toEqual([0, ['dist/new.md']]);
    expect(readFileSync(join(root, 'dist/new.md'), 'utf8')).toBe(markdown);
    writeFileSync(join(root, 'dist/new.md'), 'mine\n');
    expect(await expectRefusal(root, ['handoff', '--output', 'dist/new.md'])).toContain('--force');
    const forced = await runRoadmap(root, ['handoff', '--output', 'dist/new.md', '--force']);
    expect(forced.stdout).toMatch(/^dist\/new\.md: written; \d to be filled in/);
    expect(readFileSync(join(root, 'dist/new.md'), 'utf8')).toBe(markdown);
    symlinkSync('../ROADMAP.md', join(root, 'dist/link.md'));
    for (const path of ['ROADMAP.md', 'dist/link.md', 'dist', '.git/config'])
      await expectRefusal(root, ['handoff', '--output', path, '--force']);
  });

  test('needs one roadmap, and a commit', async () => {
    const unborn = makeUnbornRepository();
    writeFiles(unborn, { 'ROADMAP.md': '# Plan\n' });
    expect(await expectRefusal(unborn, ['handoff', 'ROADMAP.md'])).toContain('no commit yet');
    const two = makeRepository({ 'ROADMAP.md': '# One\n', 'docs/ROADMAP.md': '# Two\n' });
    expect(await expectRefusal(two, ['handoff'])).toContain('several roadmaps');
  });
});

describe('a handoff that somebody wrote', () => {
  const pack = (changes: Readonly<Record<string, string>> = {}): string => {
    const sections: Record<string, string> = {
      'Product story': 'Readers see dead links.',
      'What changed': `Renamed \`src/new.js\` in ${world.work}.`,
      'Why it changed': 'Links die.',
      'Files touched': '- `src/new.js`\n- `src/gone.js`',
      'Runtime evidence': '```text\nanything: deadbe1f src/nothing.js <x>\n```',
      'Known constraints': 'None.',
      Deviations: 'None.',
      'Explicit out-of-scope': '- No retries.',
      'Requested decision': 'Merge it.',
      'Merge blockers': '- It can change a file without `--apply`.',
      'Spec sources read': '- `ROADMAP.md`',
      'Test plan': '```sh\nnode src/new.js --all\n```',
      ...changes,
    };
    const written = Object.entries(sections).map(([title, text]) =>
      text === '' ? '' : `### ${title}\n\n${text}\n\n`,
    );
    return `Canary status: green\n\n${written.join('')}`;
  };

  test.each([
    ['as it should be', {}, []],
    ['a wrong hash', { 'What changed': 'In deadbe1e.' }, ['9:1 commit-absent']],
    ['a commit of another branch', { 'What changed': `In \`${world.side}\`.` }, ['9:4 commit-pending']],
    ['a file that is not of the branch', { 'Files touched': '- `side.txt`' }, ['17:3 file-unknown']],
    ['a file that git ignores', { 'Test plan': 'It makes `dist/out.js`.' }, []],
    ['a command with a wrong file', { 'Test plan': '```sh\nnode src/nowt.js\n```' }, ['53:1 file-unknown']],
    ['a missing section', { Deviations: '' }, ['46:1 section-missing']],
    ['an empty section', { Deviations: '<!-- none -->' }, ['30:1 section-empty']],
    ['a placeholder', { Deviations: 'TBD' }, ['32:1 placeholder-left']],
    ['no status', { 'Runtime evidence': 'Smoke status: unknown' }, ['22:1 status-missing']],
  ])('%s', async (_what, changes, findings) => {
    expect(await judge(world.root, pack(changes))).toEqual(findings);
  });

  test('is told with its place and what to do', async () => {
    const { root } = world;
    const text = pack()
      .replace('green', 'missing — fire it by hand')
      .replace('src/new.js`\n-', 'src/nwe.js`\n-');
    writeFiles(root, { 'dist/pack.md': text });
    const { code, stdout } = await runRoadmap(root, ['handoff', '--check', 'dist/pack.md']);
    expect([code, stdout]).toEqual([
      1,
      `dist/pack.md  held to ROADMAP.md
  dist/pack.md:1:1  error  a status is missing: Canary status: missing — fire it by hand  status-missing
      → Find it out, and write what was seen.
  dist/pack.md:17:3  error  src/nwe.js: it is no file of the branch, and nothing in it touches one of that name  file-unknown
      → Is src/new.js meant?
2 errors
`,
    ]);
  });

  test('of commits that this clone can not tell of is not judged', async () => {
    const text = pack({
      'What changed': 'In deadbe1e.',
      'Files touched': '- `ROADMAP.md`',
      'Test plan': 'Seen.',
    });
    const cut = join(makeRepository({ x: 'x' }), 'cut');
    runGit(join(cut, '..'), 'clone', '--quiet', '--depth=1', `file://${world.root}`, 'cut');
    writeFileSync(join(cut, 'pack.md'), text);
    const run = await runRoadmap(cut, ['handoff', '--check', 'pack.md', '--json']);
    const found = readOutput('judged-handoff', run).diagnostics;
    expect([run.code, found.map(({ rule, severity }) => [rule, severity])]).toEqual([
      3,
      [['evidence-unknown', 'warning']],
    ]);
  });

  test('that can not be read is not judged', async () => {
    const { root } = world;
    writeFiles(root, {
      'dist/bad.md': new Uint8Array([0x61, 0xff]),
      'dist/deep.md': `${'> '.repeat(200)}x\n`,
    });
    expect(await expectRefusal(root, ['handoff', '--check', 'dist/bad.md'])).toContain('dist/bad.md:1:2: ');
    expect(await expectRefusal(root, ['handoff', '--check', 'dist/deep.md'])).toContain('dist/deep.md:1:1: ');
    writeFiles(root, { 'dist/long.md': 'x'.repeat(256 * 1024 + 1) });
    expect(await expectRefusal(root, ['handoff', '--check', 'dist/long.md'])).toContain('257 KiB long');
    await expectRefusal(root, ['handoff', '--check', 'dist/none.md']);
    await expectRefusal(root, ['handoff', '--check', 'dist/bad.md', '--output', 'x.md']);
    await expectRefusal(root, ['handoff', '--base', 'a', '--range', 'a..b']);
  });

  test.each(listKnown())('in the shape of $name says what that lacks', async ({ text }) => {
    const found = await judge(world.root, text);
    const rules = found.map((one) => one.split(' ')[1]);
    expect(found[0]).toBe('1:1 status-missing');
    expect(rules.filter((rule) => rule === 'section-missing')).toHaveLength(1);
    expect(new Set(rules)).toEqual(new Set(['status-missing', 'section-missing', 'file-unknown']));
  });
});

/** A pack of our own, and the one that the project started from, where that is beside the checkout. */
function listKnown(): { readonly name: string; readonly text: string }[] {
  const own = [
    'Canary status: missing — run it before this is merged',
    '## Context pack',
    '### Product story\n\nA lamp that is on is seen to be on.',
    '### What changed\n\n- A tool that looks, and mends only when it is told to.',
    '### Why it changed\n\nThe lamp was on and nobody saw it.',
    '### Files touched\n\n- `scripts/lamp-doctor`',
    '### Relevant context\n\nThe watchman stays.',
    '### Runtime evidence\n\nSeen once, by hand.',
    '### Known constraints\n\nIt mends nothing by itself.',
    '### Explicit out-of-scope\n\n- No new lamp.',
    '### Requested decision\n\nTake the tool in.',
    '### Merge blockers\n\n- [ ] It mends without being told to.',
    '### Spec sources read\n\n- The manual of the lamp.',
    '### Test plan\n\n```\nlamp-doctor --check\n```',
  ].join('\n\n');
  const seed = readSeed('deploy-runner-scope-doctor-pr.txt');
  return [
    { name: 'one of our own', text: own },
    ...(seed === null ? [] : [{ name: 'the known one', text: layOut(seed) }]),
  ];
}

/** The page has the text on one line, as it was pasted; its headings and items begin lines of their own. */
function layOut(page: string): string {
  const body = page.split('\nRefs #260\n\n')[1]?.split(' Refs #260')[0] ?? '';
  return body
    .replace(/ (?=#{2,3} )/g, '\n\n')
    .replace(
      /(?<=#{2,3} (?:Canary Context Pack|Product story|What changed|Why it changed|Files touched|Relevant context|Runtime evidence|Known constraints|Explicit out-of-scope|Requested decision|Merge blockers|Spec sources read|Test plan)) /g,
      '\n\n',
    )
    .replace(/ (?=- )/g, '\n')
    .replace(/ (?=```)|(?<=```(?:text|bash)?) /g, '\n');
}

describe('a template', () => {
  const withTemplate = (yaml: string): string =>
    makeRepository({
      'ROADMAP.md': '# Plan\n\n### P0 — Work\n\n- [ ] **P0.1** Task\n',
      'roadmap.yaml': `version: 1\nroadmaps:\n  - path: ROADMAP.md\n    handoff:\n${yaml}`,
    });

  test('says which sections there are', async () => {
    const root = withTemplate(
      '      - {section: test-plan}\n      - {section: own, title: Rollback, text: How to go back.}\n',
    );
    const markdown = await write(root);
    expect(markdown.match(/^### .*/gm)).toEqual(['### Test plan', '### Rollback']);
    expect(await judge(root, fillIn(markdown))).toEqual([]);
    expect(await judge(root, fillIn(markdown).replace('### Rollback', ''))).toEqual(['7:1 section-missing']);
  });

  test.each([
    ['- {section: storry}', '5:19: section: "storry" is not one of'],
    ['- {section: own, title: Rollback}', '5:9: text is missing'],
    ['- {section: story, titel: x}', '5:26: titel is not known here'],
    ['- {section: story}\n      - {section: story}', '6:19: story is named twice'],
    [
      '- {section: story}\n      - {section: own, title: product story, text: x}',
      '6:9: two sections are called',
    ],
    ['- {section: own, title: "---", text: x}', '5:31: it is no heading'],
  ])('that is wrong is refused with its line: %s', async (yaml, says) => {
    expect(await expectRefusal(withTemplate(`      ${yaml}\n`), ['handoff'])).toContain(
      `roadmap.yaml:${says}`,
    );
  });
});
