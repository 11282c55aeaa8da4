import { describe, expect, test } from '@jest/globals';
import type { Hold } from '../generated/holds.types.ts';
import { addHold, dropHolds, isOwn, listHolds, sayMoment } from './holds.ts';

const NOON = '2026-11-21T12:00:00.000Z';

const make = (task: string, until = '2026-11-21T13:00:00.000Z', more: Partial<Hold> = {}): Hold => ({
  file: 'ROADMAP.md',
  task,
  by: 'ada',
  place: null,
  since: '2026-11-21T11:00:00.000Z',
  until,
  ...more,
});

describe('the holds of a roadmap', () => {
  test('are those that last', () => {
    const over = make('P0.2', '2026-11-21T12:00:00.000Z');
    const other = make('P0.3', undefined, { file: 'b/ROADMAP.md' });
    expect([...listHolds([make('P0.1'), over, other], 'ROADMAP.md', NOON).keys()]).toEqual(['P0.1']);
  });

  test('are renewed for the same task, and lose what is over', () => {
    const over = make('P0.2', '2026-11-21T11:59:59.000Z');
    const again = make('P0.1', '2026-11-21T15:00:00.000Z');
    expect(addHold([make('P0.1'), over, make('P0.3')], again, NOON)).toEqual([make('P0.3'), again]);
  });

  test('go by file and task', () => {
    const other = make('P0.1', undefined, { file: 'b/ROADMAP.md' });
    expect(dropHolds([make('P0.1'), other], [make('P0.1')], NOON)).toEqual([other]);
  });
});

describe('a hold is that of whoever asks', () => {
  test('by the name that they gave, wherever they work', () => {
    expect(isOwn(make('P0.1'), { by: 'ada', place: null })).toBe(true);
    expect(isOwn(make('P0.1'), { by: 'bob', place: null })).toBe(false);
  });

  test('without one, by the working tree', () => {
    const hold = make('P0.1', undefined, { place: '/a' });
    expect(isOwn(hold, { by: 'Ada L.', place: '/a' })).toBe(true);
    expect(isOwn(hold, { by: 'ada', place: '/b' })).toBe(false);
    expect(isOwn(hold, { by: 'ada', place: null })).toBe(false);
    expect(isOwn(make('P0.1'), { by: 'ada', place: '/a' })).toBe(false);
  });
});

test('a moment is said to the minute', () => {
  expect(sayMoment('2026-11-21T18:40:12.345Z')).toBe('2026-11-21 18:40 UTC');
});
