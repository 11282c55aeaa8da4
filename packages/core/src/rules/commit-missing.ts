import type { Claim, Task } from '../generated/roadmap.types.ts';
import { findField, findFields, headSpan } from '../graph/tasks.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-missing',
    family: 'evidence',
    severity: 'error',
    description: 'A task that is done without a word on which commit did it.',
    details:
      'A done task names what did the work: a commit, a range, a commit of another repository, or `none` with the reason why there is nothing in git to show. A warning where no task of the phase has the field, since then the phase may never have been meant to have it.',
    examples: [
      {
        title: 'A tick without a Commit line, beside one that has it',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none (a question)\n  - Status: answered\n- [x] **P0.2** Do\n  - Status: works\n',
        findings: [{ line: 6, says: 'P0.2 is done, and no Commit line says what did it', severity: 'error' }],
      },
      {
        title: 'A phase in which no task has the field',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Status: answered\n',
        findings: [{ line: 3, says: 'P0.1 is done', severity: 'warning' }],
      },
      {
        title: 'A placeholder instead of a commit',
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: <hash>\n  - Status: answered\n',
        findings: [{ line: 4, says: 'says "<hash>"', severity: 'error' }],
      },
      {
        title: 'A placeholder beside a commit, and a commit that is to come',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Commit: TBD\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: none yet\n  - Status: works\n',
        findings: [
          { line: 5, says: 'says "TBD"' },
          { line: 8, says: 'says "none yet"' },
        ],
      },
      {
        title: 'A commit, nothing in git to show, and a task that is not done',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none (a question)\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: `abc1234`\n  - Status: works\n- [ ] **P0.3** Check\n  - Commit:\n',
        findings: [],
      },
      {
        title: 'A plan, in which no field is required',
        dialect: 'plan',
        markdown: '## Setup\n\n- [x] Ask\n',
        findings: [],
      },
    ],
  },
  check({ graph, dialect, policy }) {
    return graph.phases.flatMap((phase) => {
      const hasCommit = (task: Task): boolean => findField(task.fields, 'commit', dialect) !== undefined;
      const suspects = phase.tasks.filter(
        (task) => task.state === 'done' && (!hasCommit(task) || task.claims.some(isPlaceholder)),
      );
      const hasField = suspects.length > 0 && phase.tasks.some(hasCommit);
      return suspects.flatMap((task): Finding[] => {
        const fields = findFields(task.fields, 'commit', dialect);
        const help = `Write \`Commit: <hash>\` under it, or \`Commit: none (why)\` where git has nothing to show.`;
        if (fields.length === 0) {
          if (!policy.required) return [];
          const message = `${task.id} is done, and no Commit line says what did it`;
          return [
            { message, help, span: headSpan(task), task: task.id, severity: hasField ? 'error' : 'warning' },
          ];
        }
        const placeholders = task.claims.filter(isPlaceholder);
        return fields
          .filter(({ valueSpan }) => placeholders.some(({ span }) => span.start === valueSpan.start))
          .map((field): Finding => {
            const says = field.value === '' ? 'is empty' : `says "${field.value}"`;
            const message = `${task.id} is done, and its ${field.name} line ${says}`;
            return { message, help, span: field.span, task: task.id, severity: 'error' };
          });
      });
    });
  },
};

function isPlaceholder({ kind }: Claim): boolean {
  return kind === 'placeholder';
}
