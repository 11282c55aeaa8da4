import type { Claim, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { findEvidenceCell } from './choose-places.ts';
import type { Edit } from './edit.ts';
import { decode } from './lines.ts';
import type { ReadFile } from './read-file.ts';

/** What closes a hash, or the bold text of a title, behind it. */
const CLOSERS = new Set([...'`)]*_~'].map((one) => one.charCodeAt(0)));

/** Evidence at the end of a task's own text, in the place of what stands there, as the others of the file have theirs. */
export function setTextEvidence(file: ReadFile, task: Task, value: string): Edit[] {
  const { bytes } = file.source;
  const own = listTrailing(task);
  const [first] = own;
  const last = own.at(-1);
  if (first !== undefined && last !== undefined)
    return [{ start: first.span.start, end: last.span.end, text: value }];
  let at = task.titleSpan.end;
  while (CLOSERS.has(bytes[at] ?? 0) && bytes[at] !== 0x29 && bytes[at] !== 0x5d) at += 1;
  const [open, close] = findBrackets(file);
  return [{ start: at, end: at, text: ` ${open}${value}${close}` }];
}

/** Takes the evidence from the end of a task's own text. */
export function clearTextEvidence({ source: { bytes } }: ReadFile, task: Task): Edit[] {
  const last = listTrailing(task).at(-1);
  if (last === undefined) return [];
  let { end } = last.span;
  while (bytes[end] === 0x60 || bytes[end] === 0x29 || bytes[end] === 0x5d) end += 1;
  return [{ start: task.titleSpan.end, end, text: '' }];
}

/** The commits behind the title; those within it belong to its words. */
function listTrailing({ claims, titleSpan }: Task): Claim[] {
  return claims.filter((claim) => isBareText(claim) && claim.span.start >= titleSpan.end);
}

/** What stands around most hashes at the ends of tasks; nothing where there are none. */
function findBrackets({ graph, source: { bytes } }: ReadFile): readonly [string, string] {
  const counts = new Map<string, number>();
  for (const { span } of listTasks(graph).flatMap(({ claims }) => claims.filter(isBareText))) {
    const before = decode(bytes, Math.max(0, span.start - 2), span.start);
    const open = /(?:\(`|\[`|\(|\[|`)$/.exec(before)?.[0] ?? '';
    counts.set(open, (counts.get(open) ?? 0) + 1);
  }
  const open = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
  return [
    open,
    [...open]
      .reverse()
      .map((one) => CLOSING[one] ?? one)
      .join(''),
  ];
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

function isBareText({ source, kind }: Claim): boolean {
  return source === 'text' && (kind === 'commit' || kind === 'range');
}

/** Evidence in the cell of a row: in the place of a placeholder, else behind what is there. */
export function setCellEvidence(file: ReadFile, task: Task, value: string): Edit[] {
  const cell = findEvidenceCell(file, task);
  if (cell === undefined) return [];
  const { start, end } = cell.valueSpan;
  const text = quoteInCell(file, value);
  const isEmpty = /^[\s—–-]*$/u.test(cell.value) || isPlaceholder(cell.value);
  if (isEmpty) return [{ start, end, text: padCell(file, start, end, text) }];
  return cell.value.includes(value) ? [] : [{ start: end, end, text: `, ${text}` }];
}

/** A value with a blank between it and the bars on both sides. */
export function padCell({ source: { bytes } }: ReadFile, start: number, end: number, text: string): string {
  const before = bytes[start - 1] === BAR ? ' ' : '';
  const after = bytes[end] === BAR ? ' ' : '';
  return `${before}${text}${after}`;
}

const BAR = 0x7c;

/** In backticks, where most hashes in the cells of the file are. */
function quoteInCell({ graph, source: { bytes } }: ReadFile, value: string): string {
  const cells = listTasks(graph).flatMap(({ claims }) => claims.filter(({ source }) => source === 'cell'));
  const quoted = cells.filter(({ span }) => bytes[span.start - 1] === 0x60);
  return quoted.length * 2 > cells.length && !value.includes('`') ? `\`${value}\`` : value;
}
