import type { Span, Task } from '../generated/roadmap.types.ts';
import { countOf, nameSome } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-task-lost',
    family: 'transition',
    severity: 'error',
    description: 'A task that was there before the change and is gone.',
    details:
      'What was begun, ended or given up is a record, and leaves by no other way than `roadmap drop`, which keeps it with its reason. In a merge a task must be there that either side had, unless one side had taken it out. One that was still to do may be planned otherwise: that is a warning, and nothing where it has no id. A task that only got another id, and has its title, is not lost; nor is one without an id whose title keeps most of its words.',
    examples: [
      {
        title: 'A task that was done, and one that was to do',
        before:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [ ] **P0.2** Do\n- [ ] **P0.3** Check\n',
        markdown: '### P0 — Setup\n\n- [ ] **P0.3** Check\n',
        findings: [
          { line: 1, says: '1 task is gone: P0.1 (done)', severity: 'error' },
          { line: 1, says: '1 task is gone: P0.2 (todo)', severity: 'warning' },
        ],
      },
      {
        title: 'A task with another id, and one that was dropped',
        before:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234\n  - Status: answered\n- [ ] **P0.2** Do\n',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.7** Ask\n  - Commit: abc1234\n  - Status: answered\n- [-] **P0.2** Do\n  - Status: DROPPED: not needed\n',
        findings: [],
      },
    ],
  },
  scope: 'change',
  check({ change }) {
    const lost = change?.lost ?? [];
    return [
      ...describe(
        lost.filter((task) => !isOpen(task)),
        'error',
      ),
      ...describe(
        lost.filter((task) => isOpen(task) && !task.derived),
        'warning',
      ),
    ];
  },
};

/** Nothing is on record of it. */
function isOpen({ state }: Task): boolean {
  return state === 'todo' || state === 'unknown';
}

/** What is gone has no place any more. */
const START: Span = { start: 0, end: 0 };

function describe(lost: readonly Task[], severity: 'error' | 'warning'): Finding[] {
  if (lost.length === 0) return [];
  const names = nameSome(
    lost.map(({ id, state }) => `${id} (${state})`),
    MOST_NAMED,
  );
  const verb = lost.length === 1 ? 'is' : 'are';
  return [
    {
      message: `${countOf(lost.length, 'task')} ${verb} gone: ${names}`,
      help: 'Bring them back; what is not to be done any more is dropped with its reason: `roadmap drop`.',
      span: START,
      task: null,
      severity,
    },
  ];
}

const MOST_NAMED = 10;
