import { describe, expect, test } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expectRefusal } from '../support/expect-refusal.ts';
import { writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readCommands, readSarif, readXml, type XmlElement } from '../support/read-formats.ts';
import { readOutput } from '../support/read-output.ts';
import { type Run, runAndCompare, runRoadmap } from '../support/run-roadmap.ts';

/** All that the formats have a meaning for, in titles, values, ids and the path. */
const HOSTILE =
  'a | b %0A::error::x %25 ]]> <b>&amp;</b> [x](http://example.org) @ada #12 `c` "q" \u001b[31m \u202e 😀 ##[error]y';
const PATH = "docs/a b,c:d%41 é😀/::error::'ROAD&MAP|<x>.md";
const ROADMAP = `# Title

### P0 — First

- [x] **P0.1** ${HOSTILE}
  - Commit: abc1234
  - Status: <[x](http://example.org)>
- [x] **P0.2** Twice
  - Commit: none
  - Status: seen ${HOSTILE}
  - Depends on: P9.9
- [x] **P0.2** Twice
  - Commit: -${HOSTILE}
  - Status:
- [ ] **P0.3** Open
- [ ] **P0.4** Stuck
  - Status: BLOCKED: ${HOSTILE}

[x](gone|<b>.md) [y](gone2.md)
`;
const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'];
/** As in hostile-text.test.ts: a line feed alone is harmless. */
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const root = makeRepository({ [PATH]: ROADMAP, 'roadmap.yaml': writeConfig(PATH) });
const clean = makeRepository({
  'ROADMAP.md': '### P0 — First\n\n- [ ] **P0.1** Do it\n  - Commit: <hash>\n  - Status: <line>\n',
});

function writeConfig(path: string): string {
  return `version: 1\nroadmaps:\n  - path: ${JSON.stringify(path)}\n    dialect: execution\n`;
}

function format(name: string, folder: string = root): Promise<Run> {
  return runRoadmap(folder, ['check', '--format', name]);
}

const report = readOutput('check', await format('json'));
const { diagnostics } = report;

