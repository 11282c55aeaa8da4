import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Roadmap, Task } from '@roadmap-as-code/core';
import { listOwn, listReal } from '../corpus/truth.ts';
import { makeRepository } from '../support/make-repository.ts';
import { readOutput } from '../support/read-output.ts';
import { runRoadmap } from '../support/run-roadmap.ts';
import { type Differences, expectCompared, holdDifferences } from './hold-differences.ts';
import { installPeer, type Peer } from './install-peer.ts';

const VERSION = '1.52.0';

const COUNTED =
  'the file has that number; the peer counts anew what it reads, and its next write puts its own there';
const UNNUMBERED = 'the file has no number; the peer counts by place';
const SECOND = 'the file has the number; an id of ours is of one task alone, and the criteria come first';
const TEXT = 'the file has the number once; where no marker stands above, the peer takes it for text';

/** What the two say differently. Everything else agrees, line by line. */
const KNOWN: Differences = {
  'backlog/night-bus/backlog/tasks/task-12 - Silence-the-bell.md': [
    {
      ours: 'AC - [ ] #2 The emergency bell still rings (after #1)',
      theirs: 'AC - [ ] #2 BLOCKED: The emergency bell still rings (after #1)',
      right: 'both',
      why: 'we read the word as the state of the criterion; the peer knows a tick alone, and shows the text as it is',
    },
  ],
  'backlog/night-bus/backlog/tasks/task-7 - Show-the-next-stop.md': [
    { ours: 'DoD - [ ] Tests pass', theirs: 'DoD - [ ] #1 Tests pass', right: 'theirs', why: SECOND },
    {
      ours: 'DoD - [x] #5 A driver has seen it',
      theirs: 'DoD - [x] #2 A driver has seen it',
      right: 'ours',
      why: COUNTED,
    },
  ],
  'backlog/night-bus/backlog/tasks/task-7.1 - Choose-the-letters.md': [
    {
      ours: 'AC - [x] #1 Legible from the last row',
      theirs: 'AC - [x] #1 #1 Legible from the last row',
      right: 'ours',
      why: TEXT,
    },
    {
      ours: 'AC - [x] #2 Umlauts fit',
      theirs: 'AC - [x] #2 #2 Umlauts fit (PR #19)',
      right: 'ours',
      why: `${TEXT}; the pull request is evidence, and no part of the title`,
    },
    {
      ours: 'AC - [x] Costs nothing',
      theirs: 'AC - [x] #3 Costs nothing',
      right: 'both',
      why: UNNUMBERED,
    },
  ],
  'backlog/tide-clock/backlog/tasks/task-3 - Wind-the-clock.md': [
    {
      ours: 'AC - [x] #2 The key has its hook',
      theirs: null,
      right: 'ours',
      why: 'GFM takes X for x; the peer leaves the criterion out',
    },
    {
      ours: 'AC - [ ] #4 The spring is oiled, and the oil is the thin one',
      theirs: 'AC - [ ] #2 The spring is oiled,',
      right: 'ours',
      why: `${COUNTED}; the second line is of the same criterion, and the peer leaves it out`,
    },
    {
      ours: 'AC - [ ] #5 The hands are set',
      theirs: 'AC - [ ] #3 The hands are set',
      right: 'ours',
      why: COUNTED,
    },
    {
      ours: 'AC - [x] The short one',
      theirs: null,
      right: 'ours',
      why: 'a nested box is one; the peer reads those at the start of a line',
    },
    {
      ours: 'DoD - [x] The harbour master has seen it',
      theirs: 'DoD - [x] #1 The harbour master has seen it',
      right: 'theirs',
      why: SECOND,
    },
    {
      ours: 'DoD - [ ] The book says so',
      theirs: 'DoD - [ ] #2 The book says so',
      right: 'theirs',
      why: SECOND,
    },
  ],
  'backlog/tide-clock/backlog/tasks/task-4 - Paint-the-hands.md': [
    {
      ours: 'doing: In Review',
      theirs: 'todo: In Review',
      right: 'ours',
      why: 'what is in review was begun; the peer draws an empty circle for each name that it does not know',
    },
    {
      ours: 'AC - [x] Black on both sides',
      theirs: 'AC - [x] #1 Black on both sides',
      right: 'both',
      why: UNNUMBERED,
    },
    {
      ours: 'AC - [ ] Seen from the quay',
      theirs: 'AC - [ ] #2 Seen from the quay',
      right: 'both',
      why: UNNUMBERED,
    },
    {
      ours: 'DoD - [ ] The book says so',
      theirs: 'DoD - [ ] #1 The book says so',
      right: 'both',
      why: UNNUMBERED,
    },
  ],
  'backlog/tide-clock/backlog/tasks/task-5 - Grease-the-wheels.md': [
    {
      ours: null,
      theirs: 'AC - [ ] #1 how a criterion is written',
      right: 'ours',
      why: 'code is an example; the peer reads each line by itself',
    },
    ...['All twelve are greased', 'None of them squeaks'].map((text, index) => ({
      ours: `AC - [x] #${index + 1} ${text}`,
      theirs: `AC - [x] #${index + 2} ${text}`,
      right: 'ours' as const,
      why: COUNTED,
    })),
  ],
  'evidence/MrLesk__Backlog.md__back-480_-_Complete-terminalStatuses-feature-end-to-end-data-loss-fix-full-CLI-T.md':
    [
      'bunx tsc --noEmit passes when TypeScript touched',
      'bun run check . passes when formatting/linting touched',
      'bun test (or scoped test) passes',
    ].map((text, index) => ({
      ours: `DoD - [x] ${text}`,
      theirs: `DoD - [x] #${index + 1} ${text}`,
      right: 'theirs' as const,
      why: SECOND,
    })),
};

