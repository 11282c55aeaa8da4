import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { makePolicy } from '../law/policy.ts';
import { parseRoadmap } from '../parse/index.ts';
import { decodeSource, isSource } from '../source/source.ts';
import { type Goal, listDiff, type Planned, planTransition, type Transition } from '../transition/index.ts';

/** The commit that the page's tick cites. */
export const PAGE_COMMIT = '4f1d2c9';
/** Its subject, which a tick writes as the Status where nobody gives one. */
export const PAGE_SUBJECT = 'Do what the plan says';

/** The example of a dialect's page, as the tool reads it. */
export interface PageExample {
  readonly path: string;
  readonly markdown: string;
  readonly graph: Roadmap;
  /** Name of the dialect that detection takes for it. */
  readonly detected: string;
  /** The lines of the text; a task's is `lines[task.line - 1]`. */
  readonly lines: readonly string[];
  readonly tick: PageTick;
}

export interface PageTick {
  /** Of the task. */
  readonly id: string;
  /** The lines that it changes, each with `-` or `+` before it. */
  readonly diff: readonly string[];
  /** Whether the message of the commit carries the evidence, since the file has no place for it. */
  readonly isTold: boolean;
}

/** Null where the dialect's page shows no example. Throws where the example can't be ticked as the page says. */
export function readPageExample({ page }: Dialect): PageExample | null {
  if (page.example === null) return null;
  const { path, markdown, tick } = page.example;
  const { graph, dialect } = parseRoadmap(new TextEncoder().encode(markdown), { path });
  const { planned, diff } = transit(markdown, path, dialect, tick, 'done');
  return {
    path,
    markdown,
    graph,
    detected: dialect.name,
    lines: markdown.split('\n'),
    tick: { id: tick, diff, isTold: planned.told.length > 0 },
  };
}

/** What a transition writes, as the command writes it. Throws where it is refused. */
export function transit(
  markdown: string,
  path: string,
  dialect: Dialect,
  task: string,
  to: Goal,
): { readonly planned: Extract<Planned, { kind: 'planned' }>; readonly diff: readonly string[] } {
  const source = decodeSource(new TextEncoder().encode(markdown));
  if (!isSource(source)) throw new Error(`the example of ${dialect.name} is no UTF-8`);
  const parse = (bytes: Uint8Array): Roadmap => parseRoadmap(bytes, { path, dialect }).graph;
  const file = { source, dialect, graph: parse(source.bytes) };
  const planned = planTransition(file, makePolicy(dialect, null), ask(task, to), parse);
  if (planned.kind === 'refused')
    throw new Error(
      `the example of ${dialect.name}: ${planned.refusals.map(({ message }) => message).join('; ')}`,
    );
  return { planned, diff: listDiff(source.bytes, planned.edits) };
}

function ask(task: string, to: Goal): Transition {
  const isDone = to === 'done';
  return {
    task,
    to,
    commit: isDone ? PAGE_COMMIT : null,
    status: null,
    subject: isDone ? PAGE_SUBJECT : null,
    reason: isDone || to === 'doing' ? null : 'why',
    override: null,
    date: '2026-01-31 12:00',
  };
}

/** What a transition writes in a dialect, of a task that is a line `- [ ] title`; `[x]`, where it is opened again. */
export function writeMark(
  dialect: Dialect,
  to: Goal,
): { readonly box: string; readonly status: string | null } {
  const markdown = `# Garden\n\n## Beds\n\n- [${to === 'todo' ? 'x' : ' '}] Sow the beans\n`;
  const [before] = listTasks(
    parseRoadmap(new TextEncoder().encode(markdown), { path: 'plan.md', dialect }).graph,
  );
  if (before === undefined) throw new Error(`${dialect.name} reads no task where there is one`);
  const { planned } = transit(markdown, 'plan.md', dialect, before.id, to);
  return {
    box: planned.task.box,
    status: planned.task.fields.find(({ name }) => name === 'Status')?.value ?? null,
  };
}

/** What is read of a task that says this behind its title. */
export function readBehindTitle(dialect: Dialect, words: string): Task | undefined {
  const markdown = `# Garden\n\n## Beds\n\n- [x] Sow the beans ${words}\n`;
  return listTasks(parseRoadmap(new TextEncoder().encode(markdown), { path: 'plan.md', dialect }).graph)[0];
}
