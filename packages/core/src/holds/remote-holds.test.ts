import { describe, expect, test } from '@jest/globals';
import type { RemoteHold } from '../generated/claim.types.ts';
import { validateClaim } from '../generated/claim.validate.ts';
import type { Hold } from '../generated/holds.types.ts';
import { isOwn, sayHolding } from './holds.ts';
import {
  isClaimOver,
  isNamesake,
  isOwnClaim,
  joinClaims,
  nameClaimRef,
  type RemoteClaim,
  showClaim,
  showRemote,
} from './remote-holds.ts';

const NOON = '2026-11-21T12:00:00.000Z';
const ADA = { by: 'ada', place: null };
const TREE = { by: '', place: '/tree' };

const content: RemoteHold = {
  schemaVersion: 1,
  file: 'ROADMAP.md',
  task: 'P0.1',
  by: 'ada',
  place: null,
  since: '2026-11-21T11:00:00.000Z',
  until: '2026-11-21T13:00:00.000Z',
  nonce: '0123456789abcdef',
};
const make = (more: Partial<RemoteHold> = {}, oid = 'a'.repeat(40)): RemoteClaim => ({
  ref: 'refs/roadmap/claims/1-P01',
  oid,
  hold: { ...content, ...more },
});
const unread: RemoteClaim = { ...make(), hold: null };
const local = (more: Partial<Hold> = {}): Hold => {
  const { schemaVersion: _version, nonce: _nonce, ...hold } = content;
  return { ...hold, ...more };
};
const twin = { remote: { name: 'origin', ref: make().ref, oid: make().oid } };

describe('the ref of a task', () => {
  const digest = '0123456789abcdef'.repeat(4);

  test('has half of a digest, and what of the id a ref can have', () => {
    expect(nameClaimRef(digest, 'P0.1')).toBe('refs/roadmap/claims/0123456789abcdef0123456789abcdef-P01');
    expect(nameClaimRef(digest, 'a/../b: c.lock~^@{0}\\é')).toMatch(/-abclock0$/);
    expect(nameClaimRef(digest, 'x'.repeat(99))).toMatch(/-x{40}$/);
    expect(nameClaimRef(digest, '…')).toMatch(/f-$/);
  });
});

describe('a claim is over', () => {
  test('when its time is; what can not be read, never', () => {
    expect(isClaimOver(make(), NOON)).toBe(false);
    expect(isClaimOver(make({ until: NOON }), NOON)).toBe(true);
    expect(isClaimOver(unread, '9999-12-31T23:59:59.999Z')).toBe(false);
  });
});

describe('a claim is that of whoever asks', () => {
  test('where their clone remembers it, and by no word of the claim', () => {
    for (const place of [null, 'host:tree', '/tree']) {
      const claim = make({ place });
      expect(isOwnClaim(claim, TREE, local({ place: '/tree', ...twin }))).toBe(true);
      expect(isOwnClaim(claim, TREE, local({ place: '/tree' }))).toBe(false);
      expect(isOwnClaim(claim, TREE, local({ place: '/other', ...twin }))).toBe(false);
      expect(isOwnClaim(claim, TREE, undefined)).toBe(false);
      expect(isOwnClaim(claim, ADA, local(twin))).toBe(true);
      expect(isOwnClaim(claim, { ...ADA, by: 'bob' }, local(twin))).toBe(false);
      expect(isOwnClaim(claim, ADA, undefined)).toBe(false);
    }
  });

  test('or was made under their name, so that they may take it away', () => {
    expect(isNamesake(make(), ADA)).toBe(true);
    expect(isNamesake(make(), { ...ADA, by: 'bob' })).toBe(false);
    expect(isNamesake(make(), { ...ADA, place: '/tree' })).toBe(false);
    expect(isNamesake(make({ place: 'host:tree' }), ADA)).toBe(false);
    expect(isNamesake(unread, ADA)).toBe(false);
  });
});

describe('what is told of a claim', () => {
  test('is who has it, on which remote, and until when', () => {
    expect(sayHolding(showClaim(make(), 'origin'), { isSince: true })).toBe(
      'ada on origin, since 2026-11-21 11:00 UTC, until 2026-11-21 13:00 UTC',
    );
    expect(sayHolding(showClaim(make({ place: 'host:tree' }), 'origin'), { isSince: false })).toBe(
      'ada in host:tree on origin, until 2026-11-21 13:00 UTC',
    );
    expect(sayHolding(showClaim(unread, 'origin'), { isSince: true })).toBe('somebody unknown on origin');
  });

  test('leaves a name and a password out of a URL', () => {
    expect(showRemote('https://ada:secret@example.org/a@b.git')).toBe('https://example.org/a@b.git');
    expect(showRemote('ada@example.org:a.git')).toBe('ada@example.org:a.git');
  });
});

describe('the holds of a clone with the claims on a remote', () => {
  const join = (
    hold: Hold | null,
    claim: RemoteClaim | null,
    holder = ADA as typeof ADA | typeof TREE | null,
  ) => {
    const joined = joinClaims(
      new Map(hold === null ? [] : [['P0.1', hold]]),
      { remote: 'origin', claims: new Map(claim === null ? [] : [['P0.1', claim]]) },
      holder,
      NOON,
    ).get('P0.1');
    return joined === undefined ? null : `${joined.by} on ${joined.on}`;
  };

  test('are those of both', () => {
    expect(join(null, make())).toBe('ada on origin');
    expect(join(local(), null)).toBe('ada on null');
    expect(join(local(twin), null)).toBe('ada on origin');
    expect(join(null, unread)).toBe('somebody unknown on origin');
    expect(join(null, make({ until: NOON }))).toBeNull();
  });

  test('are one where the clone remembers the claim', () => {
    expect(join(local({ by: 'ada in /tree', ...twin }), make())).toBe('ada in /tree on origin');
  });

  test('are those of others, before those of whoever asks', () => {
    const bob = { by: 'bob' };
    expect(join(local(), make(bob))).toBe('bob on origin');
    expect(join(local(bob), make())).toBe('bob on null');
    expect(join(local(bob), make(), null)).toBe('ada on origin');
  });

  test('that the clone does not remember are never taken for those of whoever asks', () => {
    for (const [place, holder] of [
      ['/tree', TREE],
      [null, ADA],
    ] as const) {
      const claims = new Map([['P0.1', make({ place })]]);
      const hold = joinClaims(new Map(), { remote: 'origin', claims }, holder, NOON).get('P0.1');
      expect(hold !== undefined && isOwn(hold, holder)).toBe(false);
    }
  });
});

test.each<[string, unknown]>([
  ['null', null],
  ['no object', []],
  ['a key too many', { ...content, more: 1 }],
  ['another version', { ...content, schemaVersion: 2 }],
  ['a name of several lines', { ...content, by: 'a\nb' }],
  ['a name with control characters', { ...content, by: '\u001b[2J' }],
  ['a name that runs backwards', { ...content, by: 'a\u202eb' }],
  ['a name that is long', { ...content, by: 'a'.repeat(201) }],
  ['a place that is none', { ...content, place: '' }],
  ['no moment', { ...content, until: 'tomorrow' }],
  ['a moment with more to it', { ...content, until: `${content.until}\n` }],
  ['no nonce', { ...content, nonce: '' }],
])('%s is no claim', (_name, other) => {
  expect([validateClaim(content), validateClaim(other)]).toEqual([true, false]);
});
