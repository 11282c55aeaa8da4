import { applyEdits, type Edit } from './edit.ts';
import { lineStart, nextLine } from './lines.ts';

/**
 * The lines that edits change, each with `-` or `+` before it; unchanged ones are left out. Worked out from the edits and
 * not by comparing, so that it shows the lines that are meant where others look the same.
 */
export function listDiff(before: Uint8Array, edits: readonly Edit[]): string[] {
  return groupEdits(before, edits).flatMap(({ start, end, edits: own }) => {
    const lines = before.subarray(start, end);
    const moved = own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return compareLines(splitLines(lines), splitLines(applyEdits(lines, moved)));
  });
}

interface Group {
  /** Offsets of whole lines. */
  readonly start: number;
  readonly end: number;
  readonly edits: readonly Edit[];
}

/** Edits of the same lines, or of lines that follow each other, together. */
function groupEdits(bytes: Uint8Array, edits: readonly Edit[]): Group[] {
  const groups: Group[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const start = lineStart(bytes, edit.start);
    const end = nextLine(bytes, edit.end);
    const last = groups.at(-1);
    if (last !== undefined && start <= last.end)
      groups[groups.length - 1] = {
        start: last.start,
        end: Math.max(last.end, end),
        edits: [...last.edits, edit],
      };
    else groups.push({ start, end, edits: [edit] });
  }
  return groups;
}

function splitLines(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
}

/** Without the lines at the beginning and at the end that are the same. */
function compareLines(old: readonly string[], now: readonly string[]): string[] {
  const most = Math.min(old.length, now.length);
  let first = 0;
  while (first < most && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < most - first && old.at(-1 - last) === now.at(-1 - last)) last += 1;
  return [
    ...old.slice(first, old.length - last).map((line) => `-${line}`),
    ...now.slice(first, now.length - last).map((line) => `+${line}`),
  ];
}
