import { addLine, type Plant, remove, write } from './plant.ts';

type Rest = Partial<Omit<Plant, 'name' | 'group' | 'rule' | 'edit'>>;

function bad(rule: string, name: string, edit: Plant['edit'], rest: Rest = {}): Plant {
  return { name, group: 'bad', rule, severity: 'error', edit, ...rest };
}

/** A tick of P0.2 with that Commit. */
function cite(
  rule: string,
  name: string,
  commit: (kit: Parameters<Plant['edit']>[1]) => string,
  rest: Rest = {},
): Plant {
  return bad(
    rule,
    name,
    (text, kit) => write(text, 'P0.2', kit.boxes.done, commit(kit), 'PASS: equal'),
    rest,
  );
}

const evidence: readonly Plant[] = [
  cite('commit-missing', 'no evidence', () => ''),
  cite('commit-unreadable', 'evidence that nobody can look up', () => 'see the wiki'),
  cite('commit-absent', 'a hash that is nowhere', ({ absent }) => absent),
  cite('commit-pending', 'a commit of another branch', ({ pending }) => pending),
  cite('commit-dangling', 'a commit that no branch reaches', ({ dangling }) => dangling),
  cite('commit-ambiguous', 'a hash that fits two commits', ({ ambiguous }) => ambiguous),
  cite('commit-not-a-commit', 'the hash of a tree', ({ tree }) => tree),
  cite('commit-empty', 'a commit that changes nothing', ({ empty }) => empty),
  cite('commit-is-roadmap-update', 'a commit that changes roadmaps alone', ({ update }) => update),
  cite('commit-is-roadmap-update', 'no work beside the tick', () => 'this'),
  cite('commit-reverted', 'a commit that was reverted', ({ reverted }) => reverted),
  cite('commit-reused', 'the commit of another task', ({ work }) => work, {
    severity: 'warning',
    except: ['audit'],
  }),
  bad(
    'verify-missing',
    'a pass that nobody saw',
    (text, { boxes, free }) => write(text, 'P0.2', boxes.done, free, 'PASS: all tests'),
    {
      severity: 'warning',
      except: ['audit'],
      before: (text) => addLine(text, 'P0.2', '  - Verify: tests'),
      entryBefore: (entry) => ({
        ...entry,
        checks: { ...entry.checks, tests: [{ kind: 'file', path: 'roadmap.yaml' }] },
      }),
    },
  ),
  cite('evidence-unknown', 'evidence that a shallow clone lacks', ({ absent }) => absent, {
    severity: 'warning',
    setting: 'shallow',
  }),
];

const order: readonly Plant[] = [
  bad(
    'phase-order',
    'a tick past a phase',
    (text, { boxes, free }) => write(text, 'P1.1', boxes.done, free, 'PASS: sold'),
    { needs: 'order' },
  ),
  bad(
    'phase-order',
    'a tick before what it depends on',
    (text, { boxes, free }) => write(text, 'P0.3', boxes.done, free, 'PASS: white'),
    { needs: 'ids', before: (text) => addLine(text, 'P0.3', '  - Depends on: P0.2') },
  ),
  bad(
    'gate-passed',
    'a tick past a gate',
    (text, { boxes, free }) => write(text, 'P0.3', boxes.done, free, 'PASS: white'),
    {
      before: (text) => addLine(text, 'P0.2', '  - Gate: yes'),
    },
  ),
  bad(
    'gate-passed',
    'a tick past a gate of roadmap.yaml',
    (text, { boxes, free }) => write(text, 'P0.3', boxes.done, free, 'PASS: white'),
    { needs: 'gates', entryBefore: (entry) => ({ ...entry, gates: ['P0.2'] }) },
  ),
];

