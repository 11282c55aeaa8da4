/** A heading over what explains the boxes. */
const HEADING =
  /\b(?:legend|markers?)\b|\b(?:boxes|marks|symbols)\b.*\bmean(?:t|s|ings?)?\b|^(?:status |box )?(?:key|symbols?|box(?:es)?|conventions)$|легенда|обозначения|图例|leyenda|légende/iu;

/** One of them is in all that fits: V8 takes longer to compile the pattern than to read most roadmaps. */
const PARTS = [
  ...['legend', 'marker', 'mean', 'key', 'symbol', 'box', 'convention'],
  ...['легенда', 'обозначения', '图例', 'leyenda', 'légende'],
];

/**
 * Whether a heading is over a legend, so that the boxes under it are none of tasks.
 * @param plain what it says, without marks
 */
export function isLegendHeading(plain: string): boolean {
  if (plain.length > LONGEST_HEADING) return false;
  const lower = plain.toLowerCase();
  return PARTS.some((part) => lower.includes(part)) && HEADING.test(plain);
}

const LONGEST_HEADING = 60;
