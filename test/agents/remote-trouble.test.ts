import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectRefusal } from '../support/expect-refusal.ts';
import { makeFolder, writeFiles } from '../support/make-folder.ts';
import { listSeen, refuse, transit } from '../support/make-plan.ts';
import { runGit } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runAndCompare, runRoadmap } from '../support/run-roadmap.ts';
import { raceClaims } from './claim-race.ts';
import {
  as,
  findNext,
  listClaims,
  makeMeeting,
  ORIGIN,
  PLAN,
  plant,
  refOf,
  release,
  writeClaim,
} from './remote-claims.ts';

const HOLDS = '.git/roadmap/holds.json';

const _past = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('what others have put into the ref of a task', () => {
  const { bare, clones } = makeMeeting(1);
  const [here = ''] = clones;

  const CONTENTS: readonly (readonly [string, string | Uint8Array])[] = [
    ['no JSON', 'mine\n'],
    ['no claim', '{"by": "bob"}'],
    ['the claim of another task', writeClaim({ task: 'P0.2' })],
    ['the claim of another roadmap', writeClaim({ file: 'b/ROADMAP.md', task: 'P0.4' })],
    ['escape sequences', writeClaim({ task: 'P0.5', by: '\u001b[2J\u001b]0;x\u0007' })],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0, 1])],
    ['nothing', ''],
    ['too much', `${writeClaim({ task: 'P0.8' })}${' '.repeat(100_000)}`],
    ['deep nesting', '['.repeat(60_000)],
  ];

  test('is a claim of somebody unknown, where it can not be read, until it is taken away', async () => {
    const tasks = CONTENTS.map(([what], place) => `- [ ] **P0.${place + 1}** ${what}\n`).join('');
    const meeting = makeMeeting(1, { 'ROADMAP.md': `# Plan\n\n### P0 — First\n\n${tasks}` });
    const [root = ''] = meeting.clones;
    const names = CONTENTS.map((_, place) => `P0.${place + 1}`);
    for (const [place, [, content]] of CONTENTS.entries())
      plant(meeting.bare, refOf(`P0.${place + 1}`), content);
    const run = await runRoadmap(root, ['next', ...ORIGIN], as('ada'));
    expect(run.stdout.split('\n').slice(-CONTENTS.length - 2)).toEqual([
      'Claimed by others:',
      ...CONTENTS.map(([what], place) => `  P0.${place + 1}  ${what}  somebody unknown on origin`),
      '',
    ]);
    expect(await refuse(root, ['start', ...names, ...ORIGIN, '--as', 'ada'])).toEqual(
      names.map((name) =>
        expect.stringMatching(`^hold: ${name} is claimed by somebody unknown on origin, in words that are`),
      ),
    );
    expect(await release(root, [...names, ...ORIGIN], 'ada')).toMatchObject({ code: 1, released: [] });
    expect(await release(root, [...names, ...ORIGIN, '--force'], 'ada')).toMatchObject({
      code: 0,
      released: names.map((task) => ({ task, by: 'somebody unknown', since: null, remote: 'origin' })),
    });
    expect(listClaims(meeting.bare)).toEqual([]);
  });

  test('may be a commit or a tag', async () => {
    runGit(bare, 'tag', '-a', '-m', 'a tag', 'tag', 'main');
    for (const name of ['main', 'tag']) {
      runGit(bare, 'update-ref', refOf('P0.1'), name);
      expect(await findNext(here, 'ada')).toBe('P0.2');
      expect(await release(here, ['P0.1', ...ORIGIN, '--force'], 'ada')).toMatchObject({ code: 0 });
    }
    expect(listClaims(bare)).toEqual([]);
  });

  test('is not fetched from refs that are of no task', async () => {
    plant(bare, 'refs/roadmap/claims/0000-x', 'some content');
    const oid = runGit(bare, 'rev-parse', 'refs/roadmap/claims/0000-x');
    expect(await findNext(here, 'ada')).toBe('P0.1');
    expect(() => runGit(here, 'cat-file', '-e', oid)).toThrow(/cat-file/);
  });

  test('is not that of whoever asks, whatever it says', async () => {
    plant(bare, refOf('P0.1'), writeClaim({ by: 'Ada Example', place: here }));
    const next = readOutput('next', await runRoadmap(here, ['next', ...ORIGIN, '--json']));
    expect(next.next?.task).toBe('P0.2');
    expect(next.roadmaps[0]?.heldByOthers).toMatchObject([{ by: `Ada Example in ${here}` }]);
  });
});

const listRefs = (bare: string): (string | undefined)[] =>
  listClaims(bare)
    .map((line) => line.split(' ')[0])
    .sort();

