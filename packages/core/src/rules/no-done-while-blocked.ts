import { sortWords } from '../dialects/forms.ts';
import { findFields, headSpan, listTasks } from '../graph/tasks.ts';
import { stateOf } from '../law/state-of.ts';
import { readStatusWord } from '../parse/read-state.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-done-while-blocked',
    family: 'words',
    severity: 'error',
    description: 'A box that is ticked over a Status that says something else.',
    details:
      '`[x]` is written for done alone, and done means it: "PARTIAL PASS / BLOCKED" is not done, and such a task counts as what its Status says.',
    examples: [
      {
        title: 'Ticked, and partial or blocked',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: PARTIAL PASS / BLOCKED: one of two answered\n- [x] **P0.2** Do\n  - Commit: none\n  - Status: Blocked: no access\n',
        findings: [
          { line: 3, says: 'P0.1 is ticked, and its Status says that it is partial' },
          { line: 6, says: 'P0.2 is ticked, and its Status says that it is blocked' },
        ],
      },
      {
        title: 'A title that says it beside a Status that does not, and the second of two Statuses',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** BLOCKED: Ask\n  - Status: PASS: asked\n- [x] **P0.2** Do\n  - Status: PASS\n  - Status: blocked by the firewall\n',
        findings: [
          { line: 3, says: 'P0.1 is ticked, and its title says that it is blocked' },
          { line: 5, says: 'P0.2 is ticked, and its Status says that it is blocked' },
        ],
      },
      {
        title: 'A word inside a sentence',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: Run 17 succeeded; run 16 failed and was BLOCKED\n',
        findings: [],
      },
    ],
  },
  scope: 'task',
  check({ graph, dialect, policy }) {
    const words = sortWords(dialect);
    return listTasks(graph)
      .filter((task) => stateOf(task, policy) === 'done' && task.state !== 'done')
      .map((task): Finding => {
        const inStatus = findFields(task.fields, 'status', dialect).some(
          ({ value }) => readStatusWord(value, 'done', { words })?.state === task.state,
        );
        const where = inStatus ? 'its Status' : 'its title';
        return {
          message: `${task.id} is ticked, and ${where} says that it is ${task.state}`,
          help: 'Open the box, or say in the Status what was done.',
          span: headSpan(task),
          task: task.id,
        };
      });
  },
};
