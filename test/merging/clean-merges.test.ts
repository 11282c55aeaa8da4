import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { git, listBoxes, makeDriven, must, PLAN, readPlan, tick } from './driven.ts';

/** Two branches, each with a tick beside one of the other, with report entries, a surprise and rows of the change log. */
let both = '';

beforeAll(async () => {
  both = await makeDriven();
  runGit(both, 'checkout', '--quiet', '-b', 'side');
  await tick(both, 'P0.2');
  await must(both, 'report', 'set', 'Build', 'Time', '12');
  await must(both, 'surprise', 'add', 'The tests needed a network');
  runGit(both, 'checkout', '--quiet', 'main');
  await tick(both, 'P0.1');
  await must(both, 'report', 'set', 'Build', 'Size', '80');
  await must(both, 'surprise', 'add', 'The compiler was old');
});

function copyBoth(): string {
  const root = makeFolder('copy');
  cpSync(both, root, { recursive: true });
  return root;
}

/** Nothing of either side is lost, the lines follow each other as they should, and the file is clean. */
async function expectBoth(root: string): Promise<void> {
  const text = readPlan(root);
  expect(listBoxes(text)).toEqual(['P0.1 x', 'P0.2 x', 'P0.3  ', 'P1.1  ']);
  for (const line of [
    '  - Status: P0.1 works\n',
    '  - Status: P0.2 works\n',
    '- Size: 80\n- Time: 12\n',
    '- The compiler was old\n',
    '- The tests needed a network\n',
  ])
    expect(text).toContain(line);
  expect(text.match(/^\| 2026-.*$/gm)).toHaveLength(3);
  expect(text).not.toMatch(/^[<=>]{7}|<what went otherwise/m);
  const { code, stdout } = await runRoadmap(root, ['check']);
  expect([code, stdout.match(/^.*(?:error|warning).*$/m)?.[0]]).toEqual([0, undefined]);
}

describe('ticks of neighbours, report entries, surprises and rows of both branches go together', () => {
  test('in git merge', async () => {
    const root = copyBoth();
    git(root, 0, 'merge', '--quiet', '--no-edit', 'side');
    await expectBoth(root);
    // From the other side, the lines that both have added may stand the other way round.
    git(root, 0, 'checkout', '--quiet', 'side');
    git(root, 0, 'merge', '--quiet', '--no-edit', '--no-ff', 'main~1');
    await expectBoth(root);
  });

  test('in git merge that is called in a subfolder', async () => {
    const root = copyBoth();
    git(join(root, 'src'), 0, 'merge', '--quiet', '--no-edit', 'side');
    await expectBoth(root);
  });

  test('in git rebase, commit by commit', async () => {
    const root = copyBoth();
    git(root, 0, 'rebase', '--quiet', 'side');
    await expectBoth(root);
    expect(runGit(root, 'rev-list', '--count', 'side..HEAD')).toBe('3');
  });

  test('in git cherry-pick', async () => {
    const root = copyBoth();
    git(root, 0, 'cherry-pick', 'main..side');
    await expectBoth(root);
  });

  test('in git stash pop', async () => {
    const root = copyBoth();
    const theirs = runGit(root, 'show', 'side:ROADMAP.md');
    runGit(root, 'checkout', '--quiet', '--detach', 'main~3');
    writeFiles(root, { 'ROADMAP.md': `${theirs}\n` });
    runGit(root, 'stash');
    runGit(root, 'checkout', '--quiet', 'main');
    git(root, 0, 'stash', 'pop');
    await expectBoth(root);
  });

  test('in git merge-tree, whose output stays what a program expects', async () => {
    const root = copyBoth();
    const before = readPlan(root);
    const tree = git(root, 0, 'merge-tree', '--write-tree', 'main', 'side');
    expect(tree).toMatch(/^[0-9a-f]{40}\n$/);
    expect(readPlan(root)).toBe(before);
    runGit(root, 'checkout', tree.trim(), '--', 'ROADMAP.md');
    await expectBoth(root);
  });

  test('in a repository without a working tree', async () => {
    const root = copyBoth();
    const bare = join(makeFolder('bare'), 'bare.git');
    runGit(root, 'clone', '--quiet', '--bare', '.', bare);
    for (const key of ['merge.roadmap.driver', 'merge.roadmap.name'])
      runGit(bare, 'config', key, runGit(root, 'config', key));
    writeFiles(bare, { 'info/attributes': 'ROADMAP.md merge=roadmap\n' });
    const tree = git(bare, 0, 'merge-tree', '--write-tree', 'main', 'side').trim();
    writeFiles(root, { 'ROADMAP.md': `${runGit(bare, 'show', `${tree}:ROADMAP.md`)}\n` });
    await expectBoth(root);
  });
});

test('a task that one side moved and renamed keeps the tick that the other side gave it', async () => {
  const root = await makeDriven();
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  await tick(root, 'P0.2');
  runGit(root, 'checkout', '--quiet', 'main');
  const task = '- [ ] **P0.2** Test it\n  - Commit: <hash>\n  - Status: <what was seen>\n';
  const moved = PLAN.replace(task, '').replace(
    '\n### P1',
    `${task.replace('Test it', 'Test it twice')}\n### P1`,
  );
  commitFiles(root, { 'ROADMAP.md': moved }, 'Test later');
  git(root, 0, 'merge', '--quiet', '--no-edit', 'side');
  expect(listBoxes(readPlan(root))).toEqual(['P0.1  ', 'P0.3  ', 'P0.2 x', 'P1.1  ']);
  expect(readPlan(root)).toContain('- [x] **P0.2** Test it twice\n  - Commit: none (seen by hand)\n');
});

test('line ends, a byte order mark and a missing last line end stay as they are', async () => {
  const plan = `\uFEFF${PLAN.trimEnd().replaceAll('\n', '\r\n')}`;
  const root = await makeDriven(plan);
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'ROADMAP.md': plan.replace('Size: <in KiB>', 'Size: 80') }, 'Size');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'ROADMAP.md': plan.replace('Time: <in seconds>', 'Time: 12') }, 'Time');
  git(root, 0, 'merge', '--quiet', '--no-edit', 'side');
  expect(readPlan(root)).toBe(
    plan.replace('Size: <in KiB>', 'Size: 80').replace('Time: <in seconds>', 'Time: 12'),
  );
});

test('merges that cross each other', async () => {
  const root = await makeDriven();
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  await tick(root, 'P0.2');
  runGit(root, 'branch', 'old-side');
  runGit(root, 'checkout', '--quiet', 'main');
  await tick(root, 'P0.1');
  runGit(root, 'branch', 'old-main');
  git(root, 0, 'merge', '--quiet', '--no-edit', 'old-side');
  await tick(root, 'P0.3');
  runGit(root, 'checkout', '--quiet', 'side');
  git(root, 0, 'merge', '--quiet', '--no-edit', 'old-main');
  await must(root, 'report', 'set', 'Build', 'Size', '80');
  expect(runGit(root, 'merge-base', '--all', 'main', 'side').split('\n')).toHaveLength(2);
  git(root, 0, 'merge', '--quiet', '--no-edit', 'main');
  expect(listBoxes(readPlan(root))).toEqual(['P0.1 x', 'P0.2 x', 'P0.3 x', 'P1.1  ']);
  expect(readPlan(root)).toContain('- Size: 80\n');
});
