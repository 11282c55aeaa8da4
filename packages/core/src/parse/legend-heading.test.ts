import { describe, expect, test } from '@jest/globals';
import { isLegendHeading } from './legend-heading.ts';

describe('a heading over a legend', () => {
  test.each([
    ...[
      'Legend',
      'LEGEND of boxes',
      'Task markers',
      'Marker',
      'What the boxes mean',
      'Meaning? What marks meant',
    ],
    ...['Key', 'Status key', 'Symbols', 'symbol', 'Boxes', 'Box', 'Conventions', 'What symbols are meant'],
    ...['Легенда', 'ЛЕГЕНДА', 'Обозначения', '图例', 'Leyenda', 'Légende', 'LÉGENDE'],
  ])('%s', (plain) => {
    expect(isLegendHeading(plain)).toBe(true);
  });

  test.each([
    ...[
      'Setup',
      'Legendary',
      'Markers2',
      'Keys',
      'A key',
      'Mailboxes',
      'Means',
      'Symbolic',
      'Convention',
      '',
    ],
    `Legend ${'and much more '.repeat(5)}`,
  ])('not %j', (plain) => {
    expect(isLegendHeading(plain)).toBe(false);
  });
});
