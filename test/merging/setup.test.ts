import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { listChanges, takePicture } from '../support/folder-picture.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { install, PLAN } from './driven.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

function driver(root: string, action: string, ...args: string[]): ReturnType<typeof runRoadmap> {
  return runRoadmap(root, ['merge-driver', action, ...args]);
}

function readAttributes(root: string): string | null {
  const path = join(root, '.gitattributes');
  return existsSync(path) ? readFileSync(path, 'latin1') : null;
}

function nameRoadmaps(...paths: string[]): Files {
  const entries = paths.map((path) => `  - path: ${JSON.stringify(path)}\n`).join('');
  return {
    'roadmap.yaml': `version: 1\nroadmaps:\n${entries}`,
    ...Object.fromEntries(paths.map((path) => [path, PLAN])),
  };
}

/** State of the driver and of each roadmap with the reason, and the exit code. */
async function status(root: string): Promise<[number | null, string[]]> {
  const run = await driver(root, 'status', '--json');
  const report = readOutput('merge-driver', run);
  const rows = [{ path: 'driver', ...report.driver }, ...report.roadmaps];
  return [
    run.code,
    rows.map(({ path, state, reason }) => `${path} ${state}${reason === null ? '' : `: ${reason}`}`),
  ];
}

const NAMED = '/ROADMAP.md merge=roadmap';

describe('install writes what is missing, and uninstall leaves no trace of it', () => {
  test.each<[string, Files, string]>([
    ['no file', {}, 'ROADMAP.md merge=roadmap\n'],
    [
      'two roadmaps that the config names',
      nameRoadmaps('ROADMAP.md', 'docs/R.md'),
      `${NAMED}\n/docs/R.md merge=roadmap\n`,
    ],
    [
      'lines',
      { '.gitattributes': '*.png binary\n\n# ours\n' },
      '*.png binary\n\n# ours\nROADMAP.md merge=roadmap\n',
    ],
    [
      'lines that end with CR LF',
      { '.gitattributes': '*.png binary\r\n' },
      '*.png binary\r\nROADMAP.md merge=roadmap\r\n',
    ],
    [
      'a last line without an end',
      { '.gitattributes': '*.png binary' },
      '*.png binary\nROADMAP.md merge=roadmap',
    ],
    [
      'a last line without an end, and others that end with CR LF',
      { '.gitattributes': 'a text\r\nb text', ...nameRoadmaps('ROADMAP.md', 'docs/R.md') },
      `a text\r\nb text\r\n${NAMED}\r\n/docs/R.md merge=roadmap`,
    ],
    [
      'bytes that are no text',
      { '.gitattributes': Buffer.from('# \xff\xa0\n', 'latin1') },
      '# \xff\xa0\nROADMAP.md merge=roadmap\n',
    ],
    [
      'paths with odd characters',
      nameRoadmaps('my plans/a"b.md', 'a[1]*?.md', 'voilà.md', '#x.md', '!y z\t[.md'),
      Buffer.from(
        ['"/my plans/a\\"b.md"', '/a\\[1]\\*\\?.md', '/voilà.md', '/#x.md', '"/!y z\\011\\\\[.md"', ''].join(
          ' merge=roadmap\n',
        ),
      ).toString('latin1'),
    ],
  ])('beside %s', async (_name, files, wanted) => {
    const root = makeRepository({ 'ROADMAP.md': PLAN, ...files });
    const before = takePicture(root);
    const run = await driver(root, 'install');
    expect([run.code, run.stderr, readAttributes(root)]).toEqual([0, '', wanted]);
    expect(run.stdout).toContain(
      '→ Commit .gitattributes. Every clone runs `roadmap merge-driver install` once.',
    );
    const installed = takePicture(root);
    expect(listChanges(before, installed).sort()).toEqual(['.git/config', '.gitattributes']);
    expect((await status(root))[0]).toBe(0);
    const again = await driver(root, 'install');
    expect([again.code, again.stdout.includes('Commit')]).toEqual([0, false]);
    expect(listChanges(installed, takePicture(root))).toEqual([]);
    const out = await driver(root, 'uninstall', '--json');
    expect([out.code, readOutput('merge-driver', out).driver.changed]).toEqual([0, true]);
    expect(listChanges(before, takePicture(root))).toEqual([]);
    expect((await driver(root, 'uninstall')).stdout).toBe('there is no merge driver of roadmap\n');
  });

  test('where another line gives the roadmap to the driver, none is added, and that line is left', async () => {
    const lines = '*.md text merge=roadmap\n# merge=roadmap\n';
    const root = makeRepository({ 'ROADMAP.md': PLAN, '.gitattributes': lines });
    await install(root);
    expect(readAttributes(root)).toBe(lines);
    const run = await driver(root, 'uninstall');
    expect([run.code, run.stdout]).toEqual([
      1,
      'driver  taken out of the git config of this clone\n.gitattributes:1  left  it was written by hand: *.md text merge=roadmap\n',
    ]);
    expect(readAttributes(root)).toBe(lines);
  });

  test('other settings of the config stay', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    runGit(root, 'config', 'merge.roadmap.recursive', 'binary');
    await install(root);
    await driver(root, 'uninstall');
    expect(runGit(root, 'config', '--get-regexp', '^merge')).toBe('merge.roadmap.recursive binary');
  });

  test('a linked working tree shares the driver, and has lines of its own', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const linked = join(makeFolder('linked'), 'tree');
    runGit(root, 'worktree', 'add', '--quiet', linked, '-b', 'side');
    mkdirSync(join(linked, 'src'));
    await install(join(linked, 'src'));
    expect([readAttributes(root), readAttributes(linked)]).toEqual([null, 'ROADMAP.md merge=roadmap\n']);
    expect((await status(join(linked, 'src')))[0]).toBe(0);
    expect(await status(root)).toEqual([
      1,
      ['driver installed', 'ROADMAP.md missing: no line of .gitattributes gives it to the driver'],
    ]);
  });
});

