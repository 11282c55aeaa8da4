import { findIds } from '../graph/task-id.ts';
import { findFields, listTasks } from '../graph/tasks.ts';
import { suggestName } from '../message/suggest-name.ts';
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
  check(context) {
    const ids = listTasks(context.graph).map(({ id }) => id);
    return [...checkDependencies(context, ids), ...checkReview(context, ids), ...checkGates(context, ids)];
  },
};

function checkDependencies({ graph, dialect }: RuleContext, ids: readonly string[]): Finding[] {
  const known = new Set(ids);
  return listTasks(graph).flatMap((task) =>
    findFields(task.fields, 'dependsOn', dialect).flatMap(({ value, valueSpan }) =>
      findIds(value, dialect)
        .filter((id) => !known.has(id))
        .map((id) =>
          makeFinding(`${task.id} depends on ${id}, and there is no such task`, id, ids, valueSpan, task.id),
        ),
    ),
  );
}

function checkReview({ graph, dialect }: RuleContext, ids: readonly string[]): Finding[] {
  const known = new Set(ids);
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

function checkGates({ policy }: RuleContext, ids: readonly string[]): Finding[] {
  const known = new Set(ids);
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
  const near = suggestName(id, ids);
  return {
    message,
    help: near === null ? 'Correct the id, or take it out.' : `Correct the id: is ${near} meant?`,
    span,
    task,
  };
}
