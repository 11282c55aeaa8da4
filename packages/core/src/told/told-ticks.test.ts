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
  expect(readToldTransitions(message, TWO)).toEqual([
    { file: 'b.md', task: 'tasks:2', title: 'Cut it', state: 'todo', evidence: [] },
    { file: 'a.md', task: 'T001', title: null, state: 'done', evidence: [`${ONE}..${TWO}`] },
  ]);
});

test('what is no hash is no evidence, and a message without a file tells nothing', () => {
  expect(
    readToldTransitions(write('T001', 'done', 'Roadmap-File: a.md', 'Roadmap-Evidence: --all'), TWO)[0]
      ?.evidence,
  ).toEqual([]);
  expect(readToldTransitions(write('T001', 'done', `Roadmap-Evidence: ${ONE}`), TWO)).toEqual([]);
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

test('what git is not asked for is told as it was given, and `this` is the commit that tells it', () => {
  const tellOf = (value: string): readonly string[] | undefined =>
    readToldTransitions(write('T001', 'done', 'Roadmap-File: a.md', `Roadmap-Evidence: ${value}`), TWO)[0]
      ?.evidence;
  expect(tellOf('none (set by hand)')).toEqual(['none (set by hand)']);
  expect(tellOf('this')).toEqual([TWO]);
  const told = { ...tell('T001'), evidence: ['owner/repo@abc1234'] };
  expect(addToldClaims(graph, [told]).phases[0]?.tasks[0]?.claims).toMatchObject([
    { kind: 'foreign', hashes: ['abc1234'], repository: 'owner/repo' },
  ]);
});

test('of tasks that are called the same, one tick tells of one', () => {
  const steps = '# A\n\n- [x] Run it\n\n# B\n\n- [x] Run it\n- [x] Run it\n';
  const { graph: twins } = readExample(steps, { dialect: 'plan' });
  const [first, , last] = twins.phases.flatMap(({ tasks }) => tasks);
  const claimed = (id = ''): (string | null)[] =>
    addToldClaims(twins, [tell(id, 'done', 'Run it')]).phases.flatMap(({ tasks }) =>
      tasks.filter(({ claims }) => claims.length > 0).map((task) => task.id),
    );
  expect(claimed(first?.id)).toEqual([first?.id]);
  expect(claimed(last?.id)).toEqual([last?.id]);
});

test('of a squash the newest counts, in whichever order it lists what it holds', () => {
  const oldest = write('T001', 'done', 'Roadmap-File: a.md', `Roadmap-Evidence: ${ONE}`);
  const newest = write('T001', 'done', 'Roadmap-File: a.md', `Roadmap-Evidence: ${TWO}`);
  const firstOf = (message: string): readonly string[] | undefined =>
    readToldTransitions(message, ONE)[0]?.evidence;
  expect(firstOf(`Lamp (#7)\n\n* Tick\n\n${oldest}\n* Tick again\n\n${newest}`)).toEqual([TWO]);
  expect(firstOf(`Squashed commit of the following:\n\n${newest}\n${oldest}`)).toEqual([TWO]);
});