const CRITERIA = 'Acceptance Criteria';
const DEFINITION = 'Definition of Done';
/** What the peer draws before a status. */
const ICONS: Readonly<Record<string, string>> = { '✔': 'done', '◒': 'doing', '●': 'blocked', '○': 'todo' };

const own = listOwn().filter(({ name }) => name.startsWith('backlog/'));
const real = listReal().filter(({ lines }) => lines[0] === '# dialect: backlog');
const files = [...own, ...real].map((file) => ({
  ...file,
  id: /(?<=\/)[a-z]+-[\d.]+(?= - )/.exec(file.path)?.[0] ?? '',
}));

let peer: Peer;
const roots = new Map<string, string>();

beforeAll(async () => {
  peer = await installPeer('backlog.md', VERSION, 'cli.js');
  // The ids of a project have one prefix, and each stands there once.
  for (const { name, path, id, bytes } of files) {
    const config = `project_name: "Peer"\nstatuses: ["To Do", "In Progress", "In Review", "Blocked", "Done"]\nremote_operations: false\ncheck_active_branches: false\nauto_commit: false\ntask_prefix: "${id.split('-')[0]}"\n`;
    roots.set(name, makeRepository({ 'backlog/config.yml': config, [path]: bytes }));
  }
});

test('the differences are of files that are compared', () => {
  expectCompared(KNOWN, own, real);
  expect(own.length).toBeGreaterThanOrEqual(6);
});

describe.each(files)('what Backlog.md reads of $name', ({ name, path, id }) => {
  test('is the same status, and the same criteria', async () => {
    const root = roots.get(name) ?? '';
    const { roadmap } = readOutput('roadmap', await runRoadmap(root, ['export', path, '--json']));
    expect(roadmap.dialect).toBe('backlog');
    const view = await peer.run(root, 'task', 'view', id, '--plain');
    holdDifferences(writeOurs(roadmap), readView(view), KNOWN[name] ?? []);
  });
});

/** The status with its state, and each item of the two lists with its number, as text like that of the peer. */
function writeOurs({ phases }: Roadmap): string[] {
  const statuses = phases.flatMap(({ tasks }) => tasks.filter(({ form }) => form === 'file'));
  const listItems = (title: string, letters: string): string[] =>
    phases
      .filter((phase) => phase.title === title)
      .flatMap(({ tasks }) => tasks.map((task) => `${letters} ${writeItem(task)}`));
  return [
    ...statuses.map(({ state, box }) => `${state}: ${box}`),
    ...listItems(CRITERIA, 'AC'),
    ...listItems(DEFINITION, 'DoD'),
  ];
}

function writeItem({ id, derived, state, title }: Task): string {
  return `- [${state === 'done' ? 'x' : ' '}] ${derived ? '' : `${id} `}${title}`;
}

/** The same of what `task view --plain` prints. */
function readView(view: string): string[] {
  const lines = view.split('\n');
  const status = /^Status: (?<icon>\S+) (?<name>.+)$/m.exec(view)?.groups;
  const listItems = (title: string, letters: string): string[] => {
    const start = lines.indexOf(`${title}:`) + 2;
    const end = lines.indexOf('', start);
    return lines.slice(start, end).flatMap((line) => (line.startsWith('- [') ? `${letters} ${line}` : []));
  };
  return [
    `${ICONS[status?.['icon'] ?? ''] ?? 'none'}: ${status?.['name'] ?? ''}`,
    ...listItems(CRITERIA, 'AC'),
    ...listItems(DEFINITION, 'DoD'),
  ];
}
