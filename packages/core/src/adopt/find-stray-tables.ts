import type { Root } from 'mdast';
import { compileForms, type Forms } from '../dialects/forms.ts';
import type { Unplaced } from '../generated/adopt.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Table } from '../markdown/blocks.ts';
import { cutText, nameSome } from '../message/words.ts';
import { stateOfCell } from '../parse/read-rows.ts';
import { isNamed, readCell } from '../parse/table-cell.ts';
import type { AdoptedFile } from './adopted-file.ts';
import { listColumns, listTables } from './find-id-cells.ts';

/** Tables with a column for states whose rows are no tasks. */
export function findStrayTables(root: Root, file: AdoptedFile): Unplaced[] {
  const { graph, source, dialect } = file;
  const rows = listTasks(graph).filter(({ form }) => form === 'row');
  const forms = compileForms(dialect, file.states);
  return listTables(root).flatMap((table): Unplaced[] => {
    const [from, to] = [source.toByte(table.start), source.toByte(table.end)];
    const names = listColumns(table, source.text);
    const column = names.findIndex((name) => isNamed(name, dialect.task.rows?.states ?? []));
    // One whose first column is the state says what the states mean.
    const isOther = column < 1 || table.rows.length < 2 || graph.changeLog?.span.start === from;
    if (isOther || rows.some(({ span }) => span.start >= from && span.end <= to)) return [];
    return [
      {
        kind: 'table',
        ...source.placeOf(from),
        task: null,
        ...explain(table, column, names[column] ?? '', source.text, forms),
      },
    ];
  });
}

const MOST_NAMED = 4;
const LONGEST = 40;

function explain(
  table: Table,
  column: number,
  name: string,
  text: string,
  forms: Forms,
): Pick<Unplaced, 'message' | 'help'> {
  const cells = table.rows.slice(1).map((row) => readCell(row.cells[column], text));
  const strange = [...new Set(cells.filter((cell) => stateOfCell(cell, forms) === 'unknown'))];
  const count = cells.filter((cell) => strange.includes(cell)).length;
  const what = `the rows of this table are no tasks, though it has a column "${name}"`;
  if (count * 2 <= cells.length)
    return {
      message: `${what}: it repeats headings or boxes of the file, or is about something else`,
      help: 'Nothing, if its rows are no work of their own.',
    };
  const [first = ''] = strange;
  const named = nameSome(
    strange.map((cell) => JSON.stringify(cutText(cell, LONGEST))),
    MOST_NAMED,
  );
  return {
    message: `${what}: most of its cells name no state that is known: ${named}`,
    help: `If they do, say so in roadmap.yaml: \`states: {${JSON.stringify(first)}: doing}\`, or whatever they mean.`,
  };
}
