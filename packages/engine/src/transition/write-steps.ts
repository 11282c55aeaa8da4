import type { TransitionRefusal } from '@roadmap-as-code/core';
import type { Repository } from '../git/find-repository.ts';
import { InputError } from '../input-error.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import type { Plan, Step } from './plan-steps.ts';
import { replaceFile } from './replace-file.ts';

/** Writes all files, or none of them: then it is said why. */
export async function writeSteps(
  { root }: Repository,
  current: Plan['current'],
  steps: readonly Step[],
): Promise<TransitionRefusal | null> {
  const written: (readonly [LoadedRoadmap, LoadedRoadmap])[] = [];
  for (const [old, now] of current) {
    if (Buffer.compare(old.source.bytes, now.source.bytes) === 0) continue;
    try {
      await replaceFile(root, old.graph.path, old.source.bytes, now.source.bytes);
      written.push([old, now]);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const [was, is] of written)
        await replaceFile(root, was.graph.path, is.source.bytes, was.source.bytes);
      const task = steps.find(({ before }) => before.graph.path === old.graph.path)?.transition.task ?? '';
      return { clause: 'form', task, message: error.message, help: error.help };
    }
  }
  return null;
}
