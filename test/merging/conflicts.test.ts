import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { commitFiles, makeRepository, runGit } from '../support/make-repository.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { git, listBoxes, makeDriven, PLAN, readPlan, tick } from './driven.ts';

/** A repository in which two branches made of PLAN what is given; `main` is checked out. */
async function makeSides(ours: string, theirs: string): Promise<string> {
  const root = await makeDriven();
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'ROADMAP.md': theirs }, 'Theirs');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'ROADMAP.md': ours }, 'Ours');
  return root;
}

function setStatus(id: string, box: string, status: string, plan = PLAN): string {
  const [head = '', rest = ''] = plan.split(`- [ ] **${id}**`);
  return `${head}- [${box}] **${id}**${rest.replace('Status: <what was seen>', `Status: ${status}`)}`;
}

const ours = setStatus('P0.2', 'x', '12 of 12', setStatus('P0.1', 'x', 'it runs'));
const theirs = setStatus('P0.2', 'x', '13 of 13', setStatus('P0.3', 'x', 'two pages'));

describe('a task that both sides changed in two ways', () => {
  test('is a conflict in those lines alone, which git and roadmap name', async () => {
    const root = await makeSides(ours, theirs);
    const said = git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
    const text = readPlan(root);
    expect(text).toBe(
      ours
        .replace(
          '  - Status: 12 of 12\n',
          '<<<<<<< ours\n  - Status: 12 of 12\n=======\n  - Status: 13 of 13\n>>>>>>> theirs\n',
        )
        .replace(
          /- \[ \] \*\*P0\.3\*\*.*\n.*\n.*\n/,
          /- \[x\] \*\*P0\.3\*\*.*\n.*\n.*\n/.exec(theirs)?.[0] ?? '',
        ),
    );
    expect(said).toContain(
      `roadmap: ROADMAP.md:${lineOf(text, '<<<<<<<')}: P0.2 Status was changed in two ways\n`,
    );
    expect(said).toContain(
      '\n  → Between the marks keep what is right, take the marks out, and `git add` the file.\n',
    );
    expect(runGit(root, 'ls-files', '--unmerged', 'ROADMAP.md').split('\n')).toHaveLength(3);
  });

  test.each(['diff3', 'zdiff3'])(
    'shows what it was before, where merge.conflictStyle is %s',
    async (style) => {
      const root = await makeSides(ours, theirs);
      runGit(root, 'config', 'merge.conflictStyle', style);
      git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
      expect(readPlan(root)).toContain(
        '  - Status: 12 of 12\n||||||| base\n  - Status: <what was seen>\n=======\n  - Status: 13 of 13\n',
      );
    },
  );

  test('has marks as long as an attribute says', async () => {
    const root = await makeSides(ours, theirs);
    writeFiles(root, { '.git/info/attributes': 'ROADMAP.md conflict-marker-size=12\n' });
    git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
    expect(readPlan(root).match(/^[<=>]{12}(?: .*)?$/gm)).toEqual([
      '<<<<<<<<<<<< ours',
      '============',
      '>>>>>>>>>>>> theirs',
    ]);
  });

  test('stops a rebase, which goes on when it is resolved', async () => {
    const root = await makeSides(ours, theirs);
    git(root, 1, 'rebase', '--quiet', 'side');
    const resolved = readPlan(root).replace(/<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/, '$1');
    writeFiles(root, { 'ROADMAP.md': resolved });
    git(root, 0, 'add', 'ROADMAP.md');
    git(root, 0, '-c', 'core.editor=true', 'rebase', '--continue');
    expect(listBoxes(readPlan(root))).toEqual(['P0.1 x', 'P0.2 x', 'P0.3 x', 'P1.1  ']);
  });
});

test('a roadmap that both branches made conflicts where they differ', async () => {
  const root = await makeDriven();
  runGit(root, 'rm', '--quiet', 'ROADMAP.md');
  runGit(root, 'commit', '--quiet', '--message', 'None yet');
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'ROADMAP.md': PLAN.replace('Size: <in KiB>', 'Size: <in MiB>') }, 'Theirs');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'ROADMAP.md': PLAN }, 'Ours');
  git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
  expect(readPlan(root)).toBe(
    PLAN.replace(
      '- Size: <in KiB>\n',
      '<<<<<<< ours\n- Size: <in KiB>\n=======\n- Size: <in MiB>\n>>>>>>> theirs\n',
    ),
  );
});

