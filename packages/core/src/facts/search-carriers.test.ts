import { describe, expect, test } from '@jest/globals';
import { drawHistory, idOf } from '../history/draw-history.ts';
import { type CommitNotes, readNotes } from './commit-notes.ts';
import type { Comparison, Elsewhere } from './elsewhere.ts';
import type { PatchIds } from './find-elsewhere.ts';
import type { LostClaim } from './lost-works.ts';
import { type Search, searchCarriers } from './search-carriers.ts';

interface Drawn {
  readonly messages?: Readonly<Record<string, string>>;
  /** Patches by the commit, or by the commit and what it is compared with: `d`, `da`; two words for whole and work. */
  readonly patches?: Readonly<Record<string, string>>;
  /** Name of the commit that is the target. */
  readonly target: string;
  readonly claims: readonly string[];
}

/** A claim on a commit by its name; `a..b` for a range; in capitals what git does not have. */
function claim(text: string): LostClaim {
  const names = text.split('..');
  const hashes = names.map((name) => idOf(name.toLowerCase()).slice(0, 7));
  const commits = names.map((name) => (name === name.toLowerCase() ? idOf(name) : null));
  return { key: text, hashes, commits };
}

function search(drawing: string, { messages = {}, patches = {}, target, claims }: Drawn) {
  const history = drawHistory(drawing, { messages });
  const nameOf = (id: string): string => id[0] ?? '';
  const notes = history.ids.map(
    (id): CommitNotes => readNotes(`${nameOf(id)}@x`, 1, messages[nameOf(id)] ?? `Work ${nameOf(id)}`),
  );
  const tell = ({ commit, with: other }: Comparison): PatchIds | undefined => {
    const pair = patches[`${nameOf(commit)}${nameOf(other ?? '')}`];
    const parent = drawing.split(' ').find((word) => word[0] === nameOf(commit))?.[2] ?? '';
    const found = pair ?? (parent === nameOf(other ?? '') ? patches[nameOf(commit)] : undefined);
    if (found === undefined) return { whole: null, work: null };
    const [whole = '', work = whole] = found.split(' ');
    return { whole, work: work === '-' ? null : work };
  };
  const found = searchCarriers({ history, notes }, idOf(target), claims.map(claim));
  return { found, tell };
}

/** What is found of each claim: the carriers and how; or what a claim may have become; null for nothing. */
function find(drawing: string, drawn: Drawn): Record<string, string | null> {
  const { found, tell } = search(drawing, drawn);
  const all = found.finish(tell);
  return Object.fromEntries(drawn.claims.map((key) => [key, describeFound(all.get(key))]));
}

function describeFound(found: Elsewhere | undefined): string | null {
  if (found === undefined) return null;
  if (found.kind === 'untold') return found.reason;
  if (found.kind === 'rewritten') return `? ${found.by.map((id) => id[0]).join('')}`;
  const reverted = found.revertedBy === null ? '' : `, reverted by ${found.revertedBy[0]}`;
  const start = found.start === null ? '' : `${found.start[0]}..`;
  return `${found.how} ${start}${found.commit[0]}${reverted}`;
}

function listPairs(search: Search): string[] {
  return [
    ...new Set(search.first.map(({ commit, with: other }) => `${commit[0]}${other?.[0] ?? ''}`)),
  ].sort();
}

/** main is a–b–e–f; the branch c–d forked off at a. */
const FORK = 'f:e e:b d:c c:a b:a a';

