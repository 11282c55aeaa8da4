import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, marked, policy, sections, states } from './common.ts';

/** Any Markdown plan: what has boxes under it is a phase, what has a box or a row with a state is a task, and only what was written is judged. */
export const plan: Dialect = {
  name: 'plan',
  title: 'Plan',
  description:
    'Any Markdown plan: a heading that holds tasks is a phase at any depth, boxes such as `[❌]`, `[~]` and `[-]` are states, and so are the words in the state column of a table.',
  page: {
    about: 'A TODO.md, a PLAN.md, a tracker: any file that fits no other dialect.',
    notes: [
      'A code that leads a task in bold or before a colon (`**A-1**`, `CTRL-01:`) is its id, and so is `#T12` at its end, unless several tasks have it.',
      'The rows of a table are tasks where a column says the state of each; a table that sums up headings of the same file is none.',
      'A `PR #12` in a task names what did it; whether it was merged is not looked up.',
    ],
    example: {
      path: 'docs/TODO.md',
      markdown:
        '# Bakery site\n\n`[~]` in progress · `[>]` deferred\n\n## Shop window\n\n* [x] **W-1** Show the bread of the day (4f1d2c9)\n* [~] **W-2** Show the opening hours\n* [>] **W-3** Show the weather\n\n## Till\n\n| ID | Task | Status | Commit |\n|---|---|---|---|\n| T-1 | Print a receipt | Done | `8b0c3aa` |\n| T-2 | Take cards | Open | |\n',
      tick: 'W-2',
    },
  },
  detect: [],
  phase: null,
  task: {
    ...boxes,
    id: `(?:(?!(?:Phase|Step|Task|Week|Day|Sprint|Part|Stage|Wave|Section|Milestone)\\b|IPv\\d)\\p{Lu}[\\p{L}]{0,11}(?:-\\p{L}+)*-?\\d+(?:[.-]\\d+)*\\p{Ll}?|\\d+(?:\\.\\d+)+)(?!-?[\\p{L}\\p{N}]|\\.\\d)${marked}|v\\d{3,}`,
    atEnd: '#\\p{Lu}\\d+',
    repeats: 'none',
    rows: {
      states: ['Status', 'State', 'Progress', 'Done', '状态', 'Статус', 'Estado', 'Statut', 'Stato', 'Stand', 'الحالة', 'Κατάσταση'],
      titles: [
        'Task', 'Tasks', 'Item', 'Title', 'Work', 'Work item', 'Feature', 'Description', 'Step', 'Issue', 'Fix', 'Story', 'Ticket', 'Action', 'Deliverable',
        'What', 'Name', 'Phase', 'Sprint', 'Milestone', '任务', '内容', 'Задача', 'Tarea', 'Aufgabe', 'Tâche', 'المهمة', 'Εργασία',
      ],
      ids: ['ID', '#', 'No', 'No.', 'Nr', 'Key', 'Task ID', 'Code', 'Ref', 'Task', '任务'],
    },
  },
  states: {
    ...states,
    marks: { done: 'x', doing: '/', partial: '~', blocked: '!', failed: '❌', dropped: '-' },
    status: 'commit',
  },
  evidence: { ...evidence, columns: ['Commit', 'Commits', 'Hash', 'SHA', 'Evidence', 'Status', '提交'] },
  dependencies,
  fields,
  sections,
  policy: { ...policy, rules: { ...policy.rules, 'no-unknown-reference': 'off' } },
};
