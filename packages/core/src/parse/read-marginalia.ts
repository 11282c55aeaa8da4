import GithubSlugger from 'github-slugger';
import type { Nodes, Root } from 'mdast';
import type { Link, Silence } from '../generated/roadmap.types.ts';
import { isPlaceholder } from './placeholder.ts';
import { readPlainText } from './read-plain-text.ts';
import type { Scribe } from './scribe.ts';
import { rangeOf } from './segments.ts';

/** What stands beside the plan itself: links, the anchors that links may name, and comments that silence a rule. */
export interface Marginalia {
  readonly links: Link[];
  readonly anchors: string[];
  readonly silences: Silence[];
}

const SILENCE = /<!--\s*roadmap-disable-next-line\b((?:(?!<!--)[^])*?)-->/g;
const REASON = /^(?<rules>[^]*?)(?:(?<!\S)--(?:\s(?<reason>[^]*))?)?$/;
const HTML_ANCHOR = /<[a-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))/gi;

/** One pass over the tree, with a stack of its own: inline text can nest deeper than calls can. */
export function readMarginalia(root: Root, scribe: Scribe): Marginalia {
  const found: Marginalia = { links: [], anchors: [], silences: [] };
  const slugger = new GithubSlugger();
  const pending: Nodes[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'link' || node.type === 'definition')
      found.links.push({ url: node.url, ...scribe.place(rangeOf(node)) });
    else if (node.type === 'html') readHtml(node, scribe, found);
    else if (node.type === 'heading') found.anchors.push(slugger.slug(readPlainText(node)));
    if ('children' in node)
      for (let index = node.children.length - 1; index >= 0; index -= 1)
        pending.push(node.children[index] as Nodes);
  }
  return found;
}

function readHtml(node: Extract<Nodes, { type: 'html' }>, scribe: Scribe, found: Marginalia): void {
  const range = rangeOf(node);
  const raw = scribe.text.slice(range.start, range.end);
  for (const match of raw.matchAll(HTML_ANCHOR)) found.anchors.push(match[1] ?? match[2] ?? match[3] ?? '');
  for (const match of raw.matchAll(SILENCE)) {
    const start = range.start + match.index;
    const place = { start, end: start + match[0].length };
    const { rules = '', reason } = REASON.exec((match[1] ?? '').trim())?.groups ?? {};
    found.silences.push({
      rules: rules.split(/[\s,]+/u).filter((rule) => rule !== ''),
      reason: reason === undefined || isPlaceholder(reason) ? null : scribe.fold(reason.trim()),
      ...scribe.place(place),
      silencedLine: scribe.place({ start: place.end, end: place.end }).line + 1,
    });
  }
}
