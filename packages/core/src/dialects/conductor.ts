import type { Dialect } from '../generated/dialect.types.ts';
import { boxes, dependencies, evidence, fields, policy, sections, states } from './common.ts';

/** The plan.md of a conductor track: `## Phase 1: … [checkpoint: 491c363]`, `- [x] Task: … 24bec6a`; and its tracks.md. */
export const conductor: Dialect = {
  name: 'conductor',
  title: 'conductor',
  description:
    'The `plan.md` of a conductor track: `## Phase 1: … [checkpoint: 491c363]`, `- [x] Task: … 24bec6a`; and `tracks.md`, a box for each track.',
  page: {
    about:
      'Files that [conductor](https://github.com/gemini-cli-extensions/conductor) writes: `conductor/tracks.md`, `conductor/tracks/name/plan.md`, and those of the archive, `conductor/archive/name/plan.md`.',
    notes: [
      'The hash at the end of a task is its evidence, in parentheses or brackets or bare; a tick puts it there, as the others of the file have it.',
      '`[checkpoint: …]` in the heading of a phase names the commit that closed it, and is looked up, too.',
      '`[~]` is in progress. `Task:` and `Track:` are no part of a title.',
    ],
    example: {
      path: 'conductor/tracks/search_20260131/plan.md',
      markdown:
        "# Implementation Plan: Search\n\n## Phase 1: Index [checkpoint: c27f9e1]\n\n- [x] Task: Choose what is indexed 8b0c3aa\n    - [x] Sub-task: Ask the editors\n- [x] Task: Conductor - User Manual Verification 'Phase 1: Index' (Protocol in workflow.md)\n\n## Phase 2: Page\n\n- [~] Task: Show what was found\n- [ ] Task: Show nothing found\n",
      tick: 'PHASE-2:1',
    },
  },
  detect: [
    { path: '(?:^|/)conductor/(?:tracks\\.md|(?:tracks|archive)/(?:[^/]+/)*plan\\.md)$' },
    { text: '^[ \\t]*[-*] \\[[ x~]\\] (?:\\*\\*)?(?:Sub-)?Task: ', times: 2 },
  ],
  phase: {
    headings: [
      {
        pattern: '^Phase\\s+(?<id>\\d+(?:\\.\\d+)?)(?![\\p{L}\\p{N}])\\s*(?:[—–:：.-]\\s*)?(?<title>\\S.*)?$',
        idPrefix: 'Phase-',
      },
    ],
  },
  task: { ...boxes, lead: '(?:Sub-?)?Task:\\s*|Track:\\s*' },
  states: {
    ...states,
    boxes: { ...states.boxes, '~': 'doing', '-': 'doing' },
    marks: { done: 'x', doing: '~', blocked: '!' },
    status: 'commit',
  },
  evidence: { ...evidence, heading: '\\[checkpoint:\\s*(?<hash>[0-9a-f]{7,64})\\s*\\]', place: 'text' },
  dependencies,
  fields,
  sections,
  policy: {
    ...policy,
    // Its checkpoints are empty commits, and one commit often does several tasks.
    rules: {
      ...policy.rules,
      'commit-empty': 'info',
      'commit-is-roadmap-update': 'info',
      'commit-reused': 'off',
    },
  },
};
