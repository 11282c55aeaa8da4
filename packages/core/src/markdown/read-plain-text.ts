import type { Heading, Nodes } from 'mdast';
import { appendAll } from '../parse/append-all.ts';

/** The text of a heading as a reader sees it, and as its anchor is made of it: without marks and targets, with code. */
export function readPlainText(heading: Heading): string {
  let text = '';
  const pending: Nodes[] = [...heading.children].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'text' || node.type === 'inlineCode') text += node.value;
    if ('children' in node) appendAll(pending, [...node.children].reverse());
  }
  return text;
}
