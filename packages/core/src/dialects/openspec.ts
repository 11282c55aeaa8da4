import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** The tasks.md of an OpenSpec change: `- [x] 1.1 title` in groups `## 1. Name`. */
export const openspec: Dialect = {
  name: 'openspec',
  title: 'OpenSpec',
  description:
    'The `tasks.md` of an OpenSpec change: `- [x] 1.1 title`, nested `1.1.1`, in groups `## 1. Name`.',
  page: {
    about:
      'Files that [OpenSpec](https://github.com/Fission-AI/OpenSpec) writes: `openspec/changes/name/tasks.md`, and those of the archive, `openspec/changes/archive/2026-01-31-name/tasks.md`.',
    notes: [
      'Groups need no numbers, and boxes no ids.',
      'What stands in the archive is read like any other; nothing of it is judged by the order.',
    ],
    example: {
      path: 'openspec/changes/add-search/tasks.md',
      markdown:
        '## 1. Index\n\n- [x] 1.1 Choose what is indexed\n- [ ] 1.2 Write the index\n  - [x] 1.2.1 Titles\n  - [ ] 1.2.2 Bodies\n\n## 2. Page\n\n- [ ] 2.1 Show what was found (depends on 1.2)\n',
      tick: '1.2.2',
    },
  },
  detect: [
    { path: '(?:^|/)openspec/changes/(?:[^/]+/)+tasks\\.md$' },
    { path: '(?:^|/)tasks\\.md$', text: '^#{2,3} +\\d+\\. ', tasks: 2 },
  ],
  phase: {
    headings: [
      { pattern: '^(?<id>\\d+(?:\\.\\d+)*)(?:\\.|\\))?\\s+(?<title>\\S.*)$' },
      {
        pattern: '^Phase\\s+(?<id>\\d+(?:\\.\\d+)?)(?![\\p{L}\\p{N}])\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$',
        idPrefix: 'Phase-',
      },
    ],
  },
  task: {
    ...boxes,
    id: '\\p{Lu}+(?:-\\p{Lu}+)+-\\d+|\\p{Lu}?\\d+\\p{Ll}?(?:\\.\\d+)+\\p{Ll}?|\\d+(?=\\.\\s)',
    repeats: 'none',
  },
  states: { ...states, marks: { done: 'x', blocked: '!', dropped: '-' }, status: 'commit' },
  evidence,
  dependencies,
  fields,
  sections,
  policy,
};