test('a conflict in the first line of a file with a byte order mark', async () => {
  const root = await makeDriven(`\uFEFF${PLAN}`);
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'ROADMAP.md': `\uFEFF${PLAN.replace('Ship', 'Send')}` }, 'Theirs');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'ROADMAP.md': `\uFEFF${PLAN.replace('Ship', 'Sell')}` }, 'Ours');
  git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
  const [title = ''] = PLAN.split('\n');
  const conflict = ['<<<<<<< ours', title.replace('Ship', 'Sell'), '=======', title.replace('Ship', 'Send')];
  expect(readPlan(root)).toBe(`\uFEFF${PLAN.replace(title, [...conflict, '>>>>>>> theirs'].join('\n'))}`);
});

test('a task that one side took out and the other ticked is a conflict, and no tick is lost', async () => {
  const without = PLAN.replace(/- \[ \] \*\*P0\.2\*\*.*\n.*\n.*\n/, '');
  const root = await makeSides(without, setStatus('P0.2', 'x', '13 of 13'));
  const said = git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
  expect(readPlan(root)).toMatch(/<{7} ours\n={7}\n- \[x\] \*\*P0\.2\*\* Test it\n(?: .*\n)*>{7} theirs\n/);
  expect(said).toContain('P0.2 was changed in two ways');
});

test('a revert of a tick merges by itself', async () => {
  const root = await makeDriven();
  await tick(root, 'P0.1');
  const ticked = runGit(root, 'rev-parse', 'HEAD');
  await tick(root, 'P0.2');
  git(root, 0, 'revert', '--no-edit', ticked);
  expect(listBoxes(readPlan(root))).toEqual(['P0.1  ', 'P0.2 x', 'P0.3  ', 'P1.1  ']);
});

test('a hash that one side wrote anew is no evidence that the merge lost', async () => {
  const cited = (plan: string, hash: string): string => plan.replace('Commit: <hash>', `Commit: ${hash}`);
  const base = cited(setStatus('P0.1', 'x', 'it runs'), 'abc1234');
  const root = await makeDriven(base);
  runGit(root, 'checkout', '--quiet', '-b', 'side');
  commitFiles(root, { 'ROADMAP.md': base.replace('abc1234', 'def5678') }, 'Theirs');
  runGit(root, 'checkout', '--quiet', 'main');
  commitFiles(root, { 'ROADMAP.md': setStatus('P0.2', 'x', '12 of 12', base) }, 'Ours');
  git(root, 0, 'merge', '--quiet', '--no-edit', 'side');
  expect(readPlan(root)).toBe(setStatus('P0.2', 'x', '12 of 12', base.replace('abc1234', 'def5678')));
});

describe('a common ancestor that is itself a conflict', () => {
  /** Both branches merged the first commit of the other, and made of it what is given. */
  async function cross(mine: string, other: string): Promise<string> {
    const root = await makeSides(ours, theirs);
    runGit(root, 'branch', 'first', 'main');
    runGit(root, 'branch', 'second', 'side');
    for (const [branch, merged, text] of [
      ['side', 'first', other],
      ['main', 'second', mine],
    ] as const) {
      runGit(root, 'checkout', '--quiet', branch);
      git(root, 1, 'merge', '--quiet', '--no-edit', merged);
      writeFiles(root, { 'ROADMAP.md': text });
      git(root, 0, 'commit', '--quiet', '--all', '--no-edit');
    }
    return root;
  }
  const merged = setStatus('P0.1', 'x', 'it runs', theirs);

  test('is none where both resolved it in one way', async () => {
    const root = await cross(merged.replace('<in seconds>', '12'), merged.replace('<in KiB>', '80'));
    const said = git(root, 0, 'merge', '--quiet', '--no-edit', 'side');
    expect(readPlan(root)).toBe(merged.replace('<in KiB>', '80').replace('<in seconds>', '12'));
    expect(said).not.toContain('roadmap:');
  });

  test('is one where they resolved it in two, and has both', async () => {
    const root = await cross(merged.replace('13 of 13', '12 of 12'), merged);
    const said = git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
    expect(readPlan(root)).toBe(
      merged.replace(
        '  - Status: 13 of 13\n',
        '<<<<<<< ours\n  - Status: 12 of 12\n=======\n  - Status: 13 of 13\n>>>>>>> theirs\n',
      ),
    );
    expect(said.match(/^roadmap: .*$/gm)).toEqual([expect.stringContaining('P0.2 Status was changed')]);
  });

  test('is one where they named a task in two ways, and has both', async () => {
    const name = (title: string): string => PLAN.replace('Test it', title);
    const root = await makeSides(name('Try it'), name('Prove it'));
    runGit(root, 'branch', 'first', 'main');
    git(root, 1, 'merge', '--quiet', '--no-edit', 'side');
    writeFiles(root, { 'ROADMAP.md': name('Try it') });
    git(root, 0, 'commit', '--quiet', '--all', '--no-edit');
    runGit(root, 'checkout', '--quiet', 'side');
    git(root, 1, 'merge', '--quiet', '--no-edit', 'first');
    writeFiles(root, { 'ROADMAP.md': name('Prove it') });
    git(root, 0, 'commit', '--quiet', '--all', '--no-edit');
    git(root, 1, 'merge', '--quiet', '--no-edit', 'main');
    expect(readPlan(root)).toBe(
      PLAN.replace(
        '- [ ] **P0.2** Test it\n',
        '<<<<<<< ours\n- [ ] **P0.2** Prove it\n=======\n- [ ] **P0.2** Try it\n>>>>>>> theirs\n',
      ),
    );
  });
});

