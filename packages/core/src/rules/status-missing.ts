import { sortWords } from '../dialects/forms.ts';
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
    const saysNothing = (status: string): boolean =>
      !LETTER.test(status.slice(readStatusWord(status, 'done', { words })?.rest ?? 0));
    return listTasks(graph)
      .filter(({ state }) => state === 'done')
      .flatMap((task): Finding[] => {
        const fields = findFields(task.fields, 'status', dialect);
        const field = fields.find(({ value }) => value !== '') ?? fields[0];
        const help = 'Write one line of `Status:` under it that says what was seen.';
        const hasNoCommit = task.claims.length > 0 && task.claims.every(({ kind }) => kind === 'none');
        if (field !== undefined && field.value !== '') {
          if (!hasNoCommit || !fields.every(({ value }) => saysNothing(value))) return [];
          const message = `${task.id} is done, git has nothing to show, and its ${field.name} says nothing of what was seen`;
          return [{ message, help, span: field.span, task: task.id }];
        }
        return field === undefined
          ? [
              {
                message: `${task.id} is done, and no Status line says what came of it`,
                help,
                span: headSpan(task),
                task: task.id,
              },
            ]
          : [
              {
                message: `${task.id} is done, and its ${field.name} line is empty`,
                help,
                span: field.span,
                task: task.id,
              },
            ];
      });
  },
};

const LETTER = /[\p{L}\p{N}]/u;
