import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checked, checkClaims, checkFile, writeTasks } from '../support/check-claims.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { makeHistory } from '../support/make-history.ts';
import { makeRepository, runGit } from '../support/make-repository.ts';
import { makeTwins } from '../support/make-twins.ts';

const { root, values: cited, commits } = makeHistory();
signTip();
const { digits } = makeTwins(root, ['commit', 'blob']);
const values = [...cited, commits.open, digits];
const settings = makeFolder('settings');
writeFiles(settings, {
  order: '*.md\nsrc/*\n',
  attributes: '* diff=shout\n',
  ignore: '*\n',
  'shout.sh': '#!/bin/sh\necho shouted\necho shouted >&2\nexit 1\n',
});
chmodSync(join(settings, 'shout.sh'), 0o755);

/** Puts a signature into the newest commit, so that there is one to show. */
function signTip(): void {
  const [head = '', ...message] = runGit(root, 'cat-file', 'commit', 'HEAD').split('\n\n');
  const lines = ['gpgsig -----BEGIN PGP SIGNATURE-----', '', 'abcd', '-----END PGP SIGNATURE-----'];
  writeFiles(root, { '.git/signed': `${[`${head}\n${lines.join('\n ')}`, ...message].join('\n\n')}\n` });
  const signed = runGit(root, 'hash-object', '-t', 'commit', '-w', '.git/signed');
  runGit(root, 'update-ref', 'refs/heads/main', signed);
}

/** Settings of a user's that change what git prints (git-config(1)). */
const users: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a log that shows more, or less': {
    'log.showSignature': 'true',
    'gpg.program': join(settings, 'shout.sh'),
    'log.showRoot': 'false',
    'log.follow': 'true',
    'log.decorate': 'no',
    'log.excludeDecoration': 'refs/heads/*',
    'log.initialDecorationSet': 'all',
    'log.date': 'relative',
    'log.diffMerges': 'separate',
    'log.mailmap': 'true',
    'log.abbrevCommit': 'true',
    'format.pretty': 'oneline',
    'format.notes': 'true',
  },
  'another form of differences': {
    'diff.renames': 'copies',
    'diff.noprefix': 'true',
    'diff.relative': 'true',
    'diff.orderFile': join(settings, 'order'),
    'diff.external': join(settings, 'shout.sh'),
    'diff.ignoreSubmodules': 'all',
    'diff.submodule': 'log',
    'diff.shout.command': join(settings, 'shout.sh'),
    'diff.shout.textconv': join(settings, 'shout.sh'),
    'core.attributesFile': join(settings, 'attributes'),
    'submodule.sub.ignore': 'all',
    'submodule.sub.path': 'sub',
    'submodule.sub.url': 'https://forge.example/acme/sub',
    'submodule.recurse': 'true',
  },
  'other letters and digits': {
    'core.abbrev': '4',
    'core.quotePath': 'true',
    'core.precomposeUnicode': 'true',
    'core.ignoreCase': 'true',
    'core.pager': join(settings, 'shout.sh'),
    'core.disambiguate': 'blob',
    'core.warnAmbiguousRefs': 'false',
    'core.excludesFile': join(settings, 'ignore'),
    'color.ui': 'always',
    'i18n.logOutputEncoding': 'latin1',
    'i18n.commitEncoding': 'latin1',
    'column.ui': 'always',
    'advice.objectNameWarning': 'false',
  },
  'faster ways through the history': {
    'core.commitGraph': 'true',
    'fetch.writeCommitGraph': 'true',
    'core.useReplaceRefs': 'true',
    'core.fsmonitor': join(settings, 'shout.sh'),
    'core.untrackedCache': 'true',
    'transfer.hideRefs': 'refs/heads',
    'uploadpack.hideRefs': 'refs/heads',
  },
};

describe("a user's own settings of git", () => {
  let plain: Checked;
  beforeAll(async () => {
    plain = await checkClaims(root, values);
  });

  /** The global file of settings with these. */
  function writeSettings(entries: Readonly<Record<string, string>>): string {
    const path = join(makeFolder(), 'gitconfig');
    for (const [key, value] of Object.entries(entries)) {
      runGit(settings, 'config', '--file', path, key, value);
    }
    return path;
  }

  test('are none here, and something of each kind is told', () => {
    const told = plain.report.facts.map(({ fact, changes }) => `${fact} ${changes}`);
    expect([...new Set(told)].sort()).toEqual([
      'absent null',
      'dangling null',
      'landed nothing',
      'landed roadmap',
      'landed work',
      'pending null',
    ]);
  });

  test.each(Object.entries(users))('%s: the same report', async (_, entries) => {
    const global = writeSettings(entries);
    const { code, report } = await checkFile(root, values, 'ROADMAP.md', { GIT_CONFIG_GLOBAL: global });
    expect({ code, report }).toEqual({ code: plain.code, report: plain.report });
  });

  test('that hide what a root changes: a tick in the first commit is found', async () => {
    const first = makeRepository({ 'src/root.txt': 'root\n', 'ROADMAP.md': writeTasks(['this']) });
    const global = writeSettings({ 'log.showRoot': 'false' });
    const { tell } = await checkFile(first, ['this'], 'ROADMAP.md', { GIT_CONFIG_GLOBAL: global });
    expect(tell('this')).toMatchObject({ fact: 'landed', changes: 'work' });
  });

  test('do change what git itself prints', () => {
    const global = writeSettings({ 'core.abbrev': '4' });
    const args = ['-c', `include.path=${global}`, 'rev-parse', '--short', 'HEAD'];
    expect(runGit(root, ...args)).toHaveLength(4);
  });

  test('in the environment, too', async () => {
    const { code, report } = await checkFile(root, values, 'ROADMAP.md', {
      LANG: 'de_DE.UTF-8',
      LANGUAGE: 'de',
      LC_ALL: 'de_DE.UTF-8',
      GIT_PAGER: join(settings, 'shout.sh'),
      GIT_EXTERNAL_DIFF: join(settings, 'shout.sh'),
      GIT_LITERAL_PATHSPECS: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'color.ui',
      GIT_CONFIG_VALUE_0: 'always',
    });
    expect({ code, report }).toEqual({ code: plain.code, report: plain.report });
  });

  test('in the environment, of how paths are meant', async () => {
    for (const name of ['GIT_GLOB_PATHSPECS', 'GIT_NOGLOB_PATHSPECS', 'GIT_ICASE_PATHSPECS']) {
      const { report } = await checkFile(root, values, 'ROADMAP.md', { [name]: '1' });
      expect([name, report]).toEqual([name, plain.report]);
    }
  });
});
