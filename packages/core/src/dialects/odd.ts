import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, marked, policy, sections, states } from './common.ts';

/** A plan of Organic Driven Development: `- [x] **WRD-01 — title**` with Route, Checks, Evidence, Status and Commit under it. */
export const odd: Dialect = {
  name: 'odd',
  title: 'ODD',
  description:
    'A plan of Organic Driven Development: `- [x] **WRD-01 — title**` with `Route`, `Checks`, `Evidence`, `Status` and `Commit` lines under it.',
  page: {
    about: 'Plans of teams that work by Organic Driven Development, such as `docs/odd/issue-12.md`.',
    notes: [
      'Each task has its `Commit:` and `Status:` lines, much as in an execution roadmap, but no phases that bind.',
      '`Status: blocked pending …` says that a task is blocked, whatever its box.',
      '`Evidence:` is for people: what it names is not looked up.',
    ],
    example: {
      path: 'docs/odd/issue-12.md',
      markdown:
        '# Issue 12 — Words\n\n## Tasks\n\n- [x] **WRD-01 — List the words**\n  - Checks: `npm test`\n  - Evidence: docs/words.md\n  - Status: complete.\n  - Commit: `c27f9e1`\n- [ ] **WRD-02 — Sort them**\n  - Status: not started.\n  - Commit:\n',
      tick: 'WRD-02',
    },
  },
  detect: [
    { path: '(?:^|/)odd/(?:[^/]+/)*[^/]+\\.md$', tasks: 1 },
    { tasks: 1, text: 'Organic Driven Development' },
    {
      tasks: 2,
      text: '^[ \\t]+(?:[-*] )?(?:Route|Checks|Authorization|Evidence): .*\\n[ \\t]*(?:[-*] )?\\*{0,2}(?:Status|Commit|Evidence):|^[ \\t]+(?:[-*] )?Status: .*\\n[ \\t]*(?:[-*] )?Evidence:',
    },
  ],
  phase: null,
  task: {
    ...boxes,
    id: `\\p{Lu}{1,8}-?\\d+(?:\\.\\d+)*\\p{Ll}?${marked}`,
    plain: '\\p{Lu}{1,8}-?\\d{1,6}(?:\\.\\d{1,4}){0,6}\\p{Ll}?',
    repeats: 'none',
  },
  states: {
    ...states,
    marks: { done: 'x', doing: '/', partial: '~', blocked: '!', dropped: '-' },
    status: 'field',
  },
  evidence: { ...evidence, place: 'field' },
  dependencies,
  fields: { ...fields, other: ['Route', 'Checks', 'Evidence', 'Authorization', 'Scope', 'Out of scope'] },
  sections,
  policy,
};
