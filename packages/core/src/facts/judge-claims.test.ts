import { describe, expect, test } from '@jest/globals';
import { drawHistory, idOf } from '../history/draw-history.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { AskedClaim, CommitFact } from './facts.ts';
import { type Draft, makeJudge, type Sighting } from './judge-claims.ts';
import type { Clone, Target } from './prospect.ts';

// main is at f, which merges e and d and then reverts d; c is on a branch that is not merged, 9 on none.
const drawing = 'f:1 1:ed e:a d:b c:b 9:b b:a a';
const history = drawHistory(drawing, {
  refs: { f: ['refs/heads/main'], c: ['refs/heads/topic', 'refs/tags/v1'] },
  messages: { f: `This reverts commit ${idOf('d')}.` },
});
const whole: Clone = { history, isWhole: true, boundary: new Set(), partial: false };
const main: Target = { name: 'HEAD', commit: idOf('f'), unborn: false, problem: null };

function claimOf(kind: AskedClaim['kind'], ...hashes: string[]): AskedClaim {
  const text = kind === 'this' ? 'this' : hashes.join('..');
  return { kind, source: 'field', text, hashes, repository: null, line: 1, span: { start: 7, end: 9 } };
}

const commit = (name: string): Sighting => ({ kind: 'commit', commit: idOf(name) });
const missing: Sighting = { kind: 'missing' };
const unread: Sighting = { kind: 'unread' };
const uncommitted: Sighting = { kind: 'uncommitted' };
const tree: Sighting = { kind: 'object', type: 'tree', commit: null };
const tag: Sighting = { kind: 'object', type: 'tag', commit: idOf('a') };
const twins: Sighting = { kind: 'ambiguous', candidates: ['ab1', 'ab2'] };

/** What is known of a fact, and with what its commit is compared: "commit parent". */
type Told = Partial<CommitFact> & { readonly compare?: string };

function tell({ fact, comparison }: Draft): Told {
  const known = Object.entries(fact).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  if (comparison === null) return Object.fromEntries(known);
  const other = comparison.with === null ? 'nothing' : (comparison.with[0] ?? '');
  return { ...Object.fromEntries(known), compare: `${comparison.commit[0]} ${other}` };
}

function judge(sighting: Sighting, clone: Clone = whole, target: Target = main): Told {
  return tell(makeJudge(clone, target)(claimOf('commit', 'abcdef1'), [sighting]));
}

function judgeRange(from: Sighting, to: Sighting, clone: Clone = whole, target: Target = main): Told {
  return tell(makeJudge(clone, target)(claimOf('range', '1111111', '2222222'), [from, to]));
}

const landed = { fact: 'landed', how: 'ancestor' } as const;

describe('of one commit', () => {
  test.each<[string, Sighting, Told]>([
    ['the target', commit('f'), { ...landed, commit: idOf('f'), compare: 'f 1' }],
    ['a merge', commit('1'), { ...landed, commit: idOf('1'), compare: '1 e' }],
    ['a root', commit('a'), { ...landed, commit: idOf('a'), compare: 'a nothing' }],
    ['a reverted one', commit('d'), { ...landed, commit: idOf('d'), revertedBy: idOf('f'), compare: 'd b' }],
    [
      'one of a branch',
      commit('c'),
      { fact: 'pending', commit: idOf('c'), refs: ['refs/heads/topic', 'refs/tags/v1'] },
    ],
    ['one of no branch', commit('9'), { fact: 'dangling', commit: idOf('9') }],
    ['one that no history has', commit('8'), { fact: 'dangling', commit: idOf('8') }],
    ['nothing', missing, { fact: 'absent', missing: ['abcdef1'] }],
    ['several', twins, { fact: 'ambiguous', candidates: ['ab1', 'ab2'] }],
    ['a tree', tree, { fact: 'not-a-commit', objectType: 'tree' }],
    ['a tag', tag, { fact: 'not-a-commit', objectType: 'tag', commit: idOf('a') }],
    ['what git could not say', unread, { fact: 'unknown', reason: 'broken' }],
    ['a tick that is not committed', uncommitted, { fact: 'pending' }],
  ])('%s', (_name, sighting, told) => {
    expect(judge(sighting)).toEqual(told);
  });

  test('what it is kept by is what it asks: the hash, or the place of a this', () => {
    const judge = makeJudge(whole, main);
    expect(judge(claimOf('commit', 'abcdef1'), [missing]).key).toBe('abcdef1');
    expect(judge(claimOf('range', 'abcdef1', '1111111'), [missing, missing]).key).toBe('abcdef1..1111111');
    expect(judge(claimOf('this'), [commit('e')])).toMatchObject({
      key: 'this@7',
      fact: { ...landed, commit: idOf('e') },
      comparison: { commit: idOf('e'), with: idOf('a') },
    });
  });
});

