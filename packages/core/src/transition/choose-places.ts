import type { Field, Task } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import type { Policy } from '../law/policy.ts';
import { stateOf } from '../law/state-of.ts';
import { readClaims } from '../parse/read-claims.ts';
import type { Meaning } from './edit-field.ts';
import type { ReadFile } from './read-file.ts';
import type { Transition } from './transition.ts';

/** Where a transition is written beside the box: in a field, at the end of the task's text, in a cell of its row, or in the commit's message alone. */
export interface Places {
  readonly commit: 'field' | 'text' | 'cell' | 'message';
  readonly status: 'field' | 'cell' | 'message';
}

/**
 * Where the dialect has evidence and status, and where the file itself has them: a plan with `Commit:` lines gets one
 * more, and one without none.
 * @param box what is to say the state
 */
export function choosePlaces(
  file: ReadFile,
  policy: Policy,
  task: Task,
  transition: Transition,
  box: string,
): Places {
  if (task.form === 'file') return { commit: 'message', status: 'message' };
  if (task.form === 'row')
    return { commit: findEvidenceCell(file, task) === undefined ? 'message' : 'cell', status: 'cell' };
  return {
    commit: placeCommit(file, task, transition),
    status: placeStatus(file, policy, task, transition, box),
  };
}

/** The cell of a row for evidence; a column that is for commits alone comes before one for all evidence. */
export function findEvidenceCell({ dialect }: ReadFile, task: Task): Field | undefined {
  const columns = dialect.evidence.columns.map((name) => name.toLowerCase());
  const cells = task.fields.filter(({ name }) => columns.includes(name.toLowerCase()));
  return cells.sort(
    (a, b) => columns.indexOf(a.name.toLowerCase()) - columns.indexOf(b.name.toLowerCase()),
  )[0];
}

function placeCommit(file: ReadFile, task: Task, { commit }: Transition): Places['commit'] {
  const { place } = file.dialect.evidence;
  if (place === 'field' || hasField(file, 'commit')) return 'field';
  if (task.claims.some(({ source, hashes }) => source === 'text' && hashes.length > 0)) return 'text';
  const isHash = readClaims(commit ?? '').every(({ kind }) => kind === 'commit' || kind === 'range');
  return place === 'text' && isHash ? 'text' : 'message';
}

function placeStatus(
  file: ReadFile,
  policy: Policy,
  task: Task,
  { to, status, override }: Transition,
  box: string,
): Places['status'] {
  const isOwn = findFields(task.fields, 'status', file.dialect).length > 0;
  if (file.dialect.states.status === 'field' || (isOwn && status !== null)) return 'field';
  if (listTasks(file.graph).some((one) => one !== task && one.form === 'box' && hasStatus(one, file)))
    return 'field';
  const isSaid = to === 'done' || (to === 'doing' && stateOf({ box, form: 'box' }, policy) === 'doing');
  const isFree = isSaid && override === null && !(to === 'doing' && task.state === 'done');
  return isFree ? 'message' : 'field';
}

function hasField({ graph, dialect }: ReadFile, meaning: Meaning): boolean {
  return listTasks(graph).some(
    ({ form, fields }) => form === 'box' && findFields(fields, meaning, dialect).length > 0,
  );
}

function hasStatus({ fields }: Task, { dialect }: ReadFile): boolean {
  return findFields(fields, 'status', dialect).length > 0;
}
