import { findFields, listTasks } from '../graph/tasks.ts';
import { measureDistance } from '../message/suggest-name.ts';
import { countOf, cutText, nameSome } from '../message/words.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

export const rule: Rule = {
  meta: {
    id: 'no-unknown-state',
    family: 'structure',
    severity: 'warning',
    description: 'A box or a leading status word that the dialect gives no meaning.',
    details:
      'What a box such as `[?]` means differs from file to file, so its state is `unknown` until `roadmap.yaml` says it: `states: {"?": blocked}`. A word in capitals that leads a Status and nearly is a state word (`BLOKED:`) leaves the task with the state of its box. Reported once for each box and each word of a file.',
    examples: [
      {
        title: 'A box of a meaning of its own',
        markdown: '### P0 — Setup\n\n- [?] **P0.1** Create the user\n- [?] **P0.2** Install the service\n',
        findings: [{ line: 3, says: '2 tasks have the box [?]' }],
      },
      {
        title: 'A misspelt state word',
        markdown: '### P0 — Setup\n\n- [ ] **P0.1** Create the user\n  - Status: BLOKED: no access\n',
        findings: [{ line: 4, says: 'BLOKED is no state' }],
      },
      {
        title: 'The same box with a meaning in the config',
        config: { states: { '?': 'blocked' } },
        markdown: '### P0 — Setup\n\n- [?] **P0.1** Create the user\n  - Status: waits for the admin\n',
        findings: [],
      },
      {
        title: 'Capitals that are no state word',
        markdown:
          '### P0 — Setup\n\n- [x] **P0.1** Create the user\n  - Commit: none\n  - Status: PASS: uid=1001\n',
        findings: [],
      },
    ],
  },
  scope: 'tasks',
  check(context) {
    return [...findBoxes(context), ...findWords(context)];
  },
};

function findBoxes({ graph, policy }: RuleContext): Finding[] {
  const tasks = listTasks(graph).filter(({ state, box }) => state === 'unknown' && !policy.boxes.has(box));
  return [...new Set(tasks.map(({ box }) => box))].flatMap((box) => {
    const having = tasks.filter((task) => task.box === box);
    const first = having[0];
    if (first === undefined) return [];
    const known = nameSome([...policy.boxes.keys()].map((one) => `[${one}]`));
    return [
      {
        message: `${countOf(having.length, 'task')} ${having.length === 1 ? 'has' : 'have'} the ${first.form === 'box' ? `box [${box}]` : `state "${cutText(box, 40)}"`}, which has no meaning here`,
        help: `Write ${first.form === 'box' ? `one of ${known}` : 'a word for it, such as "Done"'}, or give it a meaning in roadmap.yaml: \`states: {${JSON.stringify(box)}: …}\`.`,
        span: first.boxSpan,
        task: first.id,
      },
    ];
  });
}

const LEADING_CAPITALS = /^[^\p{L}\p{N}]*(?<word>\p{Lu}{5,}(?: \p{Lu}+)?)\s*(?::|$)/u;

function findWords({ graph, dialect }: RuleContext): Finding[] {
  const words = Object.keys(dialect.states.words);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const task of listTasks(graph)) {
    for (const field of findFields(task.fields, 'status', dialect)) {
      const word = LEADING_CAPITALS.exec(field.value)?.groups?.['word'];
      if (word === undefined || words.includes(word) || seen.has(word)) continue;
      const near = words.find((one) => measureDistance(word, one) === 1);
      if (near === undefined) continue;
      seen.add(word);
      const help = `Write ${near}, if that is meant.`;
      findings.push({ message: `${word} is no state`, help, span: field.valueSpan, task: task.id });
    }
  }
  return findings;
}