describe('status', () => {
  test('says what is missing, and what to do', async () => {
    const root = makeRepository(nameRoadmaps('docs/R.md'));
    const run = await driver(root, 'status');
    expect([run.code, run.stdout.split('\n')]).toEqual([
      1,
      [
        'driver     missing',
        '  the git config of this clone has no such driver',
        '  → Run `roadmap merge-driver install`.',
        'docs/R.md  missing',
        '  no line of .gitattributes gives it to the driver',
        '  → Run `roadmap merge-driver install`.',
        '',
      ],
    ]);
  });

  test('says which roadmap another line gives to another driver', async () => {
    const root = makeRepository({ ...nameRoadmaps('ROADMAP.md', 'docs/R.md') });
    await install(root);
    writeFiles(root, { 'docs/.gitattributes': '*.md merge=union\n' });
    expect(await status(root)).toEqual([
      1,
      [
        'driver installed',
        'ROADMAP.md installed',
        'docs/R.md broken: a line of another .gitattributes, or behind ours, says that its merge is union',
      ],
    ]);
    const attributes = readAttributes(root);
    expect((await driver(root, 'install')).code).toBe(1);
    expect(readAttributes(root)).toBe(attributes);
  });

  test('says where the program is gone, and which other one there is', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    await install(root);
    const command = runGit(root, 'config', 'merge.roadmap.driver');
    const [script = ''] = /(?<=roadmap_script=').*?(?=')/.exec(command) ?? [];
    const set = (path: string): string =>
      runGit(root, 'config', 'merge.roadmap.driver', command.replace(script, path));
    set(`${root}/gone.js`);
    expect(await status(root)).toEqual([
      1,
      [`driver broken: ${root}/gone.js is gone, and there is no roadmap on the PATH`, 'ROADMAP.md installed'],
    ]);
    set(`${root}/ROADMAP.md`);
    expect((await status(root))[1][0]).toBe('driver outdated: it calls another roadmap than this one');
    await install(root);
    expect(runGit(root, 'config', 'merge.roadmap.driver')).toBe(command);
  });
});

describe('refused, with nothing changed', () => {
  test('a driver of that name that roadmap did not write', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    runGit(root, 'config', 'merge.roadmap.driver', 'mine %A');
    expect(await expectRefusal(root, ['merge-driver', 'install'])).toContain(
      'merge.roadmap.driver is a command that roadmap did not write',
    );
    expect(await status(root)).toEqual([
      1,
      [
        'driver broken: merge.roadmap.driver is a command that roadmap did not write',
        'ROADMAP.md missing: no line of .gitattributes gives it to the driver',
      ],
    ]);
    expect((await driver(root, 'uninstall')).code).toBe(1);
    expect(runGit(root, 'config', 'merge.roadmap.driver')).toBe('mine %A');
  });

  test('.gitattributes as a link, or as a folder', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN, attributes: 'a text\n' });
    symlinkSync('attributes', join(root, '.gitattributes'));
    expect(await expectRefusal(root, ['merge-driver', 'install'])).toContain(
      '.gitattributes: it is a symbolic link',
    );
    rmSync(join(root, '.gitattributes'));
    mkdirSync(join(root, '.gitattributes'));
    expect(await expectRefusal(root, ['merge-driver', 'install'])).toContain(
      '.gitattributes: it is a directory',
    );
  });

  test('outside of a repository, in one without a working tree, and with a config that can not be read', async () => {
    expect(await expectRefusal(makeFolder(), ['merge-driver', 'status'])).toContain(
      'this is no git repository',
    );
    const root = makeRepository({ 'ROADMAP.md': PLAN });
    const bare = join(makeFolder('bare'), 'bare.git');
    renameSync(join(root, '.git'), bare);
    runGit(bare, 'config', 'core.bare', 'true');
    expect(await expectRefusal(bare, ['merge-driver', 'install'])).toContain('without a working tree');
    const other = makeRepository({ 'ROADMAP.md': PLAN, 'roadmap.yaml': 'roadmaps: 3\n' });
    expect(await expectRefusal(other, ['merge-driver', 'install'])).toContain('roadmap.yaml:1:');
  });

  test('.gitattributes that a sparse checkout left out', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN, '.gitattributes': '*.png binary\n' });
    runGit(root, 'sparse-checkout', 'set', '--no-cone', '/ROADMAP.md');
    expect(readAttributes(root)).toBeNull();
    expect(await expectRefusal(root, ['merge-driver', 'install'])).toContain('a sparse checkout left it out');
    runGit(root, 'sparse-checkout', 'add', '/.gitattributes');
    await install(root);
    expect(readAttributes(root)).toBe('*.png binary\nROADMAP.md merge=roadmap\n');
  });

  test('a locked git config', async () => {
    const root = makeRepository({ 'ROADMAP.md': PLAN, '.gitattributes': '*.png binary' });
    const lock = join(root, '.git/config.lock');
    writeFiles(root, { '.git/config.lock': '' });
    expect(await expectRefusal(root, ['merge-driver', 'install'])).toContain('could not lock config file');
    rmSync(lock);
    await install(root);
    writeFiles(root, { '.git/config.lock': '' });
    expect(await expectRefusal(root, ['merge-driver', 'uninstall'])).toContain('could not lock config file');
  });
});
