import { isMap, isScalar, isSeq, type Node, parseDocument, visit, type YAMLSeq } from 'yaml';

/**
 * A config with more lines under `roadmaps:`, which it may lack: every byte of what is there stays. Null where they can't be
 * put in so that the config says all that it said, and them: the list is in brackets, or an alias.
 * @param lines as a new config has them: the first begins with two blanks and a dash
 */
export function addEntries(text: string, lines: readonly string[]): string | null {
  const before = parseDocument(text);
  if (before.errors.length > 0 || !(isMap(before.contents) || before.contents === null)) return null;
  const list = isMap(before.contents) ? before.contents.get('roadmaps', true) : undefined;
  const line = /\r\n|\n/.exec(text)?.[0] ?? '\n';
  const place =
    list === undefined
      ? { at: text.length, lead: '', lines: ['roadmaps:', ...lines] }
      : findEnd(text, list, lines);
  if (place === null) return null;
  const { at } = place;
  const gap = at === 0 || text[at - 1] === '\n' ? '' : line;
  const added = `${gap}${place.lines.join(line)}${at === text.length || gap === '' ? line : ''}`;
  const written = `${text.slice(0, at)}${added}${text.slice(at)}`;
  return holds(before.toJS(), written, lines) ? written : null;
}

/** Where the last entry ends, and the lines with the indentation that it has. */
function findEnd(
  text: string,
  list: unknown,
  lines: readonly string[],
): { at: number; lines: string[] } | null {
  if (!isSeq(list) || list.flow === true || list.range == null) return null;
  const start = list.range[0];
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (!/^ *$/.test(indent) || list.items.length === 0) return null;
  const last = endOf(list);
  if (last === null) return null;
  const end = text[last - 1] === '\n' ? last : text.slice(last).search(/\r?\n|$/) + last;
  return { at: end, lines: lines.map((one) => `${indent}${one.replace(/^ {2}/, '')}`) };
}

/** Offset behind the last thing that an entry says. */
function endOf(list: YAMLSeq): number | null {
  let end: number | null = null;
  visit(list, {
    Node: (_key, node: Node) => {
      const isLeaf = isScalar(node) || ((isMap(node) || isSeq(node)) && node.flow === true);
      if (isLeaf && node.range != null) end = Math.max(end ?? 0, node.range[1]);
    },
  });
  return end;
}

/** Whether the config says what it said, and the lines. */
function holds(before: unknown, written: string, lines: readonly string[]): boolean {
  const after = parseDocument(written);
  if (after.errors.length > 0 || after.warnings.length > 0) return false;
  const added = (parseDocument(['roadmaps:', ...lines].join('\n')).toJS() as { roadmaps: unknown[] })
    .roadmaps;
  const old = (before ?? {}) as { roadmaps?: unknown[] };
  const wanted = { ...old, roadmaps: [...(old.roadmaps ?? []), ...added] };
  return JSON.stringify(after.toJS()) === JSON.stringify(wanted);
}
