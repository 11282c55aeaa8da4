import type { Field, Roadmap, Task } from '../generated/roadmap.types.ts';
import { findFields, headSpan, listTasks } from '../graph/tasks.ts';
import { isClosed } from '../law/order.ts';
import { stateOf } from '../law/state-of.ts';
import { countOf, nameSome } from '../message/words.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'status-overclaims',
    family: 'words',
    severity: 'warning',
    description: 'A declared Status that says done where the boxes do not.',
    details:
      'A line `**Status:** Complete` at the head of a file or of a phase, and a Status that says DONE under an open box, are what people read first. Only a Status that says done and nothing else counts: "Deployed, issues persist" does not. A Status speaks for the whole file before its first phase, in the outcome and in the sign-off, and for one phase under its heading. Anywhere else it is about what that section tells, and is not judged.',
    examples: [
      {
        title: 'A file that calls itself complete',
        dialect: 'plan',
        markdown:
          '# Upgrade\n\n**Status:** ✅ Complete (2026-03-01)\n\n## Steps\n\n- [x] Build\n- [ ] Deploy\n',
        findings: [{ line: 3, says: '1 of 2 tasks is not' }],
      },
      {
        title: 'A phase and a task that say done',
        markdown:
          '### P0 — Setup\n\n**Status:** DONE\n\n- [ ] **P0.1** Ask\n- [ ] **P0.2** Do\n  - Commit: none\n  - Status: DONE: works\n',
        findings: [
          { line: 3, says: '1 of 2 tasks is not' },
          { line: 6, says: 'P0.2 says that it is done, and its box is open' },
        ],
      },
      {
        title: 'A status that says more, and one that is true',
        dialect: 'plan',
        markdown:
          '# Upgrade\n\n**Status:** ⚠️ **DEPLOYED - ISSUES PERSIST**\n\n## Steps\n\n**Status:** Done\n\n- [x] Build\n\n## Later\n\n- [ ] Deploy\n',
        findings: [],
      },
      {
        title: 'A status of a section that has no tasks',
        dialect: 'plan',
        markdown:
          '# Upgrade\n\n## Steps\n\n- [x] Build\n- [ ] Deploy\n\n## Completed: new dashboard\n\n**Status:** ✅ COMPLETE\n',
        findings: [],
      },
    ],
  },
  scope: 'task',
  check(context) {
    return [...checkLabels(context), ...checkTasks(context)];
  },
  checkRest: checkLabels,
};

function checkLabels({ graph, dialect }: RuleContext): Finding[] {
  const isStatus = (field: Field): boolean => findFields([field], 'status', dialect).length > 0;
  const ofFile = [
    ...graph.fields.filter((field) => speaksForFile(field, graph)),
    ...(graph.signOff?.entries ?? []),
  ].filter(isStatus);
  return [
    ...ofFile.flatMap((field) => checkDeclared(field, listTasks(graph))),
    ...graph.phases.flatMap(({ fields, tasks }) =>
      fields.filter(isStatus).flatMap((field) => checkDeclared(field, tasks)),
    ),
  ];
}

/** Whether a labelled line outside of phases and sign-off stands where the file as a whole is spoken of. */
function speaksForFile({ span }: Field, { phases, outcome }: Roadmap): boolean {
  const firstPhase = phases[0]?.span.start ?? Infinity;
  const inOutcome = outcome !== null && span.start >= outcome.span.start && span.end <= outcome.span.end;
  return span.start < firstPhase || inOutcome;
}

const SAYS_DONE =
  /^[^\p{L}\p{N}]*(?:all )?(?:done|complete|completed|finished|shipped|100 ?%(?: done| complete)?)[^\p{L}\p{N}(]*(?:\(?\d{4}-\d{2}-\d{2}\)?)?[^\p{L}\p{N}(]*$/iu;

function checkDeclared(field: Field, tasks: readonly Task[]): Finding[] {
  const open = tasks.filter((task) => !isClosed(task));
  if (open.length === 0 || !SAYS_DONE.test(field.value)) return [];
  const names = nameSome(
    open.map(({ id }) => id),
    MOST_NAMED,
  );
  return [
    {
      message: `This Status says done, and ${open.length} of ${countOf(tasks.length, 'task')} ${open.length === 1 ? 'is' : 'are'} not: ${names}`,
      help: 'Say how far it is, or close what is open.',
      span: field.span,
      task: null,
    },
  ];
}

function checkTasks({ graph, policy }: RuleContext): Finding[] {
  return listTasks(graph)
    .filter((task) => task.state === 'done' && stateOf(task, policy) !== 'done')
    .map((task) => ({
      message: `${task.id} says that it is done, and its box is open`,
      help: 'Tick the box, or say in the Status how far it is.',
      span: headSpan(task),
      task: task.id,
    }));
}

const MOST_NAMED = 5;
