import { expect } from '@jest/globals';
import {
  type Dialect,
  decodeSource,
  dialects,
  isSource,
  listTasks,
  makePolicy,
  type Roadmap,
} from '@roadmap-as-code/core';
import { parseRoadmap } from '@roadmap-as-code/core/parse';
import { applyEdits, invertEdits, type Planned, planTransition } from '@roadmap-as-code/core/transition';
import fc from 'fast-check';
import { judge, type ModelTask, type ModelTransition, sayStatus } from './law-model.ts';
import {
  type DrawnRoadmap,
  drawnRoadmap,
  drawnTransition,
  type Hand,
  hand,
  listGates,
  listModel,
  printRoadmap,
} from './random-roadmap.ts';

// The same cases in every run, so that a change is judged by what it changes; FC_SEED=<number> makes others.
const seed = Number(process.env['FC_SEED'] ?? 20_261_121);

/** How many transitions of each kind a run has seen: a run that sees none shows nothing. */
export interface Seen {
  legal: number;
  order: number;
  words: number;
  truth: number;
}

/**
 * Random roadmaps, and on each a sequence of transitions: what is legal by the model gives a file that says what the model
 * says and is otherwise the same, what is not legal changes nothing.
 */
export function holdRandomTransitions(runs: number): Seen {
  const seen: Seen = { legal: 0, order: 0, words: 0, truth: 0 };
  fc.assert(
    fc.property(
      drawnRoadmap,
      hand,
      fc.array(drawnTransition, { minLength: 1, maxLength: 8 }),
      (roadmap, author, sequence) => holdSequence(roadmap, author, sequence, seen),
    ),
    { numRuns: runs, seed },
  );
  return seen;
}

function holdSequence(
  roadmap: DrawnRoadmap,
  author: Hand,
  sequence: readonly (ModelTransition & { readonly task: number })[],
  seen: Seen,
): void {
  let model = listModel(roadmap, author);
  const file = openFile(roadmap, listGates(roadmap, model));
  let bytes = printRoadmap(roadmap, author);
  let before = file.parse(bytes);
  expect(picture(before)).toEqual(model.map(pictureOfModel));
  for (const asked of sequence) {
    const at = asked.task % model.length;
    const task = model[at];
    if (task === undefined) throw new Error('the model has no task');
    const planned = file.plan(bytes, before, task.id, asked);
    const broken = judge(model, at, asked, roadmap.order);
    if (broken.size > 0) {
      holdRefused(planned, broken);
      for (const clause of broken) seen[clause] += 1;
      continue;
    }
    if (planned.kind === 'refused') throw new Error(`refused: ${planned.refusals[0]?.message}`);
    seen.legal += 1;
    model = model.map((one, index) => (index === at ? change(one, asked) : one));
    const written = applyEdits(bytes, planned.edits);
    expect(written).toEqual(planned.bytes);
    expect(applyEdits(written, invertEdits(bytes, planned.edits))).toEqual(bytes);
    const after = file.parse(written);
    expect(picture(after)).toEqual(model.map(pictureOfModel));
    holdRest(before, after, at, planned.edits.length > 0);
    bytes = written;
    before = after;
  }
}

function openFile(roadmap: DrawnRoadmap, gates: readonly string[]) {
  const named = dialects.find(({ name }) => name === roadmap.dialect);
  if (named === undefined) throw new Error('there is no such dialect');
  // What is written where no task has fields is for the tests of each dialect; here each task gets them.
  const dialect: Dialect = {
    ...named,
    evidence: { ...named.evidence, place: 'field' },
    states: { ...named.states, status: 'field' },
  };
  const policy = makePolicy(dialect, { order: roadmap.order, gates: [...gates] });
  const parse = (bytes: Uint8Array): Roadmap =>
    parseRoadmap(bytes, { path: 'ROADMAP.md', dialect, gates }).graph;
  const plan = (bytes: Uint8Array, graph: Roadmap, task: string, asked: ModelTransition): Planned => {
    const source = decodeSource(bytes);
    if (!isSource(source)) throw new Error('what was printed is no UTF-8');
    const { to, subject } = asked;
    const [commit = null, status = null, reason = null, override = null] = [
      asked.commit,
      asked.status,
      asked.reason,
      asked.override,
    ].map((one) => one?.text ?? null);
    const transition = { task, to, commit, status, reason, override, subject, date: '2026-03-04 05:06' };
    return planTransition({ graph, source, dialect }, policy, transition, parse);
  };
  return { parse, plan };
}

