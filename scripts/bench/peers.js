// Tools of others that list, choose or judge what is to do in Markdown, or judge Markdown: how each gets the same tasks,
// and which of its commands does what one of ours does.
import { idOf } from './material.js';

/** @typedef {{title: string, isDone: boolean, phase: number, number: number, text: string}} PlainTask */
/**
 * @typedef {object} PeerCommand
 * @property {string} words as its users write it
 * @property {readonly string[]} args
 * @property {string} ours
 * @property {(tasks: number) => string} says what it prints where it read them all, so that no empty answer passes for a fast one
 */
/**
 * @typedef {object} Peer
 * @property {string} name of its package
 * @property {string} version pinned; where test/peers reads with it, too, the same as there
 * @property {readonly string[]} [others] packages that it needs beside itself, with their versions
 * @property {string} script of its command, in its package
 * @property {readonly PeerCommand[]} commands
 * @property {NodeJS.ProcessEnv} [env] what keeps it from asking anybody for anything, beside DO_NOT_TRACK
 * @property {(tasks: readonly PlainTask[], roadmap: string) => Record<string, string>} makeFiles of its project, by path; the roadmap is ours
 */

/** The newest of each that runs on Node 20. @type {readonly Peer[]} */
export const peers = [
  {
    name: 'backlog.md',
    version: '1.52.0',
    script: 'cli.js',
    commands: [
      {
        words: 'backlog task list --plain',
        args: ['task', 'list', '--plain'],
        ours: 'show',
        says: (tasks) => `TASK-${tasks} - `,
      },
      { words: 'backlog doctor', args: ['doctor'], ours: 'check', says: () => 'No duplicate IDs' },
    ],
    makeFiles: (tasks) => ({
      'backlog/config.yml': backlogConfig,
      ...Object.fromEntries(tasks.map((task, index) => renderBacklogTask(task, index + 1))),
    }),
  },
  {
    name: '@fission-ai/openspec',
    version: '1.13.2',
    script: 'bin/openspec.js',
    env: { OPENSPEC_TELEMETRY: '0', OPENSPEC_NO_UPDATE_CHECK: '1' },
    commands: [
      {
        words: 'openspec list',
        args: ['list'],
        ours: 'show',
        says: (tasks) => `${tasks - 1}/${tasks} tasks`,
      },
      {
        words: 'openspec validate --all',
        args: ['validate', '--all', '--no-interactive'],
        ours: 'check',
        says: () => '1 passed, 0 failed',
      },
    ],
    makeFiles: (tasks) => ({
      'openspec/changes/bench/proposal.md': openspecProposal,
      'openspec/changes/bench/specs/bench/spec.md': openspecSpec,
      'openspec/changes/bench/tasks.md': renderOpenspecTasks(tasks),
    }),
  },
  {
    name: 'task-master-ai',
    version: '0.43.1',
    script: 'dist/task-master.js',
    env: { TASKMASTER_SKIP_AUTO_UPDATE: '1' },
    commands: [
      {
        words: 'task-master list',
        args: ['list'],
        ours: 'show',
        says: (tasks) => `Next Task to Work On: #${tasks}`,
      },
      { words: 'task-master next', args: ['next'], ours: 'next', says: (tasks) => `Next Task: #${tasks}` },
      {
        words: 'task-master validate-dependencies',
        args: ['validate-dependencies'],
        ours: 'check',
        says: (tasks) => `Tasks checked: ${tasks}`,
      },
    ],
    makeFiles: (tasks) => ({ '.taskmaster/tasks/tasks.json': renderTaskMasterTasks(tasks) }),
  },
  {
    name: 'markdownlint-cli2',
    version: '0.22.1',
    script: 'markdownlint-cli2-bin.mjs',
    commands: [
      {
        words: 'markdownlint-cli2 ROADMAP.md',
        args: ['ROADMAP.md'],
        ours: 'check',
        says: () => 'Linting: 1 file',
      },
    ],
    // A phase is a heading of the third level.
    makeFiles: (_tasks, roadmap) => ({
      'ROADMAP.md': roadmap,
      '.markdownlint-cli2.jsonc': '{ "config": { "heading-increment": false } }\n',
    }),
  },
  {
    name: 'remark-cli',
    version: '12.0.1',
    others: ['remark-gfm@4.0.1'],
    script: 'cli.js',
    commands: [
      {
        words: 'remark --use remark-gfm --frail ROADMAP.md',
        args: ['--use', 'remark-gfm', '--frail', '--no-stdout', 'ROADMAP.md'],
        ours: 'check',
        says: () => 'no issues found',
      },
    ],
    makeFiles: (_tasks, roadmap) => ({ 'ROADMAP.md': roadmap }),
  },
];

/** The same tasks as data. @param {number} count @param {number} open how many of the last are not done @returns {PlainTask[]} */
export function listPlainTasks(count, open) {
  return Array.from({ length: count }, (_, index) => {
    const [phase = 0, number = 0] = idOf(index, '').split('.').map(Number);
    const title = `Do step ${index} of the bench`;
    const text = `Ran \`step-${index}\` and saw it pass.`;
    return { title, isDone: index < count - open, phase, number, text };
  });
}

const backlogConfig = `project_name: "Bench"
statuses: ["To Do", "In Progress", "Done"]
remote_operations: false
check_active_branches: false
auto_commit: false
task_prefix: "task"
`;

/** @param {PlainTask} task @param {number} id @returns {[path: string, text: string]} */
function renderBacklogTask({ title, isDone, text }, id) {
  const content = `---
id: TASK-${id}
title: ${title}
status: ${isDone ? 'Done' : 'To Do'}
assignee: []
created_date: '2026-01-02'
labels: []
dependencies: []
---

## Acceptance Criteria
<!-- AC:BEGIN -->
- [${isDone ? 'x' : ' '}] #1 ${text}
<!-- AC:END -->
`;
  return [`backlog/tasks/task-${id} - ${title.replaceAll(' ', '-')}.md`, content];
}

const openspecProposal = `## Why
A bench needs a change to measure on, and one that is valid.

## What Changes
- Every step is done.
`;

const openspecSpec = `## ADDED Requirements

### Requirement: Steps
The bench SHALL do each step once.

#### Scenario: A step is done
- **WHEN** a step was run
- **THEN** it is seen to pass
`;

/** @param {readonly PlainTask[]} tasks */
function renderOpenspecTasks(tasks) {
  const lines = tasks.flatMap(({ title, isDone, phase, number, text }) => [
    ...(number === 1 ? ['', `## ${phase + 1}. Phase ${phase}`, ''] : []),
    `- [${isDone ? 'x' : ' '}] ${phase + 1}.${number} ${title}. ${text}`,
  ]);
  return `${lines.join('\n').trimStart()}\n`;
}

/** @param {readonly PlainTask[]} tasks */
function renderTaskMasterTasks(tasks) {
  const list = tasks.map(({ title, isDone, text }, index) => ({
    id: index + 1,
    title,
    description: title,
    status: isDone ? 'done' : 'pending',
    // The order of tasks is what we judge in any case.
    dependencies: index === 0 ? [] : [index],
    priority: 'medium',
    details: title,
    testStrategy: text,
    subtasks: [],
  }));
  const time = '2026-01-02T03:04:05.000Z';
  const metadata = { created: time, updated: time, description: 'Bench' };
  return `${JSON.stringify({ master: { tasks: list, metadata } }, null, 2)}\n`;
}
