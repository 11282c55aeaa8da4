import type { State, Task } from '../generated/roadmap.types.ts';
import { isBlank } from '../parse/read-box.ts';
import { stateOfCell } from '../parse/read-rows.ts';
import type { Policy } from './policy.ts';

/** What says the state, by the way in which the task is written. */
export type Mark = Pick<Task, 'box' | 'form'>;

/** The state that a mark means under a policy; the config may give it another than the dialect. */
export function stateOf({ box, form }: Mark, policy: Pick<Policy, 'boxes' | 'words'>): State | undefined {
  if (form !== 'box') return stateOfCell(box, policy);
  const word = policy.words.find(([one]) => one === box);
  return policy.boxes.get(isBlank(box) ? ' ' : box) ?? word?.[1];
}
