/** A heading over what explains the boxes. */
const HEADING =
  /\b(?:legend|markers?)\b|\b(?:boxes|marks|symbols)\b.*\bmean(?:t|s|ings?)?\b|^(?:status |box )?(?:key|symbols?|box(?:es)?|conventions)$|легенда|обозначения|图例|leyenda|légende/iu;

/**
 * Whether a heading is over a legend, so that the boxes under it are none of tasks.
 * @param plain what it says, without marks
 */
export function isLegendHeading(plain: string): boolean {
  return plain.length <= LONGEST_HEADING && HEADING.test(plain);
}

const LONGEST_HEADING = 60;
