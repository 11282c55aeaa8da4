import type { Dialect } from '../generated/dialect.types.ts';
import type { Task } from '../generated/roadmap.types.ts';
import { findField, findFields, headSpan, listTasks } from '../graph/tasks.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'reason-missing',
    family: 'words',
    severity: 'error',
    description: 'A task that is blocked, failed, partial, dropped or reopened, and nobody says why.',
    details:
      'The reason may stand behind the word in the Status (`BLOCKED: no access`), in a field such as Reason or Result, or behind the word in the title. Without it, whoever comes next can neither help nor decide.',
    examples: [
      {
        title: 'Words without a reason',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Status: BLOCKED\n- [-] **P0.2** Do\n- [ ] **P0.3** Check\n  - Status: REOPENED:\n',
        findings: [
          { line: 4, says: 'P0.1 is blocked' },
          { line: 5, says: 'P0.2 is dropped' },
          { line: 7, says: 'P0.3 was reopened' },
        ],
      },
      {
        title: 'Reasons in each place',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Status: BLOCKED on the second registry\n- [-] **P0.2** Do\n  - Reason: not needed since P0.1\n- [ ] **P0.3** FAILED: the archive is damaged\n- [ ] **P0.4** Check\n  - Status: REOPENED: the proof was of the wrong build\n',
        findings: [],
      },
      {
        title: 'A plan, in which no reason is required',
        dialect: 'plan',
        markdown: '## Setup\n\n- [-] Ask\n- [❌] Do\n',
        findings: [],
      },
    ],
  },
  scope: 'task',
  check({ graph, dialect, policy }) {
    if (!policy.required) return [];
    const findings: Finding[] = [];
    for (const task of listTasks(graph)) {
      const says = task.reason === null ? describe(task, dialect) : null;
      if (says === null) continue;
      const span = findField(task.fields, 'status', dialect)?.span ?? headSpan(task);
      const help = `Write the reason: \`Status: ${says.word}: why, and what would help\`.`;
      findings.push({ message: `${task.id} ${says.verb}, and nobody says why`, help, span, task: task.id });
    }
    return findings;
  },
};

/** A Status that is the word alone; `reopen` leaves the task todo. */
const REOPENED_ALONE = /^[^\p{L}]*reopened[^\p{L}\p{N}]*$/iu;

function describe(task: Task, dialect: Dialect): { word: string; verb: string } | null {
  const { state } = task;
  if (state === 'blocked' || state === 'failed' || state === 'partial' || state === 'dropped') {
    return { word: state.toUpperCase(), verb: state === 'failed' ? 'failed' : `is ${state}` };
  }
  const reopened = findFields(task.fields, 'status', dialect).some(({ value }) => REOPENED_ALONE.test(value));
  return reopened ? { word: 'REOPENED', verb: 'was reopened' } : null;
}
