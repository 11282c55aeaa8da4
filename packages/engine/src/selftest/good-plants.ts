import { type Kit, type Plant, write } from './plant.ts';

function good(name: string, edit: Plant['edit'], rest: Partial<Plant> = {}): Plant {
  return { name, group: 'good', rule: null, severity: 'error', edit, ...rest };
}

/** What the law lets through. */
export const goodPlants: readonly Plant[] = [
  good('a tick with evidence', (text, { boxes, free }) =>
    write(text, 'P0.2', boxes.done, free, 'PASS: equal'),
  ),
  good(
    'work and its tick in one commit',
    (text, { boxes }) => write(text, 'P0.2', boxes.done, 'this', 'PASS: equal'),
    {
      setting: 'beside',
    },
  ),
  good('a tick without anything in git', (text, { boxes }) =>
    write(text, 'P0.2', boxes.done, 'none (by phone)', 'PASS: they agreed'),
  ),
  good('a block with its reason', (text, { boxes }) =>
    write(text, 'P0.3', boxes.todo, '', 'BLOCKED: no key'),
  ),
  good('a reopening with its reason', (text, { boxes }) =>
    write(text, 'P0.1', boxes.todo, '', 'REOPENED: it was the wrong build'),
  ),
  good('a tick past a phase, with an override', (text, { boxes, free }: Kit) =>
    write(text, 'P1.1', boxes.done, free, 'PASS: sold (override: the buyer is here today)'),
  ),
  good('another text of a title', (text) => text.replace('Paint the walls', 'Paint the walls white')),
  good('a new task', (text, { boxes }) =>
    text.replace('### P1', `- [${boxes.todo}] **P0.4** Clean up\n\n### P1`),
  ),
];
