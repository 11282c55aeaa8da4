import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** A plan of superpowers: `### Task 3: …` over the boxes of its steps, `- [ ] **Step 4: …**`. */
export const superpowers: Dialect = {
  name: 'superpowers',
  title: 'superpowers',
  description: 'A plan of superpowers: `### Task 3: …` over the boxes of its steps, `- [ ] **Step 4: …**`.',
  page: {
    about:
      'Files that the writing-plans skill of [superpowers](https://github.com/obra/superpowers) writes: `docs/superpowers/plans/2026-01-31-feature.md`.',
    notes: [
      'A task of such a plan is a phase here, and its steps are what is ticked: the handle of the fourth step of task 3 is `TASK-3:4`.',
      'What stands in the code of a step (files to write, output to expect) is no task, however much it looks like one.',
    ],
    example: {
      path: 'docs/superpowers/plans/2026-01-31-search.md',
      markdown:
        '# Search Implementation Plan\n\n### Task 1: The index\n\n**Files:**\n- Create: `src/index.ts`\n\n- [x] **Step 1: Write the failing test**\n\n```ts\n// - [ ] not a task\n```\n\n- [ ] **Step 2: Run it**\n\n### Task 2: The page\n\n- [ ] **Step 1: Write the failing test**\n',
      tick: 'TASK-1:2',
    },
  },
  detect: [
    { path: '(?:^|/)superpowers/plans/(?:[^/]+/)*[^/]+\\.md$' },
    { text: '^#{2,4} +Task \\p{L}?\\d+', times: 2, phases: 2 },
  ],
  phase: {
    headings: [
      {
        pattern:
          '^Task\\s+T?(?<id>\\d+(?:\\.\\d+)*\\p{L}?)(?![\\p{L}\\p{N}])\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$',
        idPrefix: 'Task-',
      },
    ],
  },
  task: { ...boxes, lead: 'Step\\s+\\d+(?:\\.\\d+)*\\s*(?:—|–|-|:|：|\\.)\\s*' },
  states: { ...states, marks: { done: 'x', blocked: '!', dropped: '-' }, status: 'commit' },
  evidence,
  dependencies,
  fields,
  sections,
  policy,
};
