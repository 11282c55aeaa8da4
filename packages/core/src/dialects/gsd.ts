import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** The ROADMAP.md of GSD: `- [x] **Phase 1: Name**` for the phases, `- [x] 01-01-PLAN.md` for the plans of each. */
export const gsd: Dialect = {
  name: 'gsd',
  title: 'GSD',
  description:
    'The `ROADMAP.md` of GSD: `- [x] **Phase 1: Name** - … (completed 2026-03-06)` for each phase, and under `### Phase 1: Name` its plans, `- [x] 01-01-PLAN.md — title`.',
  page: {
    about:
      'Files that [GSD](https://github.com/gsd-build/get-shit-done) writes: `.planning/ROADMAP.md`, `.planning/milestones/v1.0-ROADMAP.md`.',
    notes: [
      'A phase stands in the file twice: as a box in the list of phases, which is a task with the number of the phase as its id, and as a heading over its plans.',
      '`**Depends on**: Phase 1, Phase 2` under the heading is what the box of that phase waits for.',
      'The progress table repeats the phases and is not read. What stands in `<details>` is.',
    ],
    example: {
      path: '.planning/ROADMAP.md',
      markdown:
        '# Roadmap: Mail room\n\n## Phases\n\n- [x] **Phase 1: Queue** - Take mail (completed 2026-03-06)\n- [ ] **Phase 2: Worker** - Send mail\n- [ ] **Phase 2.1: Retries** - Send again (INSERTED)\n\n## Phase Details\n\n### Phase 1: Queue\n\n**Depends on**: Nothing (first phase)\n\nPlans:\n- [x] 01-01: Store a mail\n\n### Phase 2: Worker\n\n**Depends on**: Phase 1\n\nPlans:\n- [ ] 02-01-PLAN.md — Take one from the queue\n\n### Phase 2.1: Retries (INSERTED)\n\n**Depends on**: Phase 2\n\n## Progress\n\n| Phase | Plans | Status | Completed |\n|---|---|---|---|\n| 1. Queue | 1/1 | Complete | 2026-03-06 |\n| 2. Worker | 0/1 | Not started | - |\n',
      tick: '02-01',
    },
  },
  detect: [
    { path: '(?:^|/)\\.planning/(?:[^/]+/)*(?:[^/]*-)?ROADMAP\\.md$' },
    {
      path: 'roadmap[^/]*\\.md$',
      text: '^[ \\t]*[-*] \\[[ x]\\] \\d+(?:\\.\\d+)*[a-z]?-(?:PLAN-)?\\d+[a-z]?(?:-[\\w.-]{0,200})?(?:\\.md|:)',
      times: 3,
    },
  ],
  phase: {
    headings: [
      {
        pattern:
          '^Phase\\s+(?<id>\\d+(?:\\.\\d+)*\\p{L}?)(?![\\p{L}\\p{N}])\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$',
      },
    ],
  },
  task: {
    ...boxes,
    id: '\\d{1,4}(?:\\.\\d{1,4}){0,4}(?=-PLAN\\.md)|\\d{1,4}(?:\\.\\d{1,4}){0,4}\\p{L}?-(?:PLAN-)?\\d{1,4}\\p{L}?(?=[:*`]|[\\w.-]{0,200}\\.md|-PLAN|\\s+(?:—|–|--?)\\s)|(?<=Phase )\\d+(?:\\.\\d+)*\\p{L}?|\\p{Lu}[\\p{Lu}\\p{N}]{0,15}(?:-\\p{Lu}{1,12}){0,4}-\\d{1,6}(?=\\*\\*|:)',
    before: 'Phase ',
    behind: '-[\\w.-]{0,200}\\.md|\\.md|-PLAN(?![\\w-])',
    repeats: 'none',
  },
  states: { ...states, marks: { done: 'x', blocked: '!', dropped: '-' }, status: 'commit' },
  evidence,
  dependencies: { ...dependencies, phases: true },
  fields,
  sections,
  policy,
};
