import { describe, expect, test } from '@jest/globals';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

/** Put together here, so that nothing in this file looks like a secret to others. */
const TOKEN = `ghp_${'aB3dE5'.repeat(6)}`;
const PASSWORD = 'mell0n-moria';
const SECRETS = [
  TOKEN,
  PASSWORD,
  `AKIA${'AB2CD3EF'.repeat(2)}`,
  `glpat-${'Zx8-1k'.repeat(4)}`,
  `npm_${'aB3dE5'.repeat(6)}`,
];
const [, , KEY, GITLAB, NPM] = SECRETS;

const ROADMAP = `# Plan for ${KEY}

### P0 — First

- [x] **P0.1** Log in as ${GITLAB}
  - Commit: ${TOKEN}
  - Status: <${NPM}>
  - Depends on: P0.9
- [x] **P0.2** Log in with PGPASSWORD=${PASSWORD}
  - Commit: none
  - Status: used ${TOKEN}, and PGPASSWORD=${PASSWORD}

## Final report

- Login: password="${PASSWORD}"

## Change log

| Date | Phase | Action | Commit |
| --- | --- | --- | --- |
| 2026-01-02 | P0.1 | used ${TOKEN} | none |
`;

const root = makeRepository({ 'ROADMAP.md': ROADMAP });
const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'];

function leaks(text: string): string[] {
  // What is left of a secret that was cut is a leak, too.
  return SECRETS.flatMap((secret) => [secret, secret.slice(0, 12), secret.slice(-12)]).filter((part) =>
    text.toLowerCase().includes(part.toLowerCase()),
  );
}

describe('secrets of a roadmap', () => {
  test('are found wherever they stand, each at its place', async () => {
    const run = await runRoadmap(root, ['check', '--json']);
    const found = readOutput('check', run).diagnostics.filter(({ rule }) => rule === 'no-secret');
    expect(run.code).toBe(1);
    expect(
      found.map(({ line, task, message }) => `${line} ${task} ${message.replace('There is ', '')}`),
    ).toEqual([
      '1 null an AWS access key id in the text',
      '5 P0.1 a GitLab token in the title of P0.1',
      '6 P0.1 a GitHub token in the Commit of P0.1',
      '7 P0.1 an npm token in the Status of P0.1',
      '9 P0.2 a password in the title of P0.2',
      '11 P0.2 a GitHub token in the Status of P0.2',
      '11 P0.2 a password in the Status of P0.2',
      '15 null a password in the final report',
      '21 null a GitHub token in the change log',
    ]);
    for (const { file, offset, endOffset } of found) {
      expect(file).toBe('ROADMAP.md');
      expect(SECRETS).toContain(Buffer.from(ROADMAP).subarray(offset, endOffset).toString());
    }
  });

  test.each(FORMATS)('are printed in no part by --format %s', async (format) => {
    const { stdout, stderr } = await runRoadmap(root, ['check', '--format', format]);
    expect(stdout).toContain('[secret'.replace('[', format === 'markdown' ? '\\[' : '['));
    expect(leaks(stdout + stderr)).toEqual([]);
  });

  test('are printed by no format in a dialect whose handles are made of headings', async () => {
    const plan = makeRepository({
      'ROADMAP.md': `# Plan\n\n## Use ${TOKEN}\n\n- [x] do it\n  - Commit: abc1234\n`,
    });
    for (const format of FORMATS) {
      const { code, stdout, stderr } = await runRoadmap(plan, ['check', '--format', format]);
      expect([code, leaks(stdout + stderr)]).toEqual([1, []]);
    }
  });

  test('are hidden in the report of a change as well, with those that it takes out', async () => {
    const clone = makeRepository({ 'ROADMAP.md': ROADMAP });
    const before = runGit(clone, 'rev-parse', 'HEAD');
    commitFiles(clone, { 'ROADMAP.md': ROADMAP.replace(`used ${TOKEN}, and`, 'used') }, 'Take it out');
    const clean = await runRoadmap(clone, ['check', '--range', `${before}..HEAD`]);
    expect(leaks(clean.stdout + clean.stderr)).toEqual([]);
    const after = runGit(clone, 'rev-parse', 'HEAD');
    commitFiles(clone, { 'ROADMAP.md': ROADMAP }, 'Put it back');
    const back = await runRoadmap(clone, ['check', '--range', `${after}..HEAD`]);
    expect(back.code).toBe(1);
    expect(back.stdout).toContain('There is a GitHub token in the Status of P0.2');
    expect(back.stdout).not.toContain('AWS access key');
    expect(leaks(back.stdout + back.stderr)).toEqual([]);
  });

  test('are named by a comment with a reason, and by nothing else that a file can say', async () => {
    const write = (comment: string): string =>
      `### P0 — First\n\n- [ ] **P0.1** Do\n${comment}  - Status: PGPASSWORD=${PASSWORD}\n`;
    const check = async (comment: string): Promise<number> => {
      const folder = makeRepository({ 'ROADMAP.md': write(comment) });
      const report = readOutput('check', await runRoadmap(folder, ['check', '--json']));
      return report.diagnostics.filter(({ rule }) => rule === 'no-secret').length;
    };
    expect(await check('')).toBe(1);
    expect(await check('  <!-- secretlint-disable -->\n')).toBe(1);
    expect(await check('  <!-- roadmap-disable-next-line no-secret -->\n')).toBe(1);
    expect(await check('  <!-- roadmap-disable-next-line no-secret -- of the example -->\n')).toBe(0);
  });
});
