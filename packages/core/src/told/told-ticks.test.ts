import { expect, test } from '@jest/globals';
import { readExample } from '../graph/read-example.ts';
import { addToldClaims, readToldTransitions } from './told-ticks.ts';

const ONE = 'a'.repeat(40);
const TWO = 'b'.repeat(40);

function write(task: string, state: string, ...rest: string[]): string {
  return `Roadmap-Task: ${task}\nRoadmap-State: ${state}\n${rest.join('\n')}\n`;
}

test('a message tells of each task whose file it names', () => {
  const message = `Squash\n\n${write('T001', 'done', 'Roadmap-File: a.md', `Roadmap-Evidence: ${ONE}..${TWO}`)}\n  ${write('P0.1', 'done')}${write('tasks:2', 'todo', 'Roadmap-File: b.md', 'Roadmap-Title: Cut it')}`;
  expect(readToldTransitions(message)).toEqual([
    { file: 'a.md', task: 'T001', title: null, state: 'done', evidence: [`${ONE}..${TWO}`] },
    { file: 'b.md', task: 'tasks:2', title: 'Cut it', state: 'todo', evidence: [] },
  ]);
});

test('what is no hash is no evidence, and a message without a file tells nothing', () => {
  expect(
    readToldTransitions(write('T001', 'done', 'Roadmap-File: a.md', 'Roadmap-Evidence: --all'))[0]?.evidence,
  ).toEqual([]);
  expect(readToldTransitions(write('T001', 'done', `Roadmap-Evidence: ${ONE}`))).toEqual([]);
});

const { graph } = readExample(
  '- [x] T001 a\n- [x] T002 b 24bec6a\n- [ ] T003 c\n- [x] T004 d\n- [x] e\n- [x] f\n',
  {
    dialect: 'spec-kit',
  },
);
const tell = (task: string, state = 'done', title: string | null = null) => ({
  file: 'ROADMAP.md',
  task,
  title,
  state,
  evidence: [ONE],
});
const claimed = (...told: ReturnType<typeof tell>[]): string[] =>
  addToldClaims(graph, told).phases.flatMap(({ tasks }) =>
    tasks.flatMap(({ id, claims }) => claims.filter(({ source }) => source === 'commit').map(() => id)),
  );

test('the newest word on a task counts, and only where it is done and the file says nothing itself', () => {
  expect(claimed(tell('T001'), tell('T002'), tell('T003'), tell('T009'))).toEqual(['T001']);
  expect(claimed(tell('T001', 'todo'), tell('T001'))).toEqual([]);
  expect(claimed({ ...tell('T001'), file: 'other.md' })).toEqual([]);
});

test('a task without an id is known by its title, wherever it stands now', () => {
  expect(claimed(tell('tasks:9', 'done', 'f'))).toEqual(['tasks:6']);
  expect(claimed(tell('tasks:5'))).toEqual([]);
});