describe('of a target', () => {
  const unborn: Target = { name: 'HEAD', commit: null, unborn: true, problem: null };
  const lost: Target = { name: 'origin/main', commit: null, unborn: false, problem: 'missing' };
  test.each<[string, Target, Sighting, Told]>([
    ['before the first commit', unborn, uncommitted, { fact: 'pending' }],
    ['before the first commit', unborn, missing, { fact: 'absent', missing: ['abcdef1'] }],
    ['before the first commit', unborn, commit('9'), { fact: 'dangling', commit: idOf('9') }],
    [
      'before the first commit',
      unborn,
      commit('a'),
      { fact: 'pending', commit: idOf('a'), refs: expect.arrayContaining(['refs/heads/main']) as never },
    ],
    ['that is not there', lost, commit('a'), { fact: 'unknown', reason: 'no-target', commit: idOf('a') }],
    ['that is not there', lost, uncommitted, { fact: 'unknown', reason: 'no-target' }],
    ['that is not there', lost, missing, { fact: 'absent', missing: ['abcdef1'] }],
    ['that is not there', lost, tree, { fact: 'not-a-commit', objectType: 'tree' }],
  ])('%s', (_name, target, sighting, told) => {
    expect(judge(sighting, whole, target)).toEqual(told);
  });
});

describe('of a clone', () => {
  const cut: Clone = { ...whole, boundary: new Set([idOf('e')]) };
  const cutElsewhere: Clone = { ...whole, boundary: new Set([idOf('c')]) };
  const broken: Clone = { ...whole, history: null, isWhole: false };
  const partial: Clone = { ...whole, partial: true };
  test.each<[string, Clone, Sighting, Told]>([
    ['that is cut off', cut, commit('f'), { ...landed, commit: idOf('f'), compare: 'f 1' }],
    [
      'that is cut off at the commit',
      cut,
      commit('e'),
      { ...landed, commit: idOf('e'), changes: 'unknown', reason: 'shallow' },
    ],
    ['that is cut off', cut, missing, { fact: 'unknown', reason: 'shallow' }],
    ['that is cut off', cut, commit('c'), { fact: 'unknown', reason: 'shallow', commit: idOf('c') }],
    ['that is cut off', cut, commit('9'), { fact: 'unknown', reason: 'shallow', commit: idOf('9') }],
    ['that is cut off', cut, tree, { fact: 'not-a-commit', objectType: 'tree' }],
    [
      'that is cut off where the target does not come from',
      cutElsewhere,
      commit('c'),
      { fact: 'pending', commit: idOf('c'), refs: ['refs/heads/topic', 'refs/tags/v1'] },
    ],
    [
      'that is cut off where the target does not come from',
      cutElsewhere,
      commit('9'),
      { fact: 'unknown', reason: 'shallow', commit: idOf('9') },
    ],
    ['without a history', broken, commit('a'), { fact: 'unknown', reason: 'broken', commit: idOf('a') }],
    ['without a history', broken, missing, { fact: 'unknown', reason: 'broken' }],
    ['without a history', broken, uncommitted, { fact: 'unknown', reason: 'broken' }],
    ['that is partial', partial, unread, { fact: 'unknown', reason: 'partial' }],
    ['that is partial', partial, commit('a'), { ...landed, commit: idOf('a'), compare: 'a nothing' }],
  ])('%s', (_name, clone, sighting, told) => {
    expect(judge(sighting, clone)).toEqual(told);
  });
});