describe('ids and roadmaps', () => {
  test('of any kind have a ref each', async () => {
    const ids = [
      'T1',
      'T1/x',
      'T1.lock',
      'a..b',
      'a: b',
      '@{-1}',
      '-T',
      'T1 x',
      'ü',
      '',
      `L${'o'.repeat(80)}ng`,
    ];
    const { bare, clones } = makeMeeting(1);
    const [claimed] = await raceClaims(clones, 1, ids);
    expect(claimed?.made).toHaveLength(ids.length);
    expect(listRefs(bare)).toEqual(ids.map((id) => refOf(id)).sort());
    const [again] = await raceClaims(clones, 1, ids);
    expect(again?.refusals).toHaveLength(ids.length);
  });

  test('that come of titles are claimed as others', async () => {
    const plan = '# Plan\n\n## Größe: a..b\n\n- [ ] one\n- [ ] two\n';
    const { bare, clones } = makeMeeting(2, { 'ROADMAP.md': plan });
    const [here = '', there = ''] = clones;
    const id = 'größe-a-b:1';
    await transit(here, ['start', id, ...ORIGIN, '--as', 'ada']);
    expect(listRefs(bare)).toEqual([refOf(id)]);
    expect(await findNext(there, 'bob')).toBe('größe-a-b:2');
    expect(await release(there, [id, ...ORIGIN], 'ada')).toMatchObject({
      released: [{ task: id, by: 'ada' }],
    });
    expect(listRefs(bare)).toEqual([]);
  });

  test('of two roadmaps with the same id are two claims', async () => {
    const { bare, clones } = makeMeeting(2, { 'ROADMAP.md': PLAN, 'b/ROADMAP.md': PLAN });
    const [here = '', there = ''] = clones;
    await transit(here, ['start', 'ROADMAP.md', 'P0.1', ...ORIGIN, '--as', 'ada']);
    await transit(there, ['start', 'b/ROADMAP.md', 'P0.1', ...ORIGIN, '--as', 'bob']);
    expect(listRefs(bare)).toEqual([refOf('P0.1'), refOf('P0.1', 'b/ROADMAP.md')].sort());
  });
});

test.each([['--depth=1'], ['--filter=blob:none']])(
  'a clone made with %s reads and makes claims',
  async (option) => {
    const { bare, clones } = makeMeeting(1);
    const [here = ''] = clones;
    runGit(bare, 'config', 'uploadpack.allowFilter', 'true');
    const there = join(makeFolder('odd'), 'clone');
    runGit(here, 'clone', '--quiet', option, `file://${bare}`, there);
    await transit(here, ['start', 'P0.1', ...ORIGIN, '--as', 'ada']);
    expect(await findNext(there, 'bob')).toBe('P0.2');
    await transit(there, ['start', 'P0.2', ...ORIGIN, '--as', 'bob', '--no-commit']);
    expect(await findNext(here, 'eve')).toBe('P0.3');
  },
);

describe('a remote that is gone', () => {
  const { bare, clones } = makeMeeting(1);
  const [here = ''] = clones;
  const gone = ['--remote', `file://${bare}-gone`];

  test('stops start and release, and nothing is changed', async () => {
    expect(await refuse(here, ['start', 'P0.1', ...gone, '--as', 'ada'])).toMatchObject([
      expect.stringMatching(/^remote: P0\.1: file:\S+ failed: fatal: .*does not .* → Run it again/),
    ]);
    await transit(here, ['start', 'P0.1', ...ORIGIN, '--as', 'ada']);
    const run = await runAndCompare(here, ['release', 'P0.1', ...gone, '--as', 'ada', '--json']);
    expect([run.code, listSeen(run.changed)]).toEqual([1, []]);
    expect(readOutput('release', run)).toMatchObject({ released: [], refusals: [{ task: 'P0.1' }] });
  });

  test('is a note of next and show', async () => {
    const run = await runRoadmap(here, ['next', ...gone], as('ada'));
    expect([run.code, run.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Go on with: P0\.1 [^]*\n\nnote {2}what is claimed on file:\S+ is not known: fatal: /,
      ),
    ]);
    const shown = await runRoadmap(here, ['show', 'P0.1', ...gone, '--json']);
    expect([shown.code, readOutput('show', shown).remotes]).toEqual([
      0,
      [{ remote: gone[1], reason: expect.stringContaining('fatal: ') }],
    ]);
  });

  test('is a warning of a tick, which stands', async () => {
    runGit(here, 'remote', 'set-url', 'origin', `${bare}-gone`);
    const run = await runRoadmap(here, ['block', 'P0.1', '--reason', 'no key', '--as', 'ada', '--json']);
    expect([run.code, readOutput('transition', run)]).toMatchObject([
      0,
      {
        outcome: 'committed',
        warnings: [
          { rule: 'hold', message: expect.stringMatching(/^a claim may be left on origin: fatal: /) },
        ],
      },
    ]);
  });
});

