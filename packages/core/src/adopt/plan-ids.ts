import { pairTasks } from '../change/pair-tasks.ts';
import { compileForms } from '../dialects/forms.ts';
import type { Roadmap, Task } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { findHead, readHead } from '../parse/head-place.ts';
import { applyEdits, type Edit } from '../transition/edit.ts';
import type { ReadFile } from '../transition/read-file.ts';
import { chooseIds } from './choose-ids.ts';
import { findIdCells, type WriteId } from './find-id-cells.ts';
import { type IdForm, listIdForms, makeFormTest } from './id-forms.ts';
import { judgeIds } from './judge-ids.ts';

/** Reads bytes as the file would be read. */
export type ParseAgain = (bytes: Uint8Array) => Roadmap;

export type PlannedIds = RefusedIds | WrittenIds;

export interface RefusedIds {
  readonly kind: 'refused';
  readonly message: string;
  readonly help: string;
}

export interface WrittenIds {
  readonly kind: 'planned';
  /** Insertions alone. */
  readonly edits: readonly Edit[];
  readonly bytes: Uint8Array;
  readonly given: ReadonlyMap<Task, string>;
  /** Tasks that go on without an id, and why. */
  readonly left: ReadonlyMap<Task, string>;
  readonly form: IdForm;
}

/** Times that tasks are left out and the rest is tried again. */
const MOST_TRIES = 6;

/**
 * Gives each task without an id one that stands nowhere in the file, and reads the result again: nothing but the ids may be
 * otherwise. What can't be given one is left out and named.
 * @param taken ids of other files, which none of these may be
 */
export function planIds(file: ReadFile, parse: ParseAgain, taken: readonly string[] = []): PlannedIds {
  const forms = listIdForms(file.dialect);
  const bare = listTasks(file.graph).filter(({ derived }) => derived);
  if (forms.length === 0 || bare.length === 0) {
    const why = `the dialect ${file.dialect.name} has no place for such ids`;
    const left = new Map(bare.map((task) => [task, why]));
    return { kind: 'planned', edits: [], bytes: file.source.bytes, given: new Map(), left, form: String };
  }
  let refused: RefusedIds | null = null;
  for (const form of forms) {
    const planned = tryForm(file, form, parse, taken);
    if (planned.kind === 'planned') return planned;
    refused ??= planned;
  }
  return refused ?? { kind: 'refused', message: 'no form of ids fits it', help: 'Write them by hand.' };
}

/** The same ids in another version of the file; null where a task that gets one is not there as it is here. */
export function repeatIds(
  file: ReadFile,
  planned: WrittenIds,
  there: ReadFile,
  parse: ParseAgain,
): Uint8Array | null {
  const pairs = pairTasks(file.graph, there.graph).before;
  const given = new Map<Task, string>();
  for (const [is, was] of pairs) {
    const id = planned.given.get(was);
    if (id === undefined || !is.derived || readHead(file.source, was) !== readHead(there.source, is))
      continue;
    given.set(is, id);
  }
  if (given.size < planned.given.size) return null;
  const edits = writeIds(there, given, planned.form);
  if (edits.length < given.size) return null;
  const bytes = applyEdits(there.source.bytes, edits);
  return judgeIds(there.graph, parse(bytes), given) === null ? bytes : null;
}

function tryForm(file: ReadFile, form: IdForm, parse: ParseAgain, taken: readonly string[]): PlannedIds {
  const { graph, source, dialect } = file;
  const reads = makeFormTest(dialect);
  const place = makePlacer(file, form);
  const left = new Map(
    listTasks(graph)
      .filter((task) => task.derived && place(task) === null)
      .map((task) => [task, NO_CELL]),
  );
  const hasCode = makeCodeTest(file);
  const choice = {
    graph,
    text: [source.text, ...taken].join('\n'),
    isReadable: (id: string) => reads(form, id),
  };
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const given = chooseIds(choice, (task) => !left.has(task));
    const edits = writeIds(file, given, form);
    const bytes = applyEdits(source.bytes, edits);
    const trouble = judgeIds(graph, parse(bytes), given);
    if (trouble === null) return { kind: 'planned', edits, bytes, given, left, form };
    if (trouble.kind === 'file') return refuse(trouble.what);
    for (const task of trouble.tasks) left.set(task, hasCode(task) ? REPEATED : OTHERWISE);
  }
  return refuse('other tasks each time');
}

const NO_CELL = 'its table has no empty cell in a column for ids';
const REPEATED = 'the code at its head is no id, since it stands at the head of another task, too';
const OTHERWISE = 'with an id at its head, something would be read in another way';

/** Whether an id of the dialect leads a task that has none: one that stands more than once. */
function makeCodeTest({ source, dialect }: ReadFile): (task: Task) => boolean {
  const { taskId } = compileForms(dialect);
  return (task) => task.form === 'box' && taskId?.test(readHead(source, task)) === true;
}

function refuse(what: string): RefusedIds {
  return {
    kind: 'refused',
    message: `with ids, it would be read in another way: ${what}`,
    help: 'Name its dialect in roadmap.yaml, or write the ids by hand.',
  };
}

function writeIds(file: ReadFile, given: ReadonlyMap<Task, string>, form: IdForm): Edit[] {
  const place = makePlacer(file, form);
  return [...given].flatMap(([task, id]) => place(task)?.(id) ?? []);
}

/** Where the id of a task goes; null where there is no place for one. */
function makePlacer({ source, dialect }: ReadFile, form: IdForm): (task: Task) => WriteId | null {
  const root = readMarkdown(source.text);
  const cells = root === null ? new Map<number, WriteId>() : findIdCells(root, source, dialect);
  return (task) => {
    if (task.form === 'row') return cells.get(task.span.start) ?? null;
    if (task.form === 'file') return null;
    const at = findHead(source.bytes, task);
    return (id) => ({ start: at, end: at, text: form(id) });
  };
}
