import type { Dialect } from '../generated/dialect.types.ts';
import { rules } from '../generated/rules.ts';
import { list, table } from './markdown.ts';

/** Why a dialect sets a rule otherwise than the rule itself does. */
const WHY: Readonly<Record<string, string>> = {
  'commit-unreadable': 'What stands there is written for people, in the words of each team.',
  'no-unknown-reference': 'What is named may stand in another file.',
  'no-unknown-state': "A mark of a team's own is no mistake; `states:` gives it a meaning.",
  'one-transition-per-commit': 'Such files are ticked several tasks at a time.',
  'phase-order': 'The order is a habit of the file, and no promise.',
};

const ORDERS: Readonly<Record<Dialect['policy']['order'], string>> = {
  phases: 'A task may be started or ticked once every task of every phase before it is done or dropped.',
  strict: 'A task may be started or ticked once every task before it is done or dropped.',
  off: 'The order of phases binds nothing, unless `order: phases` in `roadmap.yaml` says so. Gates, and what a task depends on, bind all the same.',
};

/** What a file is held to. */
export function sayJudgement({ policy }: Dialect): string[] {
  const rows = Object.entries(policy.rules).map(([id, here]) => [
    `[${id}](../rules/${id}.md)`,
    rules.find(({ meta }) => meta.id === id)?.meta.severity ?? '',
    String(here),
    whyOf(id),
  ]);
  return [
    list([
      ORDERS[policy.order],
      policy.required
        ? 'A task that is done needs its evidence and its Status in the file.'
        : 'No field is required: what was written is judged, and a tick may name no evidence.',
    ]),
    ...(rows.length === 0
      ? ['All [rules](../rules/README.md) have their own severities.']
      : ['These rules differ from their own severities:', table(['rule', 'its own', 'here', 'why'], rows)]),
  ];
}

/** Throws where a dialect sets a rule that nobody has given a reason for. */
function whyOf(rule: string): string {
  const why = WHY[rule];
  if (why === undefined) throw new Error(`say in say-judgement.ts why a dialect sets ${rule}`);
  return why;
}
