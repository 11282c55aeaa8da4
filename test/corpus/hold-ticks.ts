import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from '@jest/globals';
import { listTasks, makePolicy, type Roadmap, type Source, type Task } from '@roadmap-as-code/core';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { roadmapTemplate } from '@roadmap-as-code/core/template';
import {
  applyEdits,
  type Goal,
  invertEdits,
  type Planned,
  type ReadFile,
  writeTransition,
} from '@roadmap-as-code/core/transition';
import { checkout } from '../support/checkout.ts';
import { listReal } from './truth.ts';

export interface PlanFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where it is in its repository, by which its dialect is known. */
  readonly path: string;
}

/** The project's own plans: its fixtures, its roadmap and examples, and the template of `init`. */
export function listOwnPlans(): PlanFile[] {
  return [
    ...['test/fixtures', 'roadmaps'].flatMap((folder) => listPlans(join(checkout, folder))),
    { name: 'template', bytes: new TextEncoder().encode(roadmapTemplate), path: 'ROADMAP.md' },
  ];
}

/** Real plans of others, where they are at hand; they are no part of the project. */
export function listRealPlans(): PlanFile[] {
  return [...listReal(), ...listPlans(join(checkout, '../shared/seeds'))];
}

function listPlans(folder: string): PlanFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({
      name: relative(checkout, path),
      bytes: readFileSync(path),
      path: relative(checkout, path),
    }));
}

/** What came of transitions of one file. */
export interface Held {
  written: number;
  /** `line: message` of each that can't be written. */
  readonly refused: string[];
}

/**
 * Writes transitions of tasks of a file, each into the file as it is: nothing but lines of the task and a row of the change
 * log differs, and the inverse gives back the very bytes.
 * @param most so many tasks, spread over the file
 * @param goals of the task at a place
 */
export function holdTransitions(
  plan: PlanFile,
  most: number,
  goalsAt: (at: number) => readonly Goal[],
): Held {
  const held: Held = { written: 0, refused: [] };
  const { graph, source, dialect, failure } = parseRoadmap(plan.bytes, { path: plan.path });
  if (source === null || failure !== null) return held;
  const file: ReadFile = { graph, source, dialect };
  const tasks = listTasks(graph);
  const ids = tasks.map(({ id }) => id);
  // An id that several tasks have names none of them.
  const single = tasks.filter(({ id }) => ids.indexOf(id) === ids.lastIndexOf(id));
  const step = Math.max(1, single.length / most);
  for (let at = 0; at < single.length; at += step) {
    const task = single[Math.floor(at)];
    if (task === undefined) continue;
    for (const goal of goalsAt(Math.floor(at))) {
      const planned = write(file, task, goal, Math.floor(at) % 2 === 0);
      if (planned.kind === 'refused') held.refused.push(`${task.line}: ${planned.refusals[0]?.message}`);
      else {
        holdWritten(source, task, graph, planned);
        held.written += 1;
      }
    }
  }
  return held;
}

function write(file: ReadFile, { id }: Task, to: Goal, isSaid: boolean): Planned {
  const isDone = to === 'done';
  const transition = {
    task: id,
    to,
    commit: isDone ? 'a41f9c2' : null,
    status: isDone && isSaid ? 'PASS: seen by two' : null,
    subject: isDone ? 'Do what the task says' : null,
    reason: isDone ? null : 'no access to the host',
    override: null,
    date: '2026-03-04 05:06',
  };
  const { dialect, graph } = file;
  const parse = (bytes: Uint8Array): Roadmap => parseRoadmap(bytes, { path: graph.path, dialect }).graph;
  return writeTransition(file, makePolicy(dialect, null), transition, parse);
}

function holdWritten(
  { bytes }: Source,
  task: Task,
  { changeLog }: Roadmap,
  planned: Planned & { readonly kind: 'planned' },
): void {
  // jest compares arrays of bytes one by one.
  expect(Buffer.compare(applyEdits(planned.bytes, invertEdits(bytes, planned.edits)), bytes)).toBe(0);
  const before = splitLines(bytes);
  const after = splitLines(planned.bytes);
  const { added, removed } = compareLines(before.lines, after.lines);
  const rows = changeLog === null ? 0 : 1;
  expect(added).toBeLessThanOrEqual(3 + rows);
  expect(removed).toBeLessThanOrEqual(3 + rows + countFolds(task, bytes));
  for (const end of after.ends)
    expect([...before.ends, ...(before.ends.size === 0 ? ['\n'] : [])]).toContain(end);
}

/** The lines of a file and the ways in which they end. */
function splitLines(bytes: Uint8Array): { lines: string[]; ends: Set<string> } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { lines: text.split(/\r\n|\r|\n/), ends: new Set(text.match(/\r\n|\r|\n/g)) };
}

/** How many lines came in and went, the others being the same in the same order. */
function compareLines(
  before: readonly string[],
  after: readonly string[],
): { added: number; removed: number } {
  const more = new Map<string, number>();
  for (const line of after) more.set(line, (more.get(line) ?? 0) + 1);
  for (const line of before) more.set(line, (more.get(line) ?? 0) - 1);
  // Of lines that are the same, some of which came or went, those that are left decide nothing.
  const isKept = (line: string): boolean => more.get(line) === 0;
  expect(after.filter(isKept)).toEqual(before.filter(isKept));
  const counts = [...more.values()];
  return {
    added: counts.filter((count) => count > 0).reduce((sum, count) => sum + count, 0),
    removed: -counts.filter((count) => count < 0).reduce((sum, count) => sum + count, 0),
  };
}

/** Line ends within the values that a transition replaces by one line. */
function countFolds({ fields }: Task, bytes: Uint8Array): number {
  return fields
    .filter(({ name }) => /^(?:commits?|status)$/i.test(name.trim()))
    .map(({ span }) => splitLines(bytes.subarray(span.start, span.end)).lines.length - 1)
    .reduce((sum, count) => sum + count, 0);
}
