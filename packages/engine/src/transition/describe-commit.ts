import { type Claim, cutText, type Task } from '@roadmap-as-code/core';
import type { Goal } from '@roadmap-as-code/core/transition';
import type { Citation } from './cite-evidence.ts';
import {
  evidenceTrailer,
  fileTrailer,
  patchTrailer,
  stateTrailer,
  taskTrailer,
  titleTrailer,
} from './trailers.ts';

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
 * @param file path of a roadmap that has no place for evidence; null for others
 * @param told the claims that only this message makes
 */
export function describeCommit(
  task: Task,
  to: Goal,
  status: string,
  citations: readonly Citation[],
  file: string | null = null,
  told: readonly Claim[] = [],
): string {
  const subject = cutText(`chore(roadmap): ${ACTIONS[to](task.id)} — ${task.title}`, LONGEST_SUBJECT);
  const body = status === '' ? [] : [status];
  return `${[subject, ...body, listTrailers(task, to, citations, file, told).join('\n')].join('\n\n')}\n`;
}

/** @param file path of a roadmap that has no place for evidence, so that the message is what tells of it; null for others */
export function listTrailers(
  task: Task,
  to: Goal,
  citations: readonly Citation[],
  file: string | null,
  told: readonly Claim[],
): string[] {
  return [
    `${taskTrailer}: ${task.id}`,
    `${stateTrailer}: ${to}`,
    ...(file === null ? [] : [`${fileTrailer}: ${file}`]),
    ...(file === null || !task.derived ? [] : [`${titleTrailer}: ${task.title}`]),
    ...citations.flatMap(({ evidence, patches }) => [
      `${evidenceTrailer}: ${evidence}`,
      ...patches.map((patch) => `${patchTrailer}: ${patch}`),
    ]),
    // What names no commit that git has by now stands as it was given.
    ...told
      .filter(({ hashes, kind }) => hashes.length === 0 || kind === 'foreign')
      .map(({ text }) => `${evidenceTrailer}: ${text}`),
  ];
}
