import type { Edits, Guarded } from './guarded.ts';

/** What somebody wants to commit, and whether the law lets it through. */
export interface WantedChange {
  readonly name: string;
  /** The rules that refuse it; none where it is good. */
  readonly rules: readonly string[];
  readonly edit: (guarded: Guarded) => Edits;
}

/** Writes a task as a person would: its box, its Commit and its Status. */
export function write(id: string, box: string, commit: string, status: string): (text: string) => string {
  return (text) => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes(`**${id}**`));
    lines[at] = (lines[at] ?? '').replace(/\[.\]/, `[${box}]`);
    lines[at + 1] = `  - Commit:${commit === '' ? '' : ` ${commit}`}`;
    lines[at + 2] = `  - Status:${status === '' ? '' : ` ${status}`}`;
    return lines.join('\n');
  };
}

const ROADMAP = 'ROADMAP.md';
const CONFIG = 'roadmap.yaml';

const only =
  (edit: (text: string, guarded: Guarded) => string): WantedChange['edit'] =>
  (guarded) => ({ [ROADMAP]: (text) => edit(text, guarded) });

/** The text without a task and its fields. */
function remove(id: string): (text: string) => string {
  return (text) => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes(`**${id}**`));
    lines.splice(at, 3);
    return lines.join('\n');
  };
}

export const goodChanges: readonly WantedChange[] = [
  {
    name: 'a tick with evidence',
    rules: [],
    edit: only((text, { free }) => write('P0.2', 'x', free, 'PASS: equal')(text)),
  },
  {
    name: 'work and its tick in one commit',
    rules: [],
    edit: () => ({ [ROADMAP]: write('P0.2', 'x', 'this', 'PASS: equal'), 'four.txt': () => '4\n' }),
  },
  {
    name: 'a tick without anything in git',
    rules: [],
    edit: only((text) => write('P0.2', 'x', 'none (by phone)', 'PASS: they agreed')(text)),
  },
  {
    name: 'a block with its reason',
    rules: [],
    edit: only((text) => write('P0.3', ' ', '', 'BLOCKED: no key')(text)),
  },
  {
    name: 'a reopening with its reason',
    rules: [],
    edit: only((text) => write('P0.1', ' ', '', 'REOPENED: wrong build')(text)),
  },
  {
    name: 'another text of a title',
    rules: [],
    edit: only((text) => text.replace('Three', 'Three, but better')),
  },
  {
    name: 'a new task',
    rules: [],
    edit: only((text) => text.replace('### P1', '- [ ] **P0.4** More\n\n### P1')),
  },
  {
    name: 'a stricter config',
    rules: [],
    edit: () => ({ [CONFIG]: (text) => text.replace('[P0.2]', '[P0.2, P0.3]') }),
  },
  {
    name: 'a roadmap that moves',
    rules: [],
    edit: () => {
      let moved = '';
      return {
        [ROADMAP]: (text) => {
          moved = text;
          return null;
        },
        'PLAN.md': () => moved,
        [CONFIG]: (text) => text.replace('ROADMAP.md', 'PLAN.md'),
      };
    },
  },
];

export const badChanges: readonly WantedChange[] = [
  {
    name: 'a hash that is nowhere',
    rules: ['commit-absent'],
    edit: only((text) => write('P0.2', 'x', 'dead123', 'PASS')(text)),
  },
  {
    name: 'a commit of another branch',
    rules: ['commit-pending'],
    edit: only((text, { pending }) => write('P0.2', 'x', pending, 'PASS')(text)),
  },
  {
    name: 'no work beside the tick',
    rules: ['commit-is-roadmap-update'],
    edit: only((text) => write('P0.2', 'x', 'this', 'PASS')(text)),
  },
  {
    name: 'no evidence',
    rules: ['commit-missing'],
    edit: only((text) => write('P0.2', 'x', '', 'PASS')(text)),
  },
  {
    name: 'no status',
    rules: ['status-missing'],
    edit: only((text, { free }) => write('P0.2', 'x', free, '')(text)),
  },
  {
    name: 'a placeholder',
    rules: ['no-placeholder'],
    edit: only((text, { free }) => write('P0.2', 'x', free, '<one line>')(text)),
  },
  {
    name: 'a box that the Status contradicts',
    rules: ['no-done-while-blocked'],
    edit: only((text, { free }) => write('P0.2', 'x', free, 'PARTIAL PASS / BLOCKED')(text)),
  },
  {
    name: 'a tick past a gate',
    rules: ['gate-passed'],
    edit: only((text, { free }) => write('P0.3', 'x', free, 'PASS')(text)),
  },
  {
    name: 'a tick past a phase',
    rules: ['gate-passed', 'phase-order'],
    edit: only((text, { free }) => write('P1.1', 'x', free, 'PASS')(text)),
  },
  {
    name: 'a box that is emptied',
    rules: ['no-silent-untick'],
    edit: only((text) => text.replace('[x]', '[ ]')),
  },
  {
    name: 'other evidence for an old tick',
    rules: ['no-evidence-rewrite'],
    edit: only((text, { free }) => write('P0.1', 'x', free, 'PASS: seen')(text)),
  },
  { name: 'a tick that is taken out', rules: ['no-task-lost'], edit: only(remove('P0.1')) },
];

