import type { Dialect } from '../generated/dialect.types.ts';
import { rules } from '../generated/rules.ts';
import { list, table } from './markdown.ts';

/** Why a dialect sets a rule otherwise than the rule itself does. */
export const reasons: Readonly<Record<string, string>> = {
  'commit-empty': 'Its tools make empty commits on purpose, to mark where a phase ends.',
  'commit-is-roadmap-update': 'Its tools commit the plan by itself, and cite that, too.',
  'commit-reused': 'One commit often does several of its tasks.',
  'commit-unreadable': 'What stands there is written for people, in the words of each team.',
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
    reasons[id] ?? '',
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