function change(task: ModelTask, asked: ModelTransition): ModelTask {
  const said = sayStatus(task, asked);
  const commit = asked.to === 'todo' ? '' : (asked.commit?.text ?? task.commit);
  return {
    ...task,
    state: asked.to,
    // No line is made to hold nothing.
    status: said === '' && task.status === null ? null : said,
    commit: commit === '' && task.commit === null ? null : commit,
  };
}

function holdRefused(planned: Planned, broken: ReadonlySet<string>): void {
  if (planned.kind === 'planned') throw new Error(`written, and breaks ${[...broken].join(' and ')}`);
  expect(planned).not.toHaveProperty('bytes');
  expect(new Set(planned.refusals.map(({ clause }) => clause))).toEqual(broken);
}

/** What a graph says of its tasks, in the words of the model. */
function picture(graph: Roadmap): unknown[] {
  return listTasks(graph).map((task) => {
    const textOf = (name: string): string | null =>
      task.fields.find((field) => field.name === name)?.value.replaceAll('`', '') ?? null;
    return {
      id: task.id,
      parent: task.parent,
      isGate: task.gate,
      dependsOn: task.dependsOn,
      state: task.state,
      status: textOf('Status'),
      commit: textOf('Commit'),
      claims: task.claims
        .filter(({ kind }) => kind !== 'placeholder')
        .map(({ kind, text }) => `${kind} ${text}`),
    };
  });
}

const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  abc1234: ['commit abc1234'],
  'a1b2c3d..f6e5d4c, o/r@abc1234': ['range a1b2c3d..f6e5d4c', 'foreign o/r@abc1234'],
  'none (asked)': ['none none (asked)'],
  this: ['this this'],
};

function pictureOfModel({ id, parent, isGate, dependsOn, state, status, commit }: ModelTask): unknown {
  const claims = CLAIMS[commit ?? ''] ?? [];
  return { id, parent, isGate, dependsOn: [...new Set(dependsOn)], state, status, commit, claims };
}

/** All that no transition may touch, and one row more at most that names the task. */
function holdRest(before: Roadmap, after: Roadmap, at: number, isWritten: boolean): void {
  const id = listTasks(after)[at]?.id;
  const restOf = (graph: Roadmap): unknown =>
    withoutPlaces({
      ...graph,
      changeLog: null,
      phases: graph.phases.map((phase) => ({
        ...phase,
        tasks: phase.tasks.map((task) =>
          task.id === id
            ? {
                title: task.title,
                notes: task.notes,
                fields: task.fields.filter(({ name }) => !WRITTEN.has(name)),
              }
            : task,
        ),
      })),
    });
  expect(restOf(after)).toEqual(restOf(before));
  const rowsOf = ({ changeLog }: Roadmap): string[] =>
    (changeLog?.rows ?? []).map(({ cells }) => cells.map(({ value }) => value).join(' | '));
  const old = rowsOf(before).filter((row) => !row.startsWith('<YYYY'));
  const added = rowsOf(after).filter((row) => !old.includes(row));
  const expected = isWritten && before.changeLog !== null ? 1 : 0;
  // The same transition twice within a minute makes two rows that are the same.
  expect(rowsOf(after).length).toBe((isWritten ? old : rowsOf(before)).length + expected);
  for (const row of isWritten ? added : []) expect(row.split(' | ')[1]).toBe(id);
}

const WRITTEN: ReadonlySet<string> = new Set(['Commit', 'Status']);

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      /^(?:line|span|[a-z]+Span)$/.test(key) ? undefined : inner,
    ),
  );
}