const pastGate = (guarded: Guarded): ((text: string) => string) => write('P0.3', 'x', guarded.free, 'PASS');
const absent = write('P0.2', 'x', 'dead123', 'PASS');

export const disarmingChanges: readonly WantedChange[] = [
  {
    name: 'the gate is taken out of the config',
    rules: ['gate-passed'],
    edit: (guarded) => ({
      [ROADMAP]: pastGate(guarded),
      [CONFIG]: (text) => text.replace('    gates: [P0.2]\n', ''),
    }),
  },
  {
    name: 'the config goes',
    rules: ['gate-passed'],
    edit: (guarded) => ({ [ROADMAP]: pastGate(guarded), [CONFIG]: () => null }),
  },
  {
    name: 'the config names another roadmap',
    rules: ['no-unknown-reference', 'commit-absent'],
    edit: () => ({
      [ROADMAP]: absent,
      [CONFIG]: (text) => text.replace('ROADMAP.md', 'OTHER.md'),
      'OTHER.md': () => '# Other\n',
    }),
  },
  {
    name: 'the rule is switched off',
    rules: ['commit-absent'],
    edit: () => ({ [ROADMAP]: absent, [CONFIG]: (text) => `${text}    rules: {commit-absent: off}\n` }),
  },
  {
    name: 'the order is switched off',
    rules: ['gate-passed', 'phase-order'],
    edit: (guarded) => ({
      [ROADMAP]: write('P1.1', 'x', guarded.free, 'PASS'),
      [CONFIG]: (text) => `${text}    order: off\n`,
    }),
  },
  {
    name: 'the dialect asks for nothing',
    rules: ['commit-missing', 'status-missing'],
    edit: () => ({ [ROADMAP]: write('P0.2', 'x', '', ''), [CONFIG]: (text) => `${text}    dialect: plan\n` }),
  },
  {
    name: 'a comment silences the rule',
    rules: ['commit-absent'],
    edit: only((text) =>
      absent(text).replace(
        '  - Commit: dead123',
        '  <!-- roadmap-disable-next-line commit-absent -- by phone -->\n  - Commit: dead123',
      ),
    ),
  },
  {
    name: 'the phase becomes one of review',
    rules: ['gate-passed', 'phase-order'],
    edit: only((text, { free }) =>
      write('P1.1', 'x', free, 'PASS')(text).replace('P1 — Second', 'P1 — Review handoff'),
    ),
  },
  {
    name: 'the roadmap moves',
    rules: ['commit-absent'],
    edit: () => {
      let moved = '';
      return {
        [ROADMAP]: (text) => {
          moved = absent(text);
          return null;
        },
        'PLAN.md': () => moved,
        [CONFIG]: (text) => text.replace('ROADMAP.md', 'PLAN.md'),
      };
    },
  },
  {
    name: 'the gate is dropped',
    rules: ['gate-passed'],
    edit: only((text, { free }) =>
      write('P0.3', 'x', free, 'PASS')(write('P0.2', '-', '', 'DROPPED: too hard')(text)),
    ),
  },
  {
    name: 'the gate is taken out of the roadmap',
    rules: ['no-unknown-reference', 'gate-passed'],
    edit: only((text, { free }) => write('P0.3', 'x', free, 'PASS')(remove('P0.2')(text))),
  },
];