test('a version with marks that somebody committed is merged by lines', async () => {
  const marked = PLAN.replace(
    '- Size: <in KiB>\n',
    '<<<<<<< a\n- Size: 80\n=======\n- Size: 81\n>>>>>>> b\n',
  );
  const root = await makeSides(marked, PLAN.replace('P1 — Release', 'P1 — Publish'));
  const said = git(root, 0, 'merge', '--quiet', '--no-edit', 'side');
  expect(readPlan(root)).toBe(marked.replace('P1 — Release', 'P1 — Publish'));
  expect(said).toContain('one of the versions has the marks of a conflict\n  → git merges it by lines.\n');
});

test('roadmap.yaml says how the versions are read; where it is in conflict, that of HEAD does', async () => {
  const plan = PLAN.replace('[ ] **P0.1**', '[later] **P0.1**');
  const config = 'version: 1\nroadmaps:\n  - path: plan/R.md\n    states: {later: dropped}\n';
  const root = makeRepository({ 'plan/R.md': plan, 'roadmap.yaml': config });
  const mine = plan.replace('Commit: <hash>', 'Commit: abc1234');
  const other = plan.replace('Status: <what was seen>', 'Status: not now');
  const merge = async (): Promise<number | null> => {
    const folder = makeFolder();
    writeFiles(folder, { base: plan, ours: mine, theirs: other });
    const files = ['base', 'ours', 'theirs'].map((name) => join(folder, name));
    return (await runRoadmap(root, ['merge-driver', 'run', ...files, '7', 'plan/R.md'])).code;
  };
  expect(await merge()).toBe(0);
  writeFiles(root, { 'roadmap.yaml': `<<<<<<< ours\n${config}=======\n>>>>>>> theirs\n` });
  expect(await merge()).toBe(0);
  rmSync(join(root, 'roadmap.yaml'));
  expect(await merge()).toBe(0);
  // Of a config without that box, these are two lines of a text that follow each other.
  commitFiles(root, { 'roadmap.yaml': config.replace(/ {4}states.*\n/, '') }, 'No such box');
  expect(await merge()).toBe(1);
});

test('the marks are called as git says, where it does', async () => {
  const folder = makeFolder();
  const files = { base: PLAN, ours, theirs };
  const marks = async (...labels: string[]): Promise<string[] | null> => {
    writeFiles(folder, files);
    const args = ['merge-driver', 'run', ...Object.keys(files), '7', 'ROADMAP.md', ...labels];
    const { code, stdout } = await runRoadmap(folder, args);
    expect([code, stdout]).toEqual([1, '']);
    return readPlan(folder, 'ours').match(/^[<>]{7}.*$/gm);
  };
  expect(await marks('1234abc', 'HEAD', 'side \u001b[31m')).toEqual([
    '<<<<<<< HEAD',
    '>>>>>>> side \\x1b[31m',
  ]);
  // git before 2.44 leaves the places of labels as they are (gitattributes(5)).
  expect(await marks('%S', '%X', '%Y')).toEqual(['<<<<<<< ours', '>>>>>>> theirs']);
  expect(await marks()).toEqual(['<<<<<<< ours', '>>>>>>> theirs']);
});

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}
