import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** The tasks.md of spec-kit: `- [X] T004 [P] [US1] title in src/x.ts`, under `## Phase 1: …`. */
export const specKit: Dialect = {
  name: 'spec-kit',
  title: 'spec-kit',
  description:
    'The `tasks.md` of a spec-kit feature: `- [X] T004 [P] [US1] title`, in phases `## Phase 1: Setup`.',
  page: {
    about: 'Files that [spec-kit](https://github.com/github/spec-kit) writes: `specs/001-feature/tasks.md`.',
    notes: [
      'Labels behind the id (`[P]`, `[US1]`) are no part of the title, and the legend that explains them holds no tasks.',
      'Ids may have more than three digits.',
      '`(depends on T012, T013)` and `(after T012)` name what a task waits for.',
      'The prose about phases and stories that wait for each other is for people.',
    ],
    example: {
      path: 'specs/001-photo-albums/tasks.md',
      markdown:
        '# Tasks: Photo albums\n\n## Format: `[ID] [P?] [Story] Description`\n\n- **[P]**: Can run in parallel\n\n## Phase 1: Setup\n\n- [X] T001 Create the project\n- [ ] T002 [P] Add a linter\n\n## Phase 2: User Story 1 - Make an album (Priority: P1)\n\n- [ ] T003 [US1] Store albums in src/albums.ts (depends on T001, T002)\n\n**Checkpoint**: Albums can be made\n',
      tick: 'T002',
    },
  },
  detect: [
    { tasks: 6 },
    { tasks: 3, text: '^#{2,3} +Phase \\d+' },
    { path: '(?:^|/)specs/[^/]+/tasks\\.md$', tasks: 1 },
  ],
  phase: {
    headings: [
      {
        pattern:
          '^Phase\\s+(?<id>\\d+(?:\\.\\d+)?\\p{Ll}?)(?![\\p{L}\\p{N}])\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$',
        idPrefix: 'Phase-',
      },
    ],
  },
  task: {
    ...boxes,
    id: 'T\\d{3,}(?:\\.\\d+)*\\p{L}?',
    repeats: 'none',
    behind: '(?:\\s*\\[(?:P|(?:US|Story)\\s?\\d+)\\])+',
  },
  states: { ...states, marks: { done: 'X', blocked: '!', dropped: '-' }, status: 'commit' },
  evidence,
  dependencies,
  fields,
  sections,
  policy,
};
