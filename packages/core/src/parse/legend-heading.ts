import type { Nodes } from 'mdast';
import { readPlainText } from './read-plain-text.ts';

/** A heading over what explains the boxes. */
const HEADING =
  /\b(?:legend|markers?)\b|\b(?:boxes|marks|symbols)\b.*\bmean(?:t|s|ings?)?\b|^(?:status |box )?(?:key|symbols?|box(?:es)?|conventions)$|легенда|обозначения|图例|leyenda|légende/iu;

/** Whether a heading is over a legend, so that the boxes under it are none of tasks. */
export function isLegendHeading(node: Nodes): boolean {
  return (
    node.type === 'heading' &&
    HEADING.test(readPlainText(node)) &&
    readPlainText(node).length <= LONGEST_HEADING
  );
}

const LONGEST_HEADING = 60;
