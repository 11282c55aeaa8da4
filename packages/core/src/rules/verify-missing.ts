import { findFields, headSpan, listTasks } from '../graph/tasks.ts';
import { listCitedCommits } from '../verify/cited-commits.ts';
import { findRun, type SeenRun } from '../verify/statements.ts';
import { listVerifyNames } from '../verify/verify-names.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'verify-missing',
    family: 'evidence',
    severity: 'warning',
    description: 'A task that is done, whose Verify check nobody saw pass.',
    details:
      'The Verify field names checks of roadmap.yaml. `roadmap tick` runs them at the commit that the task cites, and `roadmap verify` at any time; each run leaves a statement in `refs/notes/roadmap`. A task that is done needs a passing one for each of its checks, at a commit that it cites; of several the newest counts. Where it cites no commit of this repository, one of the task at any commit will do. Notes are pushed by `roadmap push`; a clone that has not fetched them knows of no run. Set it to `error` where a claimed pass is not enough. It is judged where roadmap.yaml has `checks`, and of the roadmaps as they stand.',
    options: {
      definition: '`[current]`: the check must be the same in roadmap.yaml now as it was when it ran',
    },
    examples: [
      {
        title: 'A check that never ran, one that failed, and one that is not there',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Do\n  - Commit: abc1234\n  - Status: all tests pass\n  - Verify: tests\n- [x] **P0.2** Do more\n  - Commit: def5678\n  - Status: all tests pass\n  - Verify: tests, lint\n',
        verified: { names: ['tests'], runs: [{ commit: 'def5678', check: 'tests', isPass: false }] },
        findings: [
          { line: 6, says: 'P0.1 is done, and nobody saw its check `tests` pass', severity: 'warning' },
          { line: 10, says: 'P0.2 is done, and its check `tests` failed at def567800000' },
          { line: 10, says: 'P0.2 names the check `lint`, which roadmap.yaml does not have' },
        ],
      },
      {
        title: 'A check that was seen to pass, and a task that is not done',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Do\n  - Commit: abc1234\n  - Status: works\n  - Verify: tests\n- [ ] **P0.2** Do more\n  - Verify: tests\n',
        verified: { names: ['tests'], runs: [{ commit: 'abc1234', check: 'tests', isPass: true }] },
        findings: [],
      },
      {
        title: 'A pass of a check that roadmap.yaml has changed since, where that counts',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Do\n  - Commit: abc1234\n  - Status: works\n  - Verify: tests\n',
        config: { rules: { 'verify-missing': ['error', { definition: ['current'] }] } },
        verified: {
          names: ['tests'],
          runs: [{ commit: 'abc1234', check: 'tests', isPass: true, definition: 'another' }],
        },
        findings: [{ line: 6, says: 'was another than it is now', severity: 'error' }],
      },
      {
        title: 'A roadmap without checks in roadmap.yaml, where the field is for people',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Do\n  - Commit: abc1234\n  - Status: works\n  - Verify: by hand\n',
        findings: [],
      },
    ],
  },
  check({ graph, dialect, facts, options }) {
    const { verified } = facts;
    if (verified === null) return [];
    const { definition } = options;
    const isStrict = Array.isArray(definition) && definition.includes('current');
    return listTasks(graph).flatMap((task): Finding[] => {
      if (task.state !== 'done') return [];
      const span = findFields(task.fields, 'verify', dialect)[0]?.span ?? headSpan(task);
      return listVerifyNames(task, dialect).flatMap((check): Finding[] => {
        if (!verified.checks.has(check))
          return [
            {
              message: `${task.id} names the check \`${check}\`, which roadmap.yaml does not have`,
              help: 'Write it under `checks` of the roadmap, or correct the name.',
              span,
              task: task.id,
            },
          ];
        const commits = listCitedCommits(task, facts);
        const run = findRun(verified.runs, { file: graph.path, task: task.id, check, commits });
        const isOther = isStrict && run !== null && run.definition !== verified.checks.get(check);
        if (run?.isPass && !isOther) return [];
        const what = sayMissing(check, run);
        return [
          {
            message: `${task.id} is done, and ${what}`,
            help: `Run it: \`roadmap verify ${task.id}\`; or fetch what others saw: \`roadmap push\`.`,
            span,
            task: task.id,
          },
        ];
      });
    });
  },
};

function sayMissing(check: string, run: SeenRun | null): string {
  if (run === null) return `nobody saw its check \`${check}\` pass`;
  const at = `at ${run.commit.slice(0, SHORT)}`;
  return run.isPass
    ? `its check \`${check}\`, which passed ${at}, was another than it is now`
    : `its check \`${check}\` failed ${at}`;
}

/** Digits that are enough to find a commit by, for a person. */
const SHORT = 12;
