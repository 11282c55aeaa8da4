import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { LinkFact, Roadmap } from '@roadmap-as-code/core';
import { parseLimits, parseRoadmap } from '@roadmap-as-code/core/parse';
import { readInside } from '../files/read-file.ts';
import { isParsedStrictly } from '../strict-parse.ts';

/** What stands where each link of a roadmap leads, by the link's target as written. */
export async function lookUpLinks(root: string, graph: Roadmap): Promise<Map<string, LinkFact>> {
  const anchors = new Map<string, Promise<readonly string[] | null>>([
    [graph.path, Promise.resolve(graph.anchors)],
  ]);
  const facts = new Map<string, LinkFact>();
  for (const url of new Set(graph.links.map((link) => link.url))) {
    facts.set(url, await lookUpLink(root, graph.path, url, anchors));
  }
  return facts;
}

const SCHEME_OR_HOST = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
const MARKDOWN = /\.(?:md|markdown|mdown)$/i;
/** Lines of a file, as forges number them, and the top of a page (HTML, §7.4.6.4 "top"). */
const MADE_BY_THE_VIEWER = /^(?:l\d+(?:-l?\d+)?|top)$/;

async function lookUpLink(
  root: string,
  from: string,
  url: string,
  anchors: Map<string, Promise<readonly string[] | null>>,
): Promise<LinkFact> {
  if (url === '' || url === '#' || SCHEME_OR_HOST.test(url)) return 'not-looked-up';
  const [target = '', fragment = ''] = url.split('#', 2);
  const path = target === '' ? from : resolveTarget(from, target);
  if (path === null) return 'not-looked-up';
  if (path !== from && !(await exists(join(root, path)))) return 'no-file';
  const anchor = (decodePercent(fragment) ?? '').toLowerCase();
  if (anchor === '' || MADE_BY_THE_VIEWER.test(anchor) || !MARKDOWN.test(path)) return 'found';
  const known = anchors.get(path) ?? readAnchors(root, path);
  anchors.set(path, known);
  const names = await known;
  if (names === null) return 'not-looked-up';
  return names.some((name) => name.toLowerCase() === anchor.replace(/^user-content-/, ''))
    ? 'found'
    : 'no-anchor';
}

/** A path from the root (a leading slash means the root, as on forges); null where it leads out of the repository. */
export function resolveTarget(from: string, target: string): string | null {
  const bare = decodePercent(target.split('?', 1)[0] ?? '');
  if (bare === null || bare.includes('\0')) return null;
  const path = posix.normalize(
    bare.startsWith('/') ? bare.replace(/^\/+/, './') : posix.join(posix.dirname(from), bare),
  );
  return path === '..' || path.startsWith('../') ? null : path;
}

function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

async function readAnchors(root: string, path: string): Promise<readonly string[] | null> {
  const bytes = await readInside(root, path).catch(() => null);
  if (bytes === null || bytes.length > parseLimits.size) return null;
  const { graph, failure } = parseRoadmap(bytes, { path, isStrict: isParsedStrictly() });
  return failure === null ? graph.anchors : null;
}
