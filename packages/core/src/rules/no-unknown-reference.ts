import { findIds } from '../graph/task-id.ts';
import { findField, findFields, listTasks } from '../graph/tasks.ts';
import { correctId } from '../message/suggest-name.ts';
import { cutText } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-unknown-reference',
    family: 'structure',
    severity: 'error',
    description: 'A dependency, a gate or a review item that names a task which is not there.',
    details:
      'A dependency on a task that does not exist can never be met, a gate that does not exist guards nothing, and a review item that names one cannot be answered.',
    examples: [
      {
        title: 'A dependency on nothing',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n- [ ] **P0.2** Do\n  - Depends on: P0.1, P9.9\n',
        findings: [{ line: 5, says: 'P9.9' }],
      },
      {
        title: 'Dependencies that name no task',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Depends on: the network team\n\n### P1 — Work\n\n- [ ] **P1.1** Do\n  - Depends on: P0\n- [ ] **P1.2** Check\n  - Depends on: P0.1-T\n',
        findings: [
          { line: 4, says: 'P0.1 depends on "the network team", which names no task' },
          { line: 9, says: 'P1.1 depends on "P0", which names no task' },
          { line: 11, says: 'P1.2 depends on "P0.1-T", which names no task' },
        ],
      },
      {
        title: 'No dependency, and a range',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n  - Depends on: none\n- [ ] **P0.2** Do\n  - Depends on: n/a\n- [ ] **P0.3** Check\n  - Depends on: P0.1–P0.2\n',
        findings: [],
      },
      {
        title: 'A review item about nothing',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n## Review checklist\n\n- [ ] **R1** P0.1 and P0.7 agree\n',
        findings: [{ line: 7, says: 'P0.7' }],
      },
      {
        title: 'A gate that is not there',
        config: { gates: ['P3.6'] },
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Ask\n',
        findings: [{ line: 1, says: 'P3.6' }],
      },
      {
        title: 'References to tasks that are there, and ids in code',
        markdown:
          '### P0 — Setup\n\n- [ ] **P0.1** Ask\n\n## Review checklist\n\n- [ ] **R1** P0.1 answers `P9.9`\n',
        findings: [],
      },
    ],
  },
  scope: 'outline',
  check(context) {
    const ids = listTasks(context.graph).map(({ id }) => id);
    const known = new Set(ids);
    return [
      ...checkDependencies(context, ids, known),
      ...checkReview(context, ids, known),
      ...checkGates(context, ids, known),
    ];
  },
};

function checkDependencies(
  { graph, dialect, policy }: RuleContext,
  ids: readonly string[],
  known: ReadonlySet<string>,
): Finding[] {
  const phases = new Set(graph.phases.map(({ id }) => id));
  const waiting = listTasks(graph).filter(
    (task) => findField(task.fields, 'dependsOn', dialect) !== undefined,
  );
  return waiting.flatMap((task) =>
    findFields(task.fields, 'dependsOn', dialect).flatMap(({ value, valueSpan }): Finding[] => {
      const named = findIds(value, dialect);
      if (named.length === 0 && policy.required && !isPlaceholder(value) && !NOTHING.test(value)) {
        const message = `${task.id} depends on "${cutText(value, 60)}", which names no task`;
        const help = phases.has(value.replace(/[`*_.]/g, '').trim())
          ? 'Name the tasks of that phase, as in `P0.1–P0.4`.'
          : 'Name tasks by their ids, or write `none` and say the rest in another line.';
        return [{ message, help, span: valueSpan, task: task.id }];
      }
      return named
        .filter((id) => !known.has(id))
        .map((id) => ({
          ...makeFinding(
            `${task.id} depends on ${id}, and there is no such task`,
            id,
            ids,
            valueSpan,
            task.id,
          ),
          // Where no form of an id is prescribed, what looks like one may be another team's.
          severity: policy.required ? 'error' : 'warning',
        }));
    }),
  );
}

/** A dependency on nothing, a reason behind it or not. */
const NOTHING = /^[`*_]*(?:(?:none|nothing|n\/a|not applicable)(?![\p{L}\p{N}])|[-–—][`*_]*$)/iu;

function checkReview(
  { graph, dialect }: RuleContext,
  ids: readonly string[],
  known: ReadonlySet<string>,
): Finding[] {
  return graph.review.flatMap((item) => {
    const texts = [{ text: item.title, span: item.titleSpan }, ...item.requirements];
    return texts.flatMap(({ text, span }) =>
      findIds(text.replace(/`[^`]*`/g, ''), dialect)
        .filter((id) => !known.has(id))
        .map((id) =>
          makeFinding(`${item.id} names ${id}, and there is no such task`, id, ids, span, item.id),
        ),
    );
  });
}

function checkGates({ policy }: RuleContext, ids: readonly string[], known: ReadonlySet<string>): Finding[] {
  return policy.gates
    .filter((id) => !known.has(id))
    .map((id) =>
      makeFinding(
        `roadmap.yaml names ${id} as a gate, and there is no such task`,
        id,
        ids,
        { start: 0, end: 0 },
        null,
      ),
    );
}

function makeFinding(
  message: string,
  id: string,
  ids: readonly string[],
  span: Finding['span'],
  task: string | null,
): Finding {
  return { message, help: correctId(id, ids), span, task };
}
