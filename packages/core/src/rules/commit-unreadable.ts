import { listTasks } from '../graph/tasks.ts';
import { isDue } from '../law/due.ts';
import { cutText } from '../message/words.ts';
import type { Finding, Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'commit-unreadable',
    family: 'evidence',
    severity: 'error',
    description: 'A Commit line that names nothing which can be looked up.',
    details:
      'Readable are a hash of 7 to 64 hex digits, several of them, a range `a1b2c3d..f6e5d4c`, `this`, `owner/repo@abc1234`, a link to a commit, and `none`, `n/a` or `no commit`, alone or with a reason in parentheses or behind punctuation, `system change …` or `trigger only`. Backticks, a note in parentheses or behind a dash, and words behind a commit that can be meant for none are fine.',
    examples: [
      {
        title: 'A sentence, and a hash that is too short or an option',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: see the pull request\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: ab12\n  - Status: works\n- [x] **P0.3** Check\n  - Commit: --output=/tmp/x\n  - Status: works\n',
        findings: [
          { line: 4, says: 'see the pull request' },
          { line: 7, says: 'ab12' },
          { line: 10, says: '--output' },
        ],
      },
      {
        title: 'A commit with one more behind it that is too short, and words behind none',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: abc1234 then def56\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: none of them is pushed\n  - Status: works\n',
        findings: [
          { line: 4, says: 'abc1234 then def56' },
          { line: 7, says: 'none of them is pushed' },
        ],
      },
      {
        title: 'Every readable form',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: `abc1234`, [def5678](https://example.com/o/r/commit/def5678) (two steps)\n  - Status: answered\n- [x] **P0.2** Do\n  - Commit: a1b2c3d..f6e5d4c\n  - Status: works\n- [x] **P0.3** Check\n  - Commit: owner/repo@abc1234 — the fix\n  - Status: works\n- [x] **P0.4** Run\n  - Commit: trigger only\n  - Status: run 17\n- [x] **P0.5** Mend\n  - Commit: abc1234 fixed it\n  - Status: works\n- [x] **P0.6** Read\n  - Commit: n/a, a question\n  - Status: answered\n',
        findings: [],
      },
    ],
  },
  check({ graph }) {
    return listTasks(graph)
      .filter(isDue)
      .flatMap((task) =>
        task.claims
          .filter(({ kind }) => kind === 'unreadable')
          .map(
            ({ text, span }): Finding => ({
              message: `"${cutText(text, 60)}" names no commit`,
              help: 'Write a hash of at least 7 digits, a range, `owner/repo@hash`, or `none (why)`.',
              span,
              task: task.id,
            }),
          ),
      );
  },
};
