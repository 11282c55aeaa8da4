import type { Forms } from '../dialects/forms.ts';
import type { FrontMatter, Phase, Task } from '../generated/roadmap.types.ts';
import { stateOfCell } from './read-rows.ts';
import type { Scribe } from './scribe.ts';
import { splitLines, type TextRange } from './text-range.ts';

/** A phase that holds the task which the file itself is, by its front matter; null where it is none. */
export function readFileTask(frontMatter: FrontMatter | null, scribe: Scribe, forms: Forms): Phase | null {
  const keys = forms.dialect.task.frontMatter;
  const data = frontMatter?.data ?? null;
  if (keys === null || frontMatter === null || data === null) return null;
  const status = data[keys.status];
  const id = data[keys.id];
  const written = findValue(keys.status, scribe);
  if (typeof status !== 'string' || written === null || (typeof id !== 'string' && typeof id !== 'number'))
    return null;
  const title = data[keys.title];
  const start = { start: written.line.start, end: written.line.end };
  const task: Task = {
    id: String(id),
    derived: false,
    title: typeof title === 'string' ? title : '',
    state: stateOfCell(status, forms),
    reason: null,
    form: 'file',
    box: scribe.slice(written.value),
    gate: false,
    optional: false,
    dependsOn: listStrings(data[keys.dependsOn]),
    parent: null,
    ...scribe.place(start),
    boxSpan: scribe.span(written.value),
    idSpan: null,
    titleSpan: scribe.span(start),
    fields: [],
    claims: [],
    notes: [],
  };
  const head = { start: 0, end: 0 };
  return {
    id: 'file',
    derived: true,
    title: '',
    order: 0,
    kind: 'work',
    depth: 0,
    headings: [],
    ...scribe.place(head),
    titleSpan: scribe.span(head),
    fields: [],
    claims: [],
    tasks: [task],
  };
}

/** Where a plain value of the front matter stands, without quotes; null where it is none on one line. */
function findValue(
  key: string,
  { text }: Scribe,
): { readonly line: TextRange; readonly value: TextRange } | null {
  const [, ...lines] = splitLines(text, { start: 0, end: text.length });
  for (const line of lines) {
    const raw = text.slice(line.start, line.end);
    if (/^(?:---|\.\.\.)\s*$/.test(raw)) return null;
    if (!raw.startsWith(`${key}:`)) continue;
    const match = /^(?<lead>[^:]+:[ \t]*["']?)(?<value>[^"'#]*?)["']?[ \t]*(?:#.*)?$/u.exec(raw)?.groups;
    const start = line.start + (match?.['lead']?.length ?? 0);
    return match === undefined
      ? null
      : { line, value: { start, end: start + (match['value']?.length ?? 0) } };
  }
  return null;
}

function listStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