describe('every format', () => {
  test.each(FORMATS)('%s has the exit code of the check, and nothing on stderr or changed', async (name) => {
    const run = await runAndCompare(root, ['check', '--format', name]);
    expect([run.code, run.stderr, run.changed]).toEqual([1, '', []]);
    expect(run.stdout).not.toMatch(HARMFUL);
    expect(run.stdout).toMatch(/[^\n]\n$/);
    expect((await format(name, clean)).code).toBe(0);
  });

  test.each(FORMATS)('%s of evidence that is unknown exits with 3', async (name) => {
    const whole = makeRepository({ 'a.txt': 'a' });
    const hash = runGit(whole, 'rev-parse', 'HEAD');
    writeFiles(whole, {
      'ROADMAP.md': `### P0 — First\n\n- [x] **P0.1** Do it\n  - Commit: ${hash}\n  - Status: seen\n`,
    });
    runGit(whole, 'add', '--all');
    runGit(whole, 'commit', '--quiet', '--message', 'Tick');
    const shallow = makeRepository({}, 'shallow');
    runGit(shallow, 'fetch', '--quiet', '--depth=1', `file://${whole}`, 'main');
    runGit(shallow, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
    expect((await format(name, shallow)).code).toBe(3);
    if (name !== 'junit') return;
    const [suite] = readXml((await format(name, shallow)).stdout).children;
    expect(suite?.attributes).toMatchObject({ tests: '2', failures: '0', errors: '1', skipped: '0' });
  });

  test('text is what is printed without one, and json is --json', async () => {
    expect(await format('text')).toEqual(await runRoadmap(root, ['check']));
    expect(await format('json')).toEqual(await runRoadmap(root, ['check', '--json']));
  });

  test('what there is no format for is refused, and two at once', async () => {
    expect(await expectRefusal(root, ['check', '--format', 'x\u001b'])).toContain('x\\x1b');
    expect(await expectRefusal(root, ['check', '--json', '--format', 'sarif'])).toContain('--format');
  });
});

describe('sarif', () => {
  test('fits the schema, and has each finding at its place', async () => {
    const { results, tool } = readSarif((await format('sarif')).stdout);
    const level = { error: 'error', warning: 'warning', info: 'note' } as const;
    expect(
      results.map(({ ruleId, level: one, locations }) => ({
        ruleId,
        level: one,
        file: decodeURIComponent(locations[0]?.physicalLocation.artifactLocation.uri ?? ''),
        ...locations[0]?.physicalLocation.region,
      })),
    ).toEqual(
      diagnostics.map(({ rule, severity, file, line, column, endLine, endColumn }) => ({
        ruleId: rule,
        level: level[severity],
        file,
        startLine: line,
        startColumn: column,
        endLine,
        endColumn,
      })),
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    for (const { id, help } of tool.driver.rules) expect(help.text).toContain(`# ${id}\n`);
  });

  test('a URI is relative, and encoded so that nothing of the path is taken for something else', async () => {
    const { results } = readSarif((await format('sarif')).stdout);
    const uris = new Set(results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri));
    expect(uris.size).toBe(1);
    const [uri = ''] = uris;
    expect(uri).toMatch(/^docs\/[\w%.'-]+\/[\w%.'-]+$/);
    expect(decodeURI(new URL(uri, 'file:///r/').pathname)).toBe(decodeURI(`/r/${uri}`));
  });

  test('nothing that a roadmap says becomes a link', async () => {
    const { results } = readSarif((await format('sarif')).stdout);
    const texts = results.map(({ message }) => message.text);
    expect(texts.some((text) => text.includes('http://example.org'))).toBe(true);
    for (const text of texts) expect(text).not.toContain('](');
  });

  test('fingerprints are unique, and stay when lines are inserted above', async () => {
    const before = readSarif((await format('sarif')).stdout);
    const moved = makeRepository({
      [PATH]: ROADMAP.replace('# Title\n', '# Title\n\nMore text.\n\nAnd more.\n'),
      'roadmap.yaml': writeConfig(PATH),
    });
    const after = readSarif((await format('sarif', moved)).stdout);
    const prints = before.results.map(({ partialFingerprints }) => partialFingerprints);
    const hashes = prints.map((one) => one['primaryLocationLineHash']);
    expect(new Set(hashes).size).toBe(diagnostics.length);
    expect(after.results.map(({ partialFingerprints }) => partialFingerprints)).toEqual(prints);
    expect(after.results[0]?.locations).not.toEqual(before.results[0]?.locations);
  });

  test('in a dialect without ids they stay when a task is put before', async () => {
    const plan = (more: string): string =>
      `# Plan\n\n## Work\n\n${more}- [x] Do it\n  - Commit: abc1234\n- [x] Do it\n  - Commit: abc1234\n`;
    const [one, two] = [plan(''), plan('- [ ] New\n')].map((text) => makeRepository({ 'ROADMAP.md': text }));
    const [before, after] = await Promise.all(
      [one, two].map(async (folder) => readSarif((await format('sarif', folder)).stdout).results),
    );
    const list = (results: typeof before): (string | undefined)[] =>
      (results ?? []).map(({ partialFingerprints }) => partialFingerprints['roadmapFinding/v1']);
    expect(new Set(list(before)).size).toBeGreaterThan(1);
    expect(new Set(list(before)).size).toBe(before?.length);
    expect(list(after)).toEqual(list(before));
  });

  test('a clean roadmap gives an empty list', async () => {
    expect(readSarif((await format('sarif', clean)).stdout).results).toEqual([]);
  });
});

describe('junit', () => {
  test('is well-formed, with a case for each task and one for the roadmap', async () => {
    const suites = readXml((await format('junit')).stdout);
    const [suite] = suites.children;
    const cases = (suite?.children ?? []).filter(({ name }) => name === 'testcase');
    expect(suite?.attributes['name']).toBe(PATH);
    const spelt = HOSTILE.replace('\u001b', '\\x1b').replace('\u202e', '\\u202e');
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual([
      'the roadmap as a whole',
      `P0.1 ${spelt}`,
      'P0.2 Twice',
      'P0.3 Open',
      'P0.4 Stuck',
    ]);
    const results = cases.map(({ children }) => children[0]?.name ?? 'passed');
    expect(results.slice(1)).toEqual(['failure', 'failure', 'skipped', 'skipped']);
    for (const element of [suites, suite]) {
      expect(element?.attributes).toMatchObject({
        tests: '5',
        failures: `${results.filter((one) => one === 'failure').length}`,
        skipped: '2',
        errors: '0',
      });
    }
  });

  test('each finding is told of once, with its place', async () => {
    const { stdout } = await format('junit');
    const texts = listElements(readXml(stdout))
      .filter(({ name }) => name === 'failure' || name === 'system-out')
      .map(({ text }) => text)
      .join('\n');
    for (const { file, line, column, severity, rule } of diagnostics) {
      const place = `${file}:${line}:${column}  ${severity}  `;
      const lines = texts.split('\n').filter((one) => one.startsWith(place) && one.endsWith(`  ${rule}`));
      const same = diagnostics.filter(
        (one) => one.line === line && one.column === column && one.rule === rule,
      );
      expect(lines).toHaveLength(same.length);
    }
  });

  test('a task that is not done and has no finding is skipped, and fails nothing', async () => {
    const [suite] = readXml((await format('junit', clean)).stdout).children;
    expect(suite?.attributes).toMatchObject({ tests: '2', failures: '0', errors: '0', skipped: '1' });
  });
});

describe('github', () => {
  test('is one command for each finding, and no other', async () => {
    const { stdout } = await format('github');
    const commands = readCommands(stdout);
    const name = { error: 'error', warning: 'warning', info: 'notice' } as const;
    expect(
      commands.map(({ command, properties }) => [command, properties['file'], properties['line']]),
    ).toEqual(diagnostics.map(({ severity, file, line }) => [name[severity], file, `${line}`]));
    expect(stdout.trimEnd().split('\n')).toHaveLength(diagnostics.length + 1);
    for (const [index, { message, properties }] of commands.entries()) {
      const { message: says, help, task, rule } = diagnostics[index] ?? {};
      const spelt = (says ?? '').replaceAll('\u001b', '\\x1b').replaceAll('\u202e', '\\u202e');
      expect(message.split('\n')[0]).toBe(spelt);
      expect(message.split('\n').slice(1).join('\n')).toBe(`→ ${help}`);
      expect(properties['title']).toBe(task ? `${task}: ${rule}` : rule);
    }
  });

  test('columns are given for what is on one line alone', async () => {
    const commands = readCommands((await format('github')).stdout);
    for (const [index, { properties }] of commands.entries()) {
      const one = diagnostics[index];
      expect('col' in properties).toBe(one?.line === one?.endLine);
    }
  });

  test('the last line has nothing of the roadmap in it', async () => {
    const last = (await format('github')).stdout.trimEnd().split('\n').at(-1);
    expect(last).toMatch(/^roadmap check: \d+ errors, [\w ,;:]+$/);
  });
});

describe('markdown', () => {
  test('is a table that a renderer takes for nothing else', async () => {
    const html = micromark((await format('markdown')).stdout, {
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
      allowDangerousHtml: true,
    });
    const names = new Set([...html.matchAll(/<([a-z!][a-z0-9]*)/gi)].map(([, name]) => name));
    expect([...names].sort()).toEqual(['br', 'code', 'h2', 'table', 'tbody', 'td', 'th', 'thead', 'tr']);
    expect(html.match(/<td>/g)).toHaveLength(2 + 5 * diagnostics.length);
  });

  test('has errors first, and says what it leaves out of a long report', async () => {
    const tasks = Array.from({ length: 400 }, (_, index) => `- [x] **P0.${index + 1}** ${HOSTILE}\n`);
    const long = makeRepository({ 'ROADMAP.md': `### P0 — First\n\n${tasks.join('')}` });
    const { stdout } = await format('markdown', long);
    expect(stdout.length).toBeLessThan(61_000);
    const rows = stdout.match(/^\| (?:❌|⚠️|ℹ️)/gm) ?? [];
    const [, left] = /^… and (\d+) more: run `roadmap check`\.$/m.exec(stdout) ?? [];
    const { summary } = readOutput('check', await format('json', long));
    expect(rows.length + Number(left)).toBe(summary.errors + summary.warnings + summary.infos);
    expect(rows.every((row) => row === '| ❌')).toBe(true);
  });

  test('a clean roadmap has nothing to complain about', async () => {
    expect((await format('markdown', clean)).stdout).toBe(
      '## Roadmap check: 0 errors, 0 warnings, 0 notes\n\n| Roadmap | Progress |\n| --- | --- |\n| ROADMAP\\.md | 0 of 1 done; not done: 1 todo |\n\nNothing to complain about.\n',
    );
  });
});

function listElements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(listElements)];
}
