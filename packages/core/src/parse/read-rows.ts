import type { Forms } from '../dialects/forms.ts';
import { readPhrase } from '../dialects/state-phrases.ts';
import type { State } from '../generated/roadmap.types.ts';
import type { Cell, Row, Table } from '../markdown/blocks.ts';
import type { FieldRange } from './read-field.ts';
import { readCellClaims, readPullNumbers, type TailClaim } from './read-tail.ts';
import { contentOf, isNamed, readCell } from './table-cell.ts';
import { type TextRange, trimRange } from './text-range.ts';

/** A row of a table that is a task, by UTF-16 offsets. */
export interface TaskRow {
  readonly range: TextRange;
  readonly id: { readonly text: string; readonly range: TextRange } | null;
  readonly title: TextRange;
  /** The cell that says the state, without marks of bold text around it. */
  readonly status: TextRange;
  readonly state: State;
  readonly fields: readonly FieldRange[];
  readonly claims: readonly TailClaim[];
}

/** The columns that make tasks of the rows. */
interface Columns {
  readonly names: readonly string[];
  readonly state: number;
  readonly title: number;
  readonly id: number | null;
  readonly claims: ReadonlySet<number>;
  /** Whether every title is led by a code. */
  readonly hasCodes: boolean;
}

/** A table of requirements and the phases that they are for, of risks, or of a log says nothing of work. */
const OTHER_TABLE =
  /^(?:requirements?|risks?|mitigation|impact|date|metric|component|компонент|endpoint|meaning|adr|documents?|docs?|ports?|namespace|services?|attribute|tests?|test id|threats?)$/iu;

/**
 * The rows of a table as tasks: where a column says the state of each, and another what is to be done. None where fewer
 * than half of the rows say a state that is known, or most repeat what the file says elsewhere.
 * @param isTold whether a text is a heading of the file, or one of its boxes
 */
export function readRows(
  table: Table,
  text: string,
  forms: Forms,
  isTold: (words: string) => boolean,
): TaskRow[] {
  const [head, ...rows] = table.rows;
  const { rows: form } = forms.dialect.task;
  if (form === null || head === undefined || rows.length === 0) return [];
  const named = findColumns(
    head.cells.map((cell) => readCell(cell, text)),
    forms,
  );
  if (named === null || isLegend(named, rows, text)) return [];
  const columns = named.id === null ? withFirstAsId(named, rows, text) : named;
  const hasCodes =
    columns.id === null && rows.every((row) => leadingCode(row.cells[columns.title], text) !== null);
  const made = rows.map((row) => makeRow(row, { ...columns, hasCodes }, text, forms));
  const isKnown = made.filter(({ state }) => state !== 'unknown').length * 2 >= made.length;
  const told = made.filter(({ cells }) => cells.some((cell) => isTold(cell)));
  return isKnown && told.length * 2 < made.length ? made : [];
}

/** A table whose first column has each state once says what the states mean. */
function isLegend({ state }: Columns, rows: readonly Row[], text: string): boolean {
  if (state !== 0) return false;
  const cells = rows.map((row) => cellText(row, 0, text).toLowerCase());
  return new Set(cells).size === cells.length;
}

/** The first column is for ids where it has another code in each row, whatever its name: `| Phase | Goal | Status |`. */
function withFirstAsId(columns: Columns, rows: readonly Row[], text: string): Columns {
  const cells = rows.map((row) => cellText(row, 0, text));
  const isId =
    columns.state !== 0 &&
    new Set(cells).size === cells.length &&
    cells.every((cell) => isCodeWord(cell) && /\d/.test(cell) && /[\p{L}.]/u.test(cell));
  if (!isId) return columns;
  const title =
    columns.title !== 0
      ? columns.title
      : columns.names.findIndex((_, at) => at !== 0 && at !== columns.state);
  return title === -1 ? columns : { ...columns, id: 0, title };
}

function cellText(row: Row, at: number, text: string): string {
  const cell = row.cells[at];
  if (cell === undefined) return '';
  const { start, end } = bareOf(contentOf(cell, text), text);
  return text.slice(start, end);
}

function findColumns(names: readonly string[], { dialect }: Forms): Columns | null {
  const { rows } = dialect.task;
  const isEvidence = (name: string): boolean =>
    name.toLowerCase() !== 'status' && isNamed(name, dialect.evidence.columns);
  if (rows === null) return null;
  const find = (wanted: readonly string[]): number => names.findIndex((name) => isNamed(name, wanted));
  const state = find(rows.states);
  if (
    state === -1 ||
    OTHER_TABLE.test(names[0] ?? '') ||
    names.some((name) => /^meaning$/iu.test(name)) ||
    isEvidence(names[0] ?? '')
  )
    return null;
  const id = find(rows.ids);
  const titles = names.flatMap((name, at) => (at !== state && isNamed(name, rows.titles) ? [at] : []));
  const title =
    titles.find((at) => at !== id) ??
    titles[0] ??
    (id === -1 ? undefined : names.findIndex((_, at) => at !== id && at !== state));
  if (title === undefined || title === -1) return null;
  const claims = names.flatMap((name, at) => (isEvidence(name) || at === state || isPulls(name) ? [at] : []));
  return { names, state, title, id: id === -1 ? null : id, claims: new Set(claims), hasCodes: false };
}

