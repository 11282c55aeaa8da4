import { cutText, type Task } from '@roadmap-as-code/core';
import type { Goal } from '@roadmap-as-code/core/transition';
import type { Citation } from './cite-evidence.ts';
import { evidenceTrailer, patchTrailer, stateTrailer, taskTrailer } from './trailers.ts';

/** In characters. */
export const LONGEST_SUBJECT = 72;

const ACTIONS: Readonly<Record<Goal, (id: string) => string>> = {
  done: (id) => `mark ${id} complete`,
  todo: (id) => `reopen ${id}`,
  doing: (id) => `start ${id}`,
  blocked: (id) => `block ${id}`,
  failed: (id) => `fail ${id}`,
  partial: (id) => `mark ${id} partial`,
  dropped: (id) => `drop ${id}`,
};

/**
 * The message of the commit that carries a transition: what was done, the Status as body, and trailers
 * (git-interpret-trailers(1)) that other tools can read. The patches of what is cited stand right behind it.
 */
export function describeCommit(task: Task, to: Goal, status: string, citations: readonly Citation[]): string {
  const subject = cutText(`chore(roadmap): ${ACTIONS[to](task.id)} — ${task.title}`, LONGEST_SUBJECT);
  const trailers = [
    `${taskTrailer}: ${task.id}`,
    `${stateTrailer}: ${to}`,
    ...citations.flatMap(({ evidence, patches }) => [
      `${evidenceTrailer}: ${evidence}`,
      ...patches.map((patch) => `${patchTrailer}: ${patch}`),
    ]),
  ];
  return `${[subject, ...(status === '' ? [] : [status]), trailers.join('\n')].join('\n\n')}\n`;
}
