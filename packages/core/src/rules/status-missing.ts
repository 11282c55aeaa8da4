import { sortWords } from '../dialects/forms.ts';
import type { Field, Task } from '../generated/roadmap.types.ts';
import { findFields, headSpan, listTasks } from '../graph/tasks.ts';
import { readStatusWord } from '../parse/read-state.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'status-missing',
    family: 'words',
    severity: 'error',
    description: 'A task that is done without a line on what came out of it.',
    details:
      'One line of Status says what was seen. Where git has nothing to show (`Commit: none`), it is all the evidence there is, and `DONE` alone is none.',
    examples: [
      {
        title: 'A tick without a Status, and one that is empty',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n- [x] **P0.2** Do\n  - Commit: none\n  - Status:\n',
        findings: [
          { line: 3, says: 'P0.1 is done, and no Status line says what came of it' },
          { line: 7, says: 'P0.2 is done, and its Status line is empty' },
        ],
      },
      {
        title: 'A Status that only repeats the tick, where git has nothing to show',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: DONE.\n- [x] **P0.2** Do\n  - Commit: none\n  - Status: ✅\n',
        findings: [
          {
            line: 5,
            says: 'P0.1 is done, git has nothing to show, and its Status says nothing of what was seen',
          },
          { line: 8, says: 'P0.2 is done, git has nothing to show' },
        ],
      },
      {
        title: 'A Status, and a task that is not done',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: DONE: answered\n- [ ] **P0.2** Do\n  - Status:\n- [x] **P0.3** Check\n  - Commit: abc1234\n  - Status: DONE\n',
        findings: [],
      },
    ],
  },
  scope: 'task',
  check({ graph, dialect, policy }) {
    if (!policy.required) return [];
    const words = sortWords(dialect);
    const saysNothing = ({ value }: Field): boolean => {
      const said = value.slice(readStatusWord(value, 'done', { words })?.rest ?? 0);
      return !USUAL_LETTER.test(said) && !LETTER.test(said);
    };
    const findings: Finding[] = [];
    for (const task of listTasks(graph)) {
      const lack =
        task.state === 'done'
          ? findLack(task, findFields(task.fields, 'status', dialect), saysNothing)
          : null;
      if (lack === null) continue;
      const help = 'Write one line of `Status:` under it that says what was seen.';
      findings.push({ ...lack, message: `${task.id} is done${lack.message}`, help, task: task.id });
    }
    return findings;
  },
};

/** What the statuses of a task that is done lack, as the rest of a sentence; null where they lack nothing. */
function findLack(
  task: Task,
  statuses: readonly Field[],
  saysNothing: (status: Field) => boolean,
): Pick<Finding, 'message' | 'span'> | null {
  const field = statuses.find(({ value }) => value !== '') ?? statuses[0];
  if (field === undefined)
    return { message: ', and no Status line says what came of it', span: headSpan(task) };
  const { name, value, span } = field;
  if (value === '') return { message: `, and its ${name} line is empty`, span };
  const hasNoCommit = task.claims.length > 0 && task.claims.every(({ kind }) => kind === 'none');
  if (!hasNoCommit || !statuses.every(saysNothing)) return null;
  return { message: `, git has nothing to show, and its ${name} says nothing of what was seen`, span };
}

const USUAL_LETTER = /[A-Za-z0-9]/;
const LETTER = /[\p{L}\p{N}]/u;
