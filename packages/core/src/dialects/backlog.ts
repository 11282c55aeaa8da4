import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** A task file of Backlog.md: front matter with `id` and `status`, and acceptance criteria `- [x] #1 …`. */
export const backlog: Dialect = {
  name: 'backlog',
  title: 'Backlog.md',
  description:
    'A task file of Backlog.md: `id`, `status` and `dependencies` in the front matter, and the acceptance criteria `- [x] #1 …`.',
  page: {
    about:
      'Files that [Backlog.md](https://github.com/MrLesk/Backlog.md) writes: `backlog/tasks/task-7 - Title.md`, and those in `backlog/completed`, `backlog/drafts` and `backlog/archive`.',
    notes: [
      'The file itself is a task, whose state is the `status` of its front matter; the criteria are nested in it.',
      'A status that is none of those that the tool knows gives the state `unknown`, until `roadmap.yaml` gives it a meaning: `states: {"QA": doing}`.',
      'The definition of done counts from `#1`, too; the ids are those of the criteria.',
    ],
    example: {
      path: 'backlog/tasks/task-7 - Print-receipts.md',
      markdown:
        '---\nid: TASK-7\ntitle: Print receipts\nstatus: In Progress\ndependencies:\n  - TASK-3\n---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 A receipt has a number\n- [ ] #2 A receipt has the date\n<!-- AC:END -->\n',
      tick: 'TASK-7',
    },
  },
  detect: [
    {
      path: '(?:^|/)backlog/(?:archive/)?(?:tasks|completed|drafts)/[^/]+\\.md$',
      text: '(?<![^])---\\r?\\n(?:.*\\r?\\n){0,200}?status:',
    },
    { text: '<!-- (?:AC|DOD|SECTION:[A-Z]+):BEGIN -->' },
  ],
  phase: null,
  task: {
    ...boxes,
    id: '#\\d+',
    repeats: 'first',
    frontMatter: {
      id: 'id',
      title: 'title',
      status: 'status',
      dependsOn: 'dependencies',
      words: { todo: 'To Do', doing: 'In Progress', done: 'Done' },
    },
  },
  states: { ...states, marks: { done: 'x', blocked: '!', dropped: '-' }, status: 'commit' },
  evidence,
  dependencies,
  fields,
  sections,
  policy,
};
