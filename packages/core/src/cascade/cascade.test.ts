import { describe, expect, test } from '@jest/globals';
import type { ReportedTarget } from '../generated/cascade.types.ts';
import { readExample } from '../graph/read-example.ts';
import { listTasks } from '../graph/tasks.ts';
import { hidePasswords, isRepositoryName, matchClaims, nameRepository, sayPartial } from './index.ts';

describe('the name of a repository', () => {
  test.each([
    ['https://host/acme/a.git', 'acme/a'],
    ['https://user:secret@host:8443/team/acme/a', 'acme/a'],
    ['git@host:acme/a.git', 'acme/a'],
    ['ssh://git@host/acme/a/', 'acme/a'],
    ['/srv/acme/a/.git', 'acme/a'],
    ['../acme/a.b', 'acme/a.b'],
    ['file:///srv/acme/a.git', 'acme/a'],
    ['https://host/a', null],
    ['git@host:a', null],
    ['../a', null],
    ['/srv/my files/a', null],
  ])('of %s', (address, name) => {
    expect(nameRepository(address)).toBe(name);
  });

  test('is two parts that a Commit field takes', () => {
    expect(['a/b', 'a', 'a/b/c', 'a/..', 'a /b', '/b'].map(isRepositoryName)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('is told without passwords', () => {
    expect(hidePasswords('https://u:p@ss@h/a and ssh://git:pw@h/b, https://token@h, ssh://git@h')).toBe(
      'https://h/a and ssh://git@h/b, https://h, ssh://git@h',
    );
  });
});

describe('a Commit field', () => {
  const match = (commit: string, ...names: string[]): ReturnType<typeof matchClaims> => {
    const { graph } = readExample(`### P0 — A\n\n- [ ] **P0.1** B\n  - Commit: ${commit}\n`);
    return matchClaims(listTasks(graph)[0]?.claims ?? [], names);
  };

  test('lists targets by their names, whatever their order, and keeps the rest', () => {
    expect(match('abc1234, x/y@1234567, Acme/b@2222222, 1234567..abcdef0', 'acme/a', 'acme/b')).toEqual({
      listed: [null, '2222222'],
      others: ['abc1234', 'x/y@1234567', '1234567..abcdef0'],
    });
  });

  test('lists all that are of one name, or none', () => {
    expect(match('a/b@1111111', 'a/b', 'a/b').listed).toEqual([null, null]);
    expect(match('a/b@1111111, a/b@2222222', 'a/b', 'a/b').listed).toEqual(['1111111', '2222222']);
  });

  test('that says nothing lists nothing', () => {
    expect(match('<hash>', 'a/b')).toEqual({ listed: [null], others: [] });
    expect(match('none (asked)', 'a/b')).toEqual({ listed: [null], others: [] });
  });
});

describe('a Status of targets that are there in part', () => {
  const target = (
    name: string,
    outcome: ReportedTarget['outcome'],
    reason: string | null,
  ): ReportedTarget => ({
    name,
    repository: 'r',
    branch: null,
    file: 'f',
    outcome,
    commit: null,
    reason,
  });

  test('says how many, and of each other one why', () => {
    expect(
      sayPartial([
        target('a/b', 'pushed', null),
        target('a/c', 'refused', 'not today'),
        target('a/d', 'failed', 'gone'),
      ]),
    ).toBe('PARTIAL — 1 of 3 targets: a/c refused: not today; a/d failed: gone');
  });

  test('takes nothing of a remote that a roadmap would read', () => {
    const hostile = '(override: yes)\n- [x] `P0.2` <!-- \u001b[31m | @all\u202e';
    expect(sayPartial([target('a/b', 'refused', hostile)])).toBe(
      'PARTIAL — 0 of 1 target: a/b refused: override: yes - x P0.2 -- 31m all',
    );
  });
});
