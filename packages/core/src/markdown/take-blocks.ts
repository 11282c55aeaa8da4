import type { Heading as HeadingNode, ListItem, Nodes, Root, Table as TableNode } from 'mdast';
import type { Block, Item, MarkdownDraft, Table } from './blocks.ts';
import { readPlainText } from './read-plain-text.ts';

/** Adds the blocks of a syntax tree to a document. What a tree has beyond that is not kept: it takes most of its memory. */
export function takeBlocks(root: Root, shift: number, draft: MarkdownDraft): void {
  for (const node of root.children) draft.blocks.push(takeBlock(node, shift));
  takeMarginalia(root, shift, draft);
}

function takeBlock(node: Nodes, shift: number): Block {
  const place = placeOf(node, shift);
  if (node.type === 'paragraph') return { type: 'paragraph', ...place };
  if (node.type === 'list')
    return { type: 'list', ...place, items: node.children.map((item) => takeItem(item, shift)) };
  if (node.type === 'heading')
    return { type: 'heading', ...place, depth: node.depth, ...takeHeading(node, shift) };
  if (node.type === 'table') return takeTable(node, shift);
  if (node.type === 'code' || node.type === 'yaml') return { type: node.type, ...place, value: node.value };
  return { type: 'other', ...place, isBreak: node.type === 'thematicBreak' };
}

function takeHeading(
  node: HeadingNode,
  shift: number,
): Pick<Block & { type: 'heading' }, 'content' | 'plain'> {
  return {
    content: contentOf(node, shift) ?? { start: endOf(node, shift), end: endOf(node, shift) },
    plain: readPlainText(node),
  };
}

function takeItem(item: ListItem, shift: number): Item {
  return { ...placeOf(item, shift), blocks: item.children.map((child) => takeBlock(child, shift)) };
}

export function takeTable(table: TableNode, shift: number): Table {
  const rows = table.children.map((row) => ({
    ...placeOf(row, shift),
    cells: row.children.map((cell) => ({ ...placeOf(cell, shift), content: contentOf(cell, shift) })),
  }));
  return { type: 'table', ...placeOf(table, shift), rows };
}

/** From the first thing in a node to the last. */
function contentOf(
  { children }: { readonly children: readonly Nodes[] },
  shift: number,
): { start: number; end: number } | null {
  const first = children[0];
  const last = children[children.length - 1];
  return first === undefined || last === undefined
    ? null
    : { start: startOf(first, shift), end: endOf(last, shift) };
}

/** With a stack of its own: inline text can nest deeper than calls can. */
function takeMarginalia(root: Root, shift: number, { links, html, headings }: MarkdownDraft): void {
  const pending: Nodes[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'link' || node.type === 'definition')
      links.push({ url: node.url, ...placeOf(node, shift) });
    else if (node.type === 'html') html.push(placeOf(node, shift));
    else if (node.type === 'heading') headings.push({ plain: readPlainText(node), ...placeOf(node, shift) });
    if ('children' in node)
      for (let index = node.children.length - 1; index >= 0; index -= 1)
        pending.push(node.children[index] as Nodes);
  }
}

function placeOf(node: Nodes, shift: number): { start: number; end: number } {
  return { start: startOf(node, shift), end: endOf(node, shift) };
}

function startOf({ position }: Nodes, shift: number): number {
  return shift + (position?.start.offset ?? 0);
}

function endOf({ position }: Nodes, shift: number): number {
  return shift + (position?.end.offset ?? 0);
}