describe('of a range', () => {
  const f = idOf('f');
  test.each<[string, Sighting, Sighting, Told]>([
    ['that landed', commit('a'), commit('e'), { ...landed, commit: idOf('e'), commits: 1, compare: 'e a' }],
    [
      'of which a part was reverted from outside',
      commit('a'),
      commit('d'),
      { ...landed, commit: idOf('d'), commits: 2, revertedBy: f, compare: 'd a' },
    ],
    [
      'that reverts a part of itself',
      commit('a'),
      commit('f'),
      { ...landed, commit: f, commits: 5, compare: 'f a' },
    ],
    ['between sides', commit('e'), commit('b'), { ...landed, commit: idOf('b'), commits: 1, compare: 'b a' }],
    [
      'from a commit that did not land',
      commit('c'),
      commit('e'),
      { ...landed, commit: idOf('e'), commits: 1, compare: 'e a' },
    ],
    [
      'that is empty',
      commit('e'),
      commit('a'),
      { ...landed, commit: idOf('a'), commits: 0, changes: 'nothing' },
    ],
    [
      'that did not land',
      commit('a'),
      commit('c'),
      { fact: 'pending', commit: idOf('c'), refs: ['refs/heads/topic', 'refs/tags/v1'] },
    ],
    ['to no branch', commit('a'), commit('9'), { fact: 'dangling', commit: idOf('9') }],
    ['from nowhere', missing, commit('e'), { fact: 'absent', missing: ['1111111'] }],
    ['to nowhere', commit('e'), missing, { fact: 'absent', missing: ['2222222'] }],
    ['from nowhere to nowhere', missing, missing, { fact: 'absent', missing: ['1111111', '2222222'] }],
    ['from several to nowhere', twins, missing, { fact: 'absent', missing: ['2222222'] }],
    ['from a tree to several', tree, twins, { fact: 'ambiguous', candidates: ['ab1', 'ab2'] }],
    ['from what git could not say to a tree', unread, tree, { fact: 'not-a-commit', objectType: 'tree' }],
    ['from what git could not say', unread, commit('e'), { fact: 'unknown', reason: 'broken' }],
  ])('%s', (_name, from, to, told) => {
    expect(judgeRange(from, to)).toEqual(told);
  });

  test('between roots is compared with its start', () => {
    const clone = { ...whole, history: drawHistory('f:ab b:9 a 9', { refs: { f: ['refs/heads/main'] } }) };
    expect(judgeRange(commit('a'), commit('b'), clone)).toEqual({
      ...landed,
      commit: idOf('b'),
      commits: 2,
      compare: 'b a',
    });
  });

  test('in a clone that is cut off: what lies behind the cut is unknown, what lies before it is not', () => {
    const cut = { ...whole, boundary: new Set([idOf('b')]) };
    expect(judgeRange(commit('e'), commit('d'), cut)).toEqual({
      ...landed,
      commit: idOf('d'),
      commits: 2,
      revertedBy: f,
      changes: 'unknown',
      reason: 'shallow',
    });
    expect(judgeRange(commit('1'), commit('f'), cut)).toMatchObject({ commits: 1, compare: 'f 1' });
    // Nobody can tell whether the start landed, and nobody has to.
    expect(judgeRange(commit('9'), commit('e'), cut)).toMatchObject({ ...landed, commits: 1 });
    expect(judgeRange(missing, commit('e'), cut)).toEqual({ fact: 'unknown', reason: 'shallow' });
  });
});

describe('of what landed elsewhere', () => {
  function judgeElsewhere(found: Elsewhere, kind: 'commit' | 'range' = 'commit'): Told {
    const hashes = kind === 'commit' ? ['abcdef1'] : ['1111111', 'abcdef1'];
    const judge = makeJudge(whole, main, new Map([[hashes.join('..'), found]]));
    return tell(
      judge(
        claimOf(kind, ...hashes),
        hashes.map((_, at) => commit(at === hashes.length - 1 ? 'c' : 'a')),
      ),
    );
  }

  test('the fact is that of the commit that carries it, and says how', () => {
    const carried: Elsewhere = {
      kind: 'carried',
      commit: idOf('e'),
      cited: idOf('c'),
      start: null,
      how: 'same-patch',
      revertedBy: null,
      commits: null,
      comparison: { commit: idOf('e'), with: idOf('a') },
    };
    const fact = { fact: 'landed', how: 'same-patch', commit: idOf('e'), cited: idOf('c') };
    expect(judgeElsewhere(carried)).toEqual({ ...fact, compare: 'e a' });
    expect(judgeElsewhere({ ...carried, revertedBy: idOf('f'), how: 'squash' })).toEqual({
      ...fact,
      how: 'squash',
      revertedBy: idOf('f'),
      compare: 'e a',
    });
    expect(judgeElsewhere({ ...carried, commits: 2, start: idOf('a') }, 'range')).toEqual({
      ...fact,
      commits: 2,
      compare: 'e a',
    });
  });

  test('it is unknown where that was changed on its way, or can not be told', () => {
    expect(judgeElsewhere({ kind: 'rewritten', by: [idOf('e')] })).toEqual({
      fact: 'unknown',
      reason: 'rewritten',
      commit: idOf('c'),
      candidates: [idOf('e')],
    });
    expect(judgeElsewhere({ kind: 'untold', reason: 'partial' })).toEqual({
      fact: 'unknown',
      reason: 'partial',
      commit: idOf('c'),
    });
  });
});