const words: readonly Plant[] = [
  bad('status-missing', 'no status', (text, { boxes, free }) => write(text, 'P0.2', boxes.done, free, ''), {
    needs: 'fields',
  }),
  bad('no-placeholder', 'a placeholder', (text, { boxes, free }) =>
    write(text, 'P0.2', boxes.done, free, '<one line>'),
  ),
  bad('no-done-while-blocked', 'a box that the Status contradicts', (text, { boxes, free }) =>
    write(text, 'P0.2', boxes.done, free, 'PARTIAL PASS / BLOCKED: no key'),
  ),
  bad(
    'reason-missing',
    'a block without a reason',
    (text, { boxes }) => write(text, 'P0.2', boxes.todo, '', 'BLOCKED'),
    {
      needs: 'fields',
    },
  ),
  bad(
    'status-overclaims',
    'a Status that says done under an open box',
    (text, { boxes, free }) => write(text, 'P0.2', boxes.todo, free, 'DONE'),
    { severity: 'warning' },
  ),
  bad(
    'no-secret',
    'a password in the Status',
    (text, { boxes, free }) =>
      write(text, 'P0.2', boxes.done, free, `PASS: cloned https://ci:${PASSWORD}@git.example.org/a.git`),
    { except: ['audit'] },
  ),
];

/** No real one; in two pieces, so that whoever looks for secrets in this file finds none. */
const PASSWORD = ['tr0ub4d', 'r3x9q'].join('');

const transition: readonly Plant[] = [
  bad('no-silent-untick', 'a box that is emptied', (text, { boxes }) =>
    text.replace(`[${boxes.done}]`, `[${boxes.todo}]`),
  ),
  bad('no-evidence-rewrite', 'other evidence for an old tick', (text, { boxes, free }) =>
    write(text, 'P0.1', boxes.done, free, 'PASS: seen'),
  ),
  bad('no-task-lost', 'a tick that is taken out', (text) => remove(text, 'P0.1')),
  bad(
    'one-transition-per-commit',
    'two ticks in one commit',
    (text, { boxes, free, other }) =>
      write(write(text, 'P0.2', boxes.done, free, 'PASS: equal'), 'P0.3', boxes.done, other, 'PASS: white'),
    { severity: 'warning', except: ['range', 'pre-receive'] },
  ),
  bad(
    'policy-weakened',
    'a comment that silences a rule',
    (text) => text.replace('- [', '<!-- roadmap-disable-next-line commit-absent -- by phone -->\n- ['),
    { severity: 'warning' },
  ),
];

const structure: readonly Plant[] = [
  bad('no-duplicate-task-id', 'an id on two tasks', (text) => text.replace('**P0.3**', '**P0.2**'), {
    needs: 'ids',
  }),
  bad(
    'no-misplaced-task',
    'a task in another phase than its id says',
    (text) => text.replace('**P0.3**', '**P1.2**'),
    {
      needs: 'ids',
    },
  ),
  bad(
    'no-unknown-reference',
    'a dependency on a task that is not there',
    (text) => addLine(text, 'P0.3', '  - Depends on: P9.9'),
    { needs: 'ids' },
  ),
  bad(
    'no-dependency-cycle',
    'tasks that wait for each other',
    (text) => addLine(addLine(text, 'P0.3', '  - Depends on: P0.2'), 'P0.2', '  - Depends on: P0.3'),
    { needs: 'ids' },
  ),
  bad('no-id-gap', 'a number that is left out', (text) => text.replace('**P0.3**', '**P0.5**'), {
    needs: 'ids',
    severity: 'warning',
  }),
  bad(
    'no-unknown-state',
    'a state that is misspelt',
    (text, { boxes }) => write(text, 'P0.2', boxes.todo, '', 'BLOKED: no key'),
    { severity: 'warning' },
  ),
  bad(
    'phase-count-mismatch',
    'a number of phases that is not so',
    (text) => text.replace('# Selftest\n', '# Selftest\n\nTotal phases: 7\n'),
    { needs: 'ids', severity: 'warning' },
  ),
];

/** What the law catches, a kind or more for each rule that the gate asks. */
export const badPlants: readonly Plant[] = [...evidence, ...order, ...words, ...transition, ...structure];