function makeRow(
  { cells, start, end }: Row,
  { names, state, title, id, claims, hasCodes }: Columns,
  text: string,
  forms: Forms,
): TaskRow & { readonly cells: readonly string[] } {
  const at = (index: number): TextRange => {
    const cell = cells[index];
    return cell === undefined ? { start: end, end } : contentOf(cell, text);
  };
  const status = bareOf(at(state), text);
  const code = hasCodes ? leadingCode(cells[title], text) : id === null ? null : bareOf(at(id), text);
  const isCode = code !== null && isCodeWord(text.slice(code.start, code.end));
  const isTitle = code !== null && !isCode && code.end > code.start && id !== null && id < title;
  const whole = isTitle ? at(id) : at(title);
  const titleRange = hasCodes && code !== null ? trimRange(text, { start: code.end, end: whole.end }) : whole;
  return {
    range: { start, end },
    id: isCode ? { text: text.slice(code.start, code.end), range: code } : null,
    title: titleRange,
    status,
    state: stateOfCell(text.slice(status.start, status.end), forms),
    fields: names.flatMap((name, index): FieldRange[] => {
      if (index === state || index === title || index === id || name === '' || cells[index] === undefined)
        return [];
      const value = at(index);
      return [{ name, start: value.start, value }];
    }),
    claims: [...claims]
      .sort((a, b) => a - b)
      .flatMap((index) => {
        const { start, end } = at(index);
        const raw = text.slice(start, end);
        return isPulls(names[index] ?? '')
          ? readPullNumbers(raw, start)
          : readCellClaims(raw, start, forms.dialect.evidence.pullRequests);
      }),
    cells: [at(0), at(title)].map(({ start, end }) => text.slice(start, end)),
  };
}

const LEADING_CODE = /^[\p{L}]{1,8}-?\d+(?:[.-]\d+)*(?=\s+\S)/u;

/** The code with letters and digits at the head of a cell: `t12.1 Frost alarm`. */
function leadingCode(cell: Cell | undefined, text: string): TextRange | null {
  if (cell === undefined) return null;
  const { start, end } = contentOf(cell, text);
  const code = LEADING_CODE.exec(text.slice(start, end))?.[0];
  return code === undefined ? null : { start, end: start + code.length };
}

/** In characters; a longer word is no code. */
const LONGEST_CODE = 60;
const WORD = /^#?[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*$/u;
const CAPITALS = /^\p{Lu}[\p{Lu}\p{N}]*-[\p{Lu}\p{N}-]+$/u;

/** What looks like a code rather than a title: one word with a digit, or capitals joined by hyphens. */
function isCodeWord(cell: string): boolean {
  if (cell.length > LONGEST_CODE || !WORD.test(cell)) return false;
  return /\d/.test(cell) || CAPITALS.test(cell);
}

/** A column of pull requests, which may be numbers alone. */
function isPulls(name: string): boolean {
  return /^(?:PRs?|pull requests?)$/iu.test(name);
}

/** The state that a cell of the state column says: a box, an emoji, or the words that lead it. */
export function stateOfCell(cell: string, { boxes, words }: Pick<Forms, 'boxes' | 'words'>): State {
  const bare = cell.trim();
  const box = /^`?\[(?<marker>[^[\]]{1,16})\]`?$/u.exec(bare)?.groups?.['marker'] ?? bare;
  const known = boxes.get(box) ?? boxes.get(bare);
  if (known !== undefined) return known;
  const word = words.find(([one]) => bare.toUpperCase() === one);
  return word?.[1] ?? readPhrase(bare) ?? 'unknown';
}

/** Without marks of bold text or code that stand around all of it. */
function bareOf(range: TextRange, text: string): TextRange {
  const { start, end } = trimRange(text, range);
  const raw = text.slice(start, end);
  for (const mark of ['**', '__', '`']) {
    const inner = raw.slice(mark.length, -mark.length);
    if (raw.length > 2 * mark.length && raw.startsWith(mark) && raw.endsWith(mark) && !inner.includes(mark))
      return { start: start + mark.length, end: end - mark.length };
  }
  return { start, end };
}
