import { sortWords } from '../dialects/forms.ts';
import { readWords } from '../dialects/state-phrases.ts';
import type { Field, Task } from '../generated/roadmap.types.ts';
import { findFields } from '../graph/tasks.ts';
import { markOverride } from '../law/override.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { readStatusWord } from '../parse/read-state.ts';
import type { ReadFile } from './read-file.ts';
import type { Goal, Transition } from './transition.ts';

/** What a Status is to say, and in which of the task's own lines. */
export interface StatusLine {
  readonly text: string;
  /** Null where the task has none. */
  readonly field: Field | null;
}

/** The words that lead a Status, by the state that they mean. */
const WORDS: Readonly<Record<Goal, string>> = {
  todo: 'REOPENED',
  doing: 'IN PROGRESS',
  done: '',
  partial: 'PARTIAL',
  blocked: 'BLOCKED',
  failed: 'FAILED',
  dropped: 'DROPPED',
};

/**
 * One line: the state word where it needs one, what was given, and that the order was lifted. Of several lines it takes the
 * place of one that says another state. Where nothing is given, a tick keeps what is there and is no placeholder.
 */
export function writeStatus({ dialect }: ReadFile, task: Task, transition: Transition): StatusLine {
  const { to, subject } = transition;
  const fields = findFields(task.fields, 'status', dialect);
  const words = sortWords(dialect);
  const wrong = fields.find(({ value }) => {
    const loose = dialect.policy.required ? null : readWords(value);
    return (readStatusWord(value, to, { words })?.state ?? loose ?? to) !== to;
  });
  const text = joinWith(' — ', transition.status, transition.reason);
  const mark = sayOverride(transition);
  if (to !== 'done') {
    const field = wrong ?? fields[0] ?? null;
    // Whoever starts again has nothing new to say.
    if (to === 'doing' && task.state === to && `${text}${mark}` === '' && field !== null && field !== wrong)
      return { text: field.value, field };
    const word = readStatusWord(text, to, { words })?.state === to && isReopened(text, to);
    return { text: joinWith(' ', word ? '' : `${WORDS[to]}${text === '' ? '' : ':'}`, text, mark), field };
  }
  if (text !== '') return { text: joinWith(' ', text, mark), field: wrong ?? fields[0] ?? null };
  const kept = wrong === undefined ? fields.find(({ value }) => !isPlaceholder(value)) : undefined;
  const said = kept?.value ?? subject?.trim() ?? '';
  return {
    text: said.endsWith(mark) ? said : joinWith(' ', said, mark),
    field: wrong ?? kept ?? fields[0] ?? null,
  };
}

/** What led up to it shows in that very word alone, since the state is one that a task begins with. */
function isReopened(text: string, to: Goal): boolean {
  return to !== 'todo' || /^[^\p{L}]*reopened/iu.test(text);
}

/** Order binds no other states, so that nothing is lifted for them. */
function sayOverride({ to, override }: Transition): string {
  return override === null || (to !== 'doing' && to !== 'done') ? '' : markOverride(override);
}

function joinWith(gap: string, ...parts: readonly (string | null)[]): string {
  return parts.flatMap((part) => (part === null || part.trim() === '' ? [] : [part.trim()])).join(gap);
}
