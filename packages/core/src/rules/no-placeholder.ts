import type { Span } from '../generated/roadmap.types.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { isDue, isReviewDone, isWorkDone, isWorkOver } from '../law/due.ts';
import { countOf, nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-placeholder',
    family: 'words',
    severity: 'error',
    description: 'A value that still is the placeholder of the template.',
    details:
      "A placeholder is a whole value: `<…>`, `{…}`, TBD, TODO, pending, `???`, `…`. One inside a longer text, in code, in a title or in the instructions is none. A task's fields are judged once it is not todo (an empty or placeholder Commit is for `commit-missing`); the change log once a task is done; the report and the sign-off once nothing of the work is left to do. Report, sign-off and change log get one finding each, as a warning.",
    options: {
      words: 'More values that are placeholders, in any case: `[error, {words: [PIN_THIS_DIGEST]}]`.',
    },
    examples: [
      {
        title: 'A field of a task that was begun',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: <one line>\n  - Owner: TBD\n',
        findings: [
          { line: 5, says: 'Status of P0.1', severity: 'error' },
          { line: 6, says: 'Owner of P0.1', severity: 'error' },
        ],
      },
      {
        title: 'A sign-off and a change log that were never filled in',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Ask\n  - Commit: none\n  - Status: answered\n- [ ] **P0.2** Do\n  - Status: BLOCKED: no access\n\n**Sign-off:**\n\n- Reviewed by: <name>\n- Approved: <yes/no>\n\n## Change log\n\n| Date | Phase | Action | Commit |\n| --- | --- | --- | --- |\n| <YYYY-MM-DD HH:MM> | P0.1 | Asked | none |\n',
        findings: [
          { line: 11, says: 'Sign-off: 2 values are placeholders', severity: 'warning' },
          { line: 18, says: 'Change log: 1 value is a placeholder', severity: 'warning' },
        ],
      },
      {
        title: "A word of the project's own",
        config: { rules: { 'no-placeholder': ['error', { words: ['PIN_THIS_DIGEST'] }] } },
        markdown: '### P0 — Setup\n\n- [x] **P0.1** Pin\n  - Commit: none\n  - Status: PIN_THIS_DIGEST\n',
        findings: [{ line: 5, says: 'PIN_THIS_DIGEST' }],
      },
      {
        title: 'What is not due, and what is no whole value',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask at `<host>/admin`\n  - Commit: <hash>\n  - Status: <one line>\n- [x] **P0.2** Do\n  - Commit: none\n  - Status: replaced <host> in the config\n',
        findings: [],
      },
    ],
  },
  scope: 'task',
  check(context) {
    return [...checkTasks(context), ...checkSections(context)];
  },
  checkRest: checkSections,
};

function readWords(options: Readonly<Record<string, unknown>>): string[] {
  const { words } = options;
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
}

function checkTasks({ graph, dialect, options }: RuleContext): Finding[] {
  const words = readWords(options);
  // A row has a cell for each column, whether it needs one or not.
  const tasks = listTasks(graph).filter((task) => isDue(task) && task.form !== 'row');
  const findings: Finding[] = [];
  for (const task of tasks) {
    const commits = findFields(task.fields, 'commit', dialect);
    for (const field of task.fields) {
      const { name, value, valueSpan } = field;
      if (commits.includes(field) || value === '' || !isPlaceholder(value, words)) continue;
      const message = `${name} of ${task.id} is a placeholder: ${value}`;
      const help = 'Write what is meant, or take the line out.';
      findings.push({ message, help, span: valueSpan, task: task.id });
    }
  }
  return findings;
}

interface Value {
  readonly value: string;
  readonly span: Span;
}

function checkSections({ graph, options }: RuleContext): Finding[] {
  if (graph.report === null && graph.signOff === null && graph.changeLog === null) return [];
  const words = readWords(options);
  const over = isWorkOver(graph);
  const done = listTasks(graph).some(({ state }) => state === 'done');
  const { report, signOff, changeLog } = graph;
  const sections: { title: string; values: readonly Value[] }[] = [];
  // Once the work is done, report-incomplete and sign-off-incomplete speak of these, and of what is empty, too.
  if (report !== null && over && !isWorkDone(graph)) {
    const fields = [...report.entries, ...report.groups.flatMap(({ entries }) => entries)];
    const items = report.lists.flatMap((list) => list.items.map(({ text, span }) => ({ value: text, span })));
    sections.push({ title: 'Report', values: [...fields.map(toValue), ...items] });
  }
  if (signOff !== null && over && !isReviewDone(graph))
    sections.push({ title: 'Sign-off', values: signOff.entries.map(toValue) });
  if (changeLog !== null && done)
    sections.push({ title: 'Change log', values: changeLog.rows.flatMap(({ cells }) => cells) });
  return sections.flatMap(({ title, values }): Finding[] => {
    const found = values.filter(({ value }) => value !== '' && isPlaceholder(value, words));
    const first = found[0];
    if (first === undefined) return [];
    const verb = found.length === 1 ? 'is a placeholder' : 'are placeholders';
    const names = nameSome(
      found.map(({ value }) => value),
      MOST_NAMED,
    );
    return [
      {
        message: `${title}: ${countOf(found.length, 'value')} ${verb}: ${names}`,
        help: 'Write what is meant in each of them.',
        span: first.span,
        task: null,
        severity: 'warning',
      },
    ];
  });
}

function toValue({ value, valueSpan }: { value: string; valueSpan: Span }): Value {
  return { value, span: valueSpan };
}

const MOST_NAMED = 5;