describe('what carries a commit', () => {
  test('has its patch, and came since it forked off', () => {
    const target = 'f';
    expect(find(FORK, { target, claims: ['c', 'd'], patches: { c: 'p', e: 'p', d: 'q', a: 'q' } })).toEqual({
      c: 'same-patch e',
      d: null,
    });
  });

  test('has its patch but for roadmaps, which a squash takes along', () => {
    const patches = { c: 'p', e: 'p+tick p', d: 'r -', f: 'r -' };
    expect(find(FORK, { target: 'f', claims: ['c', 'd'], patches })).toEqual({
      c: 'same-patch e',
      d: 'same-patch f',
    });
    // Other roadmaps are no work that they have in common.
    expect(find(FORK, { target: 'f', claims: ['d'], patches: { d: 'r -', f: 's -' } })).toEqual({ d: null });
  });

  test('has the patch of its branch up to it or to a later commit', () => {
    const target = 'f';
    expect(
      find(FORK, { target, claims: ['c', 'd'], patches: { c: 'p', d: 'q', da: 'pq', e: 'pq' } }),
    ).toEqual({
      c: 'squash e',
      d: 'squash e',
    });
    expect(find(FORK, { target, claims: ['c', 'd'], patches: { c: 'p', ca: 'p', d: 'q', e: 'p' } })).toEqual({
      c: 'same-patch e',
      d: null,
    });
  });

  test('is nothing where neither changes anything', () => {
    expect(find(FORK, { target: 'f', claims: ['c'] })).toEqual({ c: null });
  });

  test('is the newest of several that was not reverted', () => {
    const patches = { c: 'p', b: 'p', f: 'p' };
    expect(find(FORK, { target: 'f', claims: ['c'], patches })).toEqual({ c: 'same-patch f' });
    const messages = { e: `This reverts commit ${idOf('b')}.` };
    const once = { c: 'p', b: 'p' };
    expect(find(FORK, { target: 'f', claims: ['c'], patches: once, messages })).toEqual({
      c: 'same-patch b, reverted by e',
    });
    expect(find(FORK, { target: 'f', claims: ['c'], patches, messages })).toEqual({ c: 'same-patch f' });
  });

  test('is reverted where its branch took the work back, or the target did by the old hash', () => {
    const inside = { d: `This reverts commit ${idOf('c')}.` };
    const squash = { c: 'p', d: 'q', da: 'pq', e: 'pq' };
    expect(find(FORK, { target: 'f', claims: ['c', 'd'], patches: squash, messages: inside })).toEqual({
      c: 'squash e, reverted by d',
      d: 'squash e',
    });
    const rebased = { c: 'p', b: 'p' };
    const later = { e: `This reverts commit ${idOf('c')}.` };
    expect(find(FORK, { target: 'f', claims: ['c'], patches: rebased, messages: later })).toEqual({
      c: 'same-patch b, reverted by e',
    });
  });
});

describe('what may be made of a commit', () => {
  const patches = { c: 'p', e: 'other' };

  test('names it, or has its author, time and subject; and is no proof', () => {
    const picked = { e: `New\n\n(cherry picked from commit ${idOf('c')})\n` };
    const squashed = { e: `New\n\ncommit ${idOf('c')}\nAuthor: Ada\n` };
    for (const messages of [picked, squashed])
      expect(find(FORK, { target: 'f', claims: ['c'], patches, messages })).toEqual({ c: '? e' });
    expect(find(FORK, { target: 'f', claims: ['c'], patches, messages: { e: `see ${idOf('c')}` } })).toEqual({
      c: null,
    });
  });

  test('lists its subject, if its author was in it', () => {
    const messages = { c: 'Do it', e: 'Feature\n\n* Do it\n\nCo-authored-by: C <c@x>\n' };
    expect(find(FORK, { target: 'f', claims: ['c'], patches, messages })).toEqual({ c: '? e' });
    const other = { c: 'Do it', e: 'Feature\n\n* Do it\n' };
    expect(find(FORK, { target: 'f', claims: ['c'], patches, messages: other })).toEqual({ c: null });
  });

  test('has its tick and more than that, where git has the commit', () => {
    const messages = { e: `Squash\n\nRoadmap-Evidence: ${idOf('c')}\nRoadmap-Patch: ${'1'.repeat(40)}\n` };
    expect(find(FORK, { target: 'f', claims: ['c'], patches, messages })).toEqual({ c: '? e' });
    const alone = { c: 'p', e: 'tick -' };
    expect(find(FORK, { target: 'f', claims: ['c'], patches: alone, messages })).toEqual({ c: null });
  });

  test('is not what was there before it', () => {
    const messages = { a: `New\n\n(cherry picked from commit ${idOf('c')})\n` };
    expect(find(FORK, { target: 'f', claims: ['c'], patches, messages })).toEqual({ c: null });
  });
});

