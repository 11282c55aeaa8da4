import GithubSlugger from 'github-slugger';
import type { Link, Silence } from '../generated/roadmap.types.ts';
import type { Markdown } from '../markdown/blocks.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Scribe } from './scribe.ts';
import type { TextRange } from './text-range.ts';

/** What stands beside the plan itself: links, the anchors that links may name, and comments that silence a rule. */
export interface Marginalia {
  readonly links: Link[];
  readonly anchors: string[];
  readonly silences: Silence[];
}

const SILENCE = /<!--\s*roadmap-disable-next-line\b((?:(?!<!--)[^])*?)-->/g;
const REASON = /^(?<rules>[^]*?)(?:(?<!\S)--(?:\s(?<reason>[^]*))?)?$/;
const HTML_ANCHOR = /<[a-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))/gi;

export function readMarginalia({ links, html, headings }: Markdown, scribe: Scribe): Marginalia {
  const slugger = new GithubSlugger();
  const found: Marginalia = {
    links: links.map((link) => ({ url: link.url, ...scribe.place(link) })),
    anchors: [],
    silences: [],
  };
  const anchored: (TextRange & { readonly plain?: string })[] = [...headings, ...html];
  for (const one of anchored.sort((a, b) => a.start - b.start))
    if (one.plain === undefined) readHtml(one, scribe, found);
    else found.anchors.push(slugger.slug(one.plain));
  return found;
}

function readHtml(range: TextRange, scribe: Scribe, found: Marginalia): void {
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
