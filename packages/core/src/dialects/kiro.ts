import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** The tasks.md of a Kiro spec: `- [-] 2. title`, nested `- [ ]* 2.2 title`, and cc-sdd's with `(P)` and `_Depends: 1.2_`. */
export const kiro: Dialect = {
  name: 'kiro',
  title: 'Kiro and cc-sdd',
  description:
    'The `tasks.md` of a Kiro spec: `- [-] 2. title`, nested `- [ ]* 2.2 title` for what need not be done, `_Requirements: 1.2_` under it; and that of cc-sdd, with `(P)` and `_Depends: 1.2_`.',
  page: {
    about:
      'Files that [Kiro](https://kiro.dev) and [cc-sdd](https://github.com/gotalab/cc-sdd) write: `.kiro/specs/name/tasks.md`.',
    notes: [
      'A star behind the box (`[ ]*`, or escaped, `[ ]\\*`) says that the task need not be done: nothing waits for it. GFM takes it for text; Kiro does not.',
      'A JSON fence with `waves` says what may be done side by side: the tasks of a wave wait for those of the wave before.',
      '`_Requirements: 1.2_` names requirements, not tasks.',
    ],
    example: {
      path: '.kiro/specs/login/tasks.md',
      markdown:
        '# Implementation Plan\n\n- [x] 1. Set up the form\n  - _Requirements: 1.1_\n- [-] 2. Check passwords\n  - [x] 2.1 Hash them\n    - _Requirements: 1.2, 1.3_\n  - [ ]* 2.2 Test the hashes\n  - [ ] 2.3 Compare them\n    - _Depends: 2.1_\n- [~] 3. Log out\n',
      tick: '2.3',
    },
  },
  detect: [
    { path: '(?:^|/)\\.kiro/specs/(?:[^/]+/)+tasks\\.md$' },
    { text: '^[ \\t]*- _(?:Requirements|Depends): ', times: 2, tasks: 2 },
  ],
  phase: null,
  task: { ...boxes, id: 'T?\\d+(?:\\.\\d+)+|\\d+(?=\\.)', behind: '(?:\\s*\\(P\\))', repeats: 'none' },
  states: {
    ...states,
    boxes: { ...states.boxes, '-': 'doing', '~': 'todo' },
    marks: { done: 'x', doing: '-', blocked: '!' },
    status: 'commit',
  },
  evidence,
  dependencies: {
    ...dependencies,
    text: [...dependencies.text, '(?:^|\\s)[_*]Depends(?: on)?:\\s*(?<ids>[^_*\\s][^_*]*)[_*]'],
    waves: true,
  },
  fields,
  sections,
  policy,
};