describe('a range', () => {
  // main is a–b–e–f–9; the branch c–d–8 forked off at a.
  const drawing = '9:f f:e e:b 8:d d:c c:a b:a a';

  test('landed where all of its commits did, and names those where they stand in a row', () => {
    const patches = { c: 'p', d: 'q', e: 'p', f: 'q' };
    expect(find(drawing, { target: '9', claims: ['a..d', 'c..d'], patches })).toEqual({
      'a..d': 'same-patch b..f',
      'c..d': 'same-patch e..f',
    });
    const apart = { c: 'p', d: 'q', b: 'p', f: 'q' };
    expect(find(drawing, { target: '9', claims: ['a..d'], patches: apart })).toEqual({
      'a..d': 'same-patch f',
    });
  });

  test('did not land where one of them did not', () => {
    const patches = { c: 'p', d: 'q', f: 'q' };
    expect(find(drawing, { target: '9', claims: ['a..d'], patches })).toEqual({ 'a..d': null });
    const messages = { e: `New\n\n(cherry picked from commit ${idOf('c')})\n` };
    expect(find(drawing, { target: '9', claims: ['a..d'], patches, messages })).toEqual({ 'a..d': '? ef' });
  });

  test('landed in a squash of it, or of all that came of it', () => {
    const patches = { c: 'p', d: 'q', 8: 'r' };
    expect(
      find(drawing, { target: '9', claims: ['a..d'], patches: { ...patches, da: 'pq', e: 'pq' } }),
    ).toEqual({
      'a..d': 'squash b..e',
    });
    expect(
      find(drawing, { target: '9', claims: ['a..d'], patches: { ...patches, '8a': 'pqr', e: 'pqr' } }),
    ).toEqual({
      'a..d': 'squash b..e',
    });
  });

  test('is not reverted by what it takes back itself', () => {
    const patches = { c: 'p', d: 'q', e: 'p', f: 'q' };
    const inside = { f: `This reverts commit ${idOf('e')}.` };
    expect(find(drawing, { target: '9', claims: ['a..d'], patches, messages: inside })).toEqual({
      'a..d': 'same-patch b..f',
    });
    const outside = { 9: `This reverts commit ${idOf('e')}.` };
    expect(find(drawing, { target: '9', claims: ['a..d'], patches, messages: outside })).toEqual({
      'a..d': 'same-patch b..f, reverted by 9',
    });
  });
});