describe('a remote that accepts and says nothing', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let silent: string[] = [];
  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    silent = ['--remote', `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.git`];
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('is given up after ten seconds', async () => {
    const [starting = '', releasing = '', reading = ''] = makeMeeting(3).clones;
    const since = Date.now();
    const [refused, release, next, show] = await Promise.all([
      refuse(starting, ['start', 'P0.1', ...silent, '--as', 'ada']),
      runAndCompare(releasing, ['release', 'P0.1', ...silent, '--as', 'ada', '--json']),
      runRoadmap(reading, ['next', ...silent, '--json']),
      runRoadmap(reading, ['show', ...silent]),
    ]);
    expect(Date.now() - since).toBeLessThan(25_000);
    expect(refused).toMatchObject([expect.stringContaining(' failed: it did not answer in time → ')]);
    expect([release.code, listSeen(release.changed)]).toEqual([1, []]);
    expect([next.code, readOutput('next', next).next?.task]).toEqual([0, 'P0.1']);
    expect(readOutput('next', next).remotes).toMatchObject([{ reason: 'it did not answer in time' }]);
    expect([show.code, show.stdout]).toEqual([0, expect.stringContaining('is not known: it did not answer')]);
  });
});

describe('a remote that can be none', () => {
  const { bare, clones } = makeMeeting(1);
  const [here = ''] = clones;
  // The first lock of a clone makes a folder for locks, which stays.
  beforeAll(async () => void (await runRoadmap(here, ['release', 'P0.1'])));

  test.each(['', '-x', '--upload-pack=touch x', 'nowhere', 'a\nb'])('such as "%s"', async (name) => {
    const commands = [
      ['start', 'P0.1'],
      ['next'],
      ...(name === 'nowhere' ? [['release', 'P0.1'], ['show']] : []),
    ];
    for (const command of commands)
      expect(await expectRefusal(here, [...command, `--remote=${name}`])).toMatch(
        /^roadmap: --remote ".*": this clone has no remote of that name\n/,
      );
  });

  test('such as one that pushes to two places', async () => {
    runGit(here, 'remote', 'add', 'both', bare);
    for (const place of ['1', '2']) runGit(here, 'remote', 'set-url', '--add', '--push', 'both', place);
    expect(await expectRefusal(here, ['start', 'P0.1', '--remote', 'both'])).toContain('pushes to 2 places');
  });

  test('such as one that runs a program', async () => {
    const refused = await refuse(here, ['start', 'P0.1', '--remote', 'ext::touch ran']);
    expect(refused).toMatchObject([expect.stringMatching(/^remote: .*transport 'ext' not allowed/)]);
  });

  test('has its password told to nobody', async () => {
    const url = ['--remote', 'http://ada:hidden@127.0.0.1:1/x.git'];
    for (const args of [['start', 'P0.1'], ['release', 'P0.1'], ['next'], ['show']])
      for (const json of [[], ['--json']]) {
        const { stdout, stderr } = await runRoadmap(here, [...args, ...url, ...json]);
        expect(`${stdout}${stderr}`).toContain('127.0.0.1:1/x.git');
        expect(`${stdout}${stderr}`).not.toContain('hidden');
      }
  });

  test('can be a path, from the folder that the command runs in', async () => {
    const run = await runRoadmap(join(here, '.git', '..'), [
      'start',
      'P0.1',
      '--remote',
      `./${'../'.repeat(9)}${bare}`,
      '--as',
      'ada',
    ]);
    expect(run.code).toBe(0);
    expect(readFileSync(join(here, HOLDS), 'utf8')).toContain(`"name": "${bare}"`);
    expect(listClaims(bare)).toHaveLength(1);
  });

  test('in roadmap.yaml is named, and no URL is asked for it', async () => {
    for (const claims of ['nowhere', '-x', `file://${bare}`]) {
      writeFiles(here, {
        'roadmap.yaml': `version: 1\nroadmaps: [{path: ROADMAP.md, claims: '${claims}'}]\n`,
      });
      const help = /roadmap\.yaml: claims ".*": this clone has no remote of that name\n.*--no-remote/;
      expect(await expectRefusal(here, ['start', 'P0.2'])).toMatch(help);
      expect(await expectRefusal(here, ['release', 'P0.2'])).toMatch(help);
      const next = readOutput('next', await runRoadmap(here, ['next', '--json']));
      expect(next.remotes).toMatchObject([{ remote: claims, reason: expect.stringContaining('no remote') }]);
    }
  });
});
