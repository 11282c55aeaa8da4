import { describe, expect, test } from '@jest/globals';
import { readFixture } from '../support/checkout.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';

const template = readFixture('template.md');

describe('a roadmap fresh from its template', () => {
  const root = makeRepository({ 'ROADMAP.md': template });

  test('is clean, although nothing in it is filled in', async () => {
    const run = await runRoadmap(root, ['check', '--json']);
    const report = readOutput('check', run);
    expect(report.diagnostics).toEqual([]);
    expect(report.summary.text).toBe('0 of 6 done; not done: 6 todo');
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  test('says so to a person', async () => {
    const { code, stdout } = await runRoadmap(root, ['check']);
    expect(code).toBe(0);
    expect(stdout).toBe('ROADMAP.md: 0 of 6 done; not done: 6 todo\nnothing to complain about\n');
  });

  test('begins with its first task', async () => {
    const { next } = readOutput('next', await runRoadmap(root, ['next', '--json']));
    expect(next?.task).toBe('P0.1');
  });
});

describe('what becomes due as the work goes on', () => {
  const check = async (markdown: string): Promise<string[]> => {
    const root = makeRepository({ 'ROADMAP.md': markdown });
    const report = readOutput('check', await runRoadmap(root, ['check', '--json']));
    return report.diagnostics.map(({ rule, line }) => `${rule} ${line}`);
  };
  const done = template
    .replaceAll('- [ ] **P', '- [x] **P')
    .replace(/Commit:.*/g, 'Commit: none (done by hand)')
    .replace(/Status:.*/g, 'Status: seen')
    .replace('A person has approved', 'A person has approved\n  - Status: approved');
  const numberOf = (text: string, part: string): number =>
    text.slice(0, text.indexOf(part)).split('\n').length;

  test('the first done task brings its own fields and the change log', async () => {
    const markdown = template.replace('- [ ] **P0.1**', '- [x] **P0.1**');
    expect(await check(markdown)).toEqual([
      `commit-missing ${numberOf(markdown, 'Commit: <hash>')}`,
      `no-placeholder ${numberOf(markdown, 'Status: <one line>')}`,
      `change-log-stale ${numberOf(markdown, '| Date |')}`,
      `no-placeholder ${numberOf(markdown, '| <YYYY')}`,
    ]);
  });

  test('the end of the work brings the report, the review and the sign-off', async () => {
    expect(await check(done)).toEqual([
      `commit-missing ${numberOf(done, '**P2.1**')}`,
      `commit-missing ${numberOf(done, '**P2.2**')}`,
      `report-incomplete ${numberOf(done, 'What was done')}`,
      `review-incomplete ${numberOf(done, '**R1**')}`,
      `no-placeholder ${numberOf(done, 'Reviewed by')}`,
      `change-log-stale ${numberOf(done, '| Date |')}`,
      `no-placeholder ${numberOf(done, '| <YYYY')}`,
    ]);
  });

  test('the end of the review leaves the sign-off', async () => {
    const reviewed = done.replaceAll('- [ ] **R', '- [x] **R');
    expect(await check(reviewed)).toContain(`sign-off-incomplete ${numberOf(done, 'Reviewed by')}`);
    expect((await check(reviewed)).join()).not.toContain('review-incomplete');
  });
});
