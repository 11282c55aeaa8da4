import type { Nodes, Root } from 'mdast';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Row, Table } from '../markdown/blocks.ts';
import { takeTable } from '../markdown/take-blocks.ts';
import { contentOf, isNamed, readCell } from '../parse/table-cell.ts';
import type { Source } from '../source/source.ts';
import type { Edit } from '../transition/edit.ts';

/** Writes an id into a row. */
export type WriteId = (id: string) => Edit;

/** By the byte offsets at which rows begin, what writes into their empty cell for ids; without rows that have none. */
export function findIdCells(root: Root, source: Source, dialect: Dialect): Map<number, WriteId> {
  const cells = new Map<number, WriteId>();
  for (const table of listTables(root)) {
    const column = findColumn(table, source.text, dialect);
    if (column === -1) continue;
    for (const row of table.rows.slice(1)) {
      const write = writeCell(row, column, source);
      if (write !== null) cells.set(source.toByte(row.start), write);
    }
  }
  return cells;
}

/** Every table of a document, wherever it stands. */
export function listTables(node: Nodes): Table[] {
  if (node.type === 'table') return [takeTable(node, 0)];
  // These hold no blocks, and what they hold may nest deep.
  if (node.type === 'paragraph' || node.type === 'heading') return [];
  return 'children' in node ? node.children.flatMap((child) => listTables(child)) : [];
}

/** The names of the columns, without marks. */
export function listColumns(table: Table, text: string): string[] {
  return (table.rows[0]?.cells ?? []).map((cell) => readCell(cell, text));
}

function findColumn(table: Table, text: string, { task: { rows } }: Dialect): number {
  return listColumns(table, text).findIndex((name) => isNamed(name, rows?.ids ?? []));
}

function writeCell(row: Row, column: number, { text, toByte }: Source): WriteId | null {
  const cell = row.cells[column];
  if (cell === undefined || cell.content !== null) return null;
  const { start } = contentOf(cell, text);
  const at = toByte(start);
  const hasBlank = /[ \t]/.test(text[start - 1] ?? '') && !/[ \t]/.test(text[start] ?? '');
  return (id) => ({ start: at, end: at, text: `${id}${hasBlank ? ' ' : ''}` });
}
