import { findFields, headSpan, listTasks } from '../graph/tasks.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'status-missing',
    family: 'words',
    severity: 'error',
    description: 'A task that is done without a line on what came out of it.',
    details:
      'One line of Status says what was seen. Where git has nothing to show (`Commit: none`), it is all the evidence there is.',
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
        title: 'A Status, and a task that is not done',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: answered\n- [ ] **P0.2** Do\n  - Status:\n',
        findings: [],
      },
    ],
  },
  check({ graph, dialect, policy }) {
    if (!policy.required) return [];
    return listTasks(graph)
      .filter(({ state }) => state === 'done')
      .flatMap((task): Finding[] => {
        const field = findFields(task.fields, 'status', dialect)[0];
        if (field !== undefined && field.value !== '') return [];
        const help = 'Write one line of `Status:` under it that says what was seen.';
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
