import type { Dialect } from '../generated/dialect.types.ts';
import type { ChangeLogRow } from '../generated/roadmap.types.ts';
import { findIds, makeIdReader } from '../graph/task-id.ts';
import { listTasks } from '../graph/tasks.ts';
import { countOf, nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'change-log-stale',
    family: 'upkeep',
    severity: 'warning',
    description: 'A change log that does not name every task that is done.',
    details:
      'Judged once a task is done, and only where the file keeps a change log. A row counts for the tasks and ranges of tasks that it names (`P0.1`, `P0.1–P0.4`) and for all tasks of a phase that it names (`P0`); a row with a placeholder is none. One finding for the whole log.',
    examples: [
      {
        title: 'A log that was never kept',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: answered\n\n## Change log\n\n| Date | Phase | Action |\n| --- | --- | --- |\n| <YYYY-MM-DD> | P0.1 | Asked |\n',
        findings: [{ line: 9, says: 'names none of the 1 done task' }],
      },
      {
        title: 'A log that stopped',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n- [x] **P0.2** Do\n\n## Change log\n\n| Date | Phase | Action |\n| --- | --- | --- |\n| 2026-03-01 | P0.1 | Asked |\n',
        findings: [{ line: 8, says: '1 of 2 done tasks is not in the change log: P0.2' }],
      },
      {
        title: 'Rows for a phase and for a range',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n- [x] **P0.2** Do\n\n### P1 — Work\n\n- [x] **P1.1** Do\n- [x] **P1.2** Do more\n- [x] **P1.3** Do the rest\n\n## Change log\n\n| Date | Phase | Action |\n| --- | --- | --- |\n| 2026-03-01 | | Finished P0. |\n| 2026-03-02 | P1.10, P1.1–P1.3 | Done |\n',
        findings: [],
      },
    ],
  },
  check({ graph, dialect }) {
    const log = graph.changeLog;
    if (log === null) return [];
    const done = listTasks(graph).filter((task) => task.state === 'done' && !task.derived);
    const rows = log.rows.filter(
      ({ cells }) => !cells.some(({ value }) => value !== '' && isPlaceholder(value)),
    );
    const logged = readLogged(
      rows,
      graph.phases.map(({ id }) => id),
      dialect,
    );
    const readId = makeIdReader(dialect);
    const left = done.filter(({ id }) => !logged.has(id) && !logged.has(readId(id)?.phase ?? id));
    if (left.length === 0) return [];
    const names = nameSome(
      left.map(({ id }) => id),
      MOST_NAMED,
    );
    const message =
      left.length === done.length
        ? `The change log names none of the ${countOf(done.length, 'done task')}`
        : `${left.length} of ${countOf(done.length, 'done task')} ${left.length === 1 ? 'is' : 'are'} not in the change log: ${names}`;
    return [
      {
        message,
        help: 'Add a row for each, or take the change log out if nobody keeps it.',
        span: log.span,
        task: null,
      },
    ];
  },
};

const MOST_NAMED = 10;

/** The ids of tasks and phases that the rows name; a range of tasks names those between. */
function readLogged(rows: readonly ChangeLogRow[], phases: readonly string[], dialect: Dialect): Set<string> {
  const logged = new Set<string>();
  for (const { cells } of rows) {
    const text = cells.map(({ value }) => value).join(' | ');
    for (const id of findIds(text, dialect)) logged.add(id);
    for (const word of text.match(/[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu) ?? [])
      if (phases.includes(word)) logged.add(word);
  }
  return logged;
}
