import { addLine, type Kit, type Plant, remove, write } from './plant.ts';

type Rest = Partial<Omit<Plant, 'name' | 'group' | 'rule' | 'edit'>>;

function disarming(rule: string, name: string, edit: Plant['edit'], rest: Rest = {}): Plant {
  return { name, group: 'disarming', rule, severity: 'error', edit, ...rest };
}

const absent = (text: string, { boxes, absent: commit }: Kit): string =>
  write(text, 'P0.2', boxes.done, commit, 'PASS: equal');
const pastGate = (text: string, { boxes, free }: Kit): string =>
  write(text, 'P0.3', boxes.done, free, 'PASS: white');
const pastPhase = (text: string, { boxes, free }: Kit): string =>
  write(text, 'P1.1', boxes.done, free, 'PASS: sold');
const withGate = (text: string): string => addLine(text, 'P0.2', '  - Gate: yes');

/** What is bad, and comes with something that would hide it, were it judged by what holds after the change. */
export const disarmingPlants: readonly Plant[] = [
  disarming('commit-absent', 'the rule is switched off', absent, {
    entry: (entry) => ({ ...entry, rules: { ...entry.rules, 'commit-absent': 'off' } }),
  }),
  disarming('commit-absent', 'a comment silences the rule', (text, kit) =>
    absent(text, kit).replace(
      `  - Commit: ${kit.absent}`,
      `  <!-- roadmap-disable-next-line commit-absent -- by phone -->\n  - Commit: ${kit.absent}`,
    ),
  ),
  disarming('commit-absent', 'the roadmap is taken out of the config', absent, { entry: () => null }),
  disarming('commit-absent', 'the roadmap moves', absent, {
    setting: 'beside',
    entry: (entry) => ({ ...entry, path: entry.path.replace(/\.md$/, '-moved.md') }),
  }),
  disarming(
    'commit-missing',
    'the dialect asks for nothing',
    (text, { boxes }) => write(text, 'P0.2', boxes.done, '', 'PASS: equal'),
    { needs: 'fields', entry: (entry) => ({ ...entry, dialect: 'plan' }) },
  ),
  disarming('phase-order', 'the order is switched off', pastPhase, {
    needs: 'order',
    entry: (entry) => ({ ...entry, order: 'off' }),
  }),
  disarming(
    'phase-order',
    'the phase becomes one of review',
    (text, kit) => pastPhase(text, kit).replace('P1 — Second', 'P1 — Review handoff'),
    { needs: 'order' },
  ),
  disarming(
    'gate-passed',
    'the gate is no gate any more',
    (text, kit) => pastGate(text, kit).replace('  - Gate: yes\n', ''),
    { before: withGate },
  ),
  disarming(
    'gate-passed',
    'the gate is no gate any more, and an override lifts the rest',
    (text, { boxes, free }) =>
      write(
        text.replace('  - Gate: yes\n', ''),
        'P1.1',
        boxes.done,
        free,
        'PASS: sold (override: the buyer is here today)',
      ),
    { before: withGate },
  ),
  disarming(
    'gate-passed',
    'the gate is dropped',
    (text, kit) => write(pastGate(text, kit), 'P0.2', kit.boxes.todo, '', 'DROPPED: too hard'),
    { before: withGate },
  ),
  disarming(
    'gate-passed',
    'the gate is taken out of the roadmap',
    (text, kit) => remove(pastGate(text, kit).replace('  - Gate: yes\n', ''), 'P0.2'),
    { before: withGate },
  ),
  disarming('gate-passed', 'the gate is taken out of roadmap.yaml', pastGate, {
    needs: 'gates',
    entryBefore: (entry) => ({ ...entry, gates: ['P0.2'] }),
    entry: ({ gates: _gates, ...entry }) => entry,
  }),
];