describe('a commit that git does not have', () => {
  const P = '1'.repeat(40);
  const Q = '2'.repeat(40);
  const gone = { B: idOf('b'), C: idOf('c') };
  /** The history has neither b nor c. */
  const drawing = 'f:e e:d d:a a';
  const tick = (evidence: string, ...patches: string[]): string =>
    `chore(roadmap): mark\n\nRoadmap-Evidence: ${evidence}\n${patches.map((one) => `Roadmap-Patch: ${one}\n`).join('')}`;

  test('is known by the patch that its tick tells', () => {
    const patches = { d: P, e: 'tick -' };
    const messages = { e: tick(gone.C, P) };
    expect(find(drawing, { target: 'f', claims: ['C', 'B'], patches, messages })).toEqual({
      C: 'trailer d',
      B: null,
    });
    expect(find(drawing, { target: 'f', claims: ['C'], patches: { ...patches, d: Q }, messages })).toEqual({
      C: null,
    });
  });

  test('is asked for in what stood before its tick, and only if that is not told yet', () => {
    const messages = { e: tick(gone.C, P) };
    const { found, tell } = search(drawing, {
      target: 'f',
      claims: ['C'],
      patches: { e: 'tick -' },
      messages,
    });
    expect(listPairs(found)).toEqual(['ed']);
    expect(found.listMore(tell).map(({ commit }) => commit[0])).toEqual(['e', 'd', 'a']);
    const squash = search(drawing, { target: 'f', claims: ['C'], patches: { e: 'work' }, messages });
    expect(squash.found.listMore(squash.tell)).toEqual([]);
    const nothing = search(drawing, { target: 'f', claims: ['C'] });
    expect([nothing.found.first, nothing.found.listMore(nothing.tell)]).toEqual([[], []]);
  });

  test('was squashed together with its tick, where that changes more than roadmaps', () => {
    const messages = { e: tick(gone.C, P) };
    expect(find(drawing, { target: 'f', claims: ['C'], patches: { e: 'work' }, messages })).toEqual({
      C: 'trailer e',
    });
    const reverted = { e: `${messages.e}\nThis reverts commit ${gone.C}.\n` };
    expect(find(drawing, { target: 'f', claims: ['C'], patches: { e: 'work' }, messages: reverted })).toEqual(
      {
        C: 'trailer e, reverted by e',
      },
    );
  });

  test('is not known by a tick that did not land, by a merge, or by digits that fit two', () => {
    const messages = { e: tick(gone.C, P) };
    expect(find(drawing, { target: 'd', claims: ['C'], patches: { d: P }, messages })).toEqual({ C: null });
    expect(find('e:da d:a a', { target: 'e', claims: ['C'], patches: { e: 'work' }, messages })).toEqual({
      C: null,
    });
    const twin = `${gone.C.slice(0, 39)}d`;
    const both = { e: tick(gone.C, P) + tick(twin, P) };
    expect(find(drawing, { target: 'f', claims: ['C'], patches: { d: P }, messages: both })).toEqual({
      C: null,
    });
  });

  test('is known by what was written in its place', () => {
    const rebind = (to: string): Record<string, string> => ({
      f: `Rebind\n\nRoadmap-Rebind: ${gone.C} ${to}\n`,
    });
    expect(find(drawing, { target: 'f', claims: ['C'], messages: rebind(idOf('d')) })).toEqual({
      C: 'trailer d',
    });
    expect(find(drawing, { target: 'f', claims: ['C'], messages: rebind(idOf('b')) })).toEqual({ C: null });
  });

  test('ends a range: known by the patch of the whole, or by those of all its commits', () => {
    const messages = { f: tick(`${idOf('a')}..${gone.C}`, 'a'.repeat(40), P, Q) };
    const find2 = (patches: Record<string, string>) =>
      find(drawing, { target: 'f', claims: ['a..C'], messages, patches: { f: 'tick -', ...patches } });
    expect(find2({ e: 'a'.repeat(40) })).toEqual({ 'a..C': 'trailer d..e' });
    expect(find2({ d: P, e: Q })).toEqual({ 'a..C': 'trailer a..e' });
    expect(find2({ e: Q })).toEqual({ 'a..C': null });
    expect(find2({ e: P })).toEqual({ 'a..C': null });
  });
});

test('only what the target has since the oldest fork is compared', () => {
  const drawing = '9:f f:e e:b d:c c:b b:a a:8 8';
  const { found } = search(drawing, { target: '9', claims: ['c', 'd'] });
  // Each work by itself, each branch as a whole, and main since b.
  expect(listPairs(found)).toEqual(['9f', 'cb', 'db', 'dc', 'eb', 'fe']);
});

test('nothing can carry a claim where the target has nothing new, and no tick tells of it', () => {
  const { found } = search('d:c c:a a', { target: 'a', claims: ['d', 'B', 'a..d'] });
  expect([claim('d'), claim('B'), claim('a..d')].map(found.isOpen)).toEqual([false, false, false]);
  const forked = search('e:a d:c c:a a', { target: 'e', claims: ['d', 'c..d'] });
  expect([claim('d'), claim('c..d')].map(forked.found.isOpen)).toEqual([true, true]);
});
