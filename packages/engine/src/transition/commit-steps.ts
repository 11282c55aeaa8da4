import { decodeSource, isSource, listTasks, type Task, type TransitionRefusal } from '@roadmap-as-code/core';
import { findTaskBlocks } from '@roadmap-as-code/core/parse';
import { writeTransition } from '@roadmap-as-code/core/transition';
import { commitEdit } from '../git/commit/commit-edit.ts';
import type { CommitGround } from '../git/commit/ground.ts';
import { rehearseEdit } from '../git/commit/rehearse-edit.ts';
import type { LoadedRoadmap } from '../load-roadmap.ts';
import type { Citation } from './cite-evidence.ts';
import { describeCommit } from './describe-commit.ts';
import { isUnchanged, type Step, tellsOfFile } from './plan-steps.ts';

/**
 * Why one of several commits could not be made, before the first of them is. Of one alone, its own commit tells; what a
 * hook will say, nobody knows.
 */
export async function findObstacle(
  ground: CommitGround,
  steps: readonly Step[],
): Promise<TransitionRefusal | null> {
  const changed = steps.filter((step) => !isUnchanged(step));
  if (changed.length < 2) return null;
  for (const path of new Set(changed.map(({ before }) => before.graph.path))) {
    const own = changed.filter(({ before }) => before.graph.path === path);
    let last = own[0];
    const edit = (bytes: Uint8Array): Uint8Array | null => {
      let edited: Uint8Array | null = bytes;
      for (const step of own) {
        last = step;
        edited = edited && editStep(step, edited);
        if (edited === null) break;
      }
      return edited;
    };
    const refused = await rehearseEdit({ root: ground.root, path, message: '', edit }, ground);
    if (refused === null || last === undefined) continue;
    const { message, help } = refused;
    return {
      clause: 'commit',
      task: last.transition.task,
      message: `${last.transition.task}: ${message}`,
      help,
    };
  }
  return null;
}

/** Commits one transition, and nothing else. */
export async function commitStep(
  ground: CommitGround,
  step: Step,
  citations: ReadonlyMap<Task, readonly Citation[]>,
): ReturnType<typeof commitEdit> {
  const { transition, before, from, planned } = step;
  return commitEdit(
    {
      root: ground.root,
      path: before.graph.path,
      message: describeCommit(
        from,
        transition.to,
        planned.status,
        citations.get(planned.task) ?? [],
        tellsOfFile(step) ? before.graph.path : null,
        planned.told,
      ),
      edit: (bytes) => editStep(step, bytes),
    },
    ground,
  );
}

/**
 * A version of the file with the transition. What the user has changed elsewhere stays; where they have changed the
 * task's own lines, nobody can tell what is meant, and it is null.
 */
function editStep({ transition, before, from, planned }: Step, bytes: Uint8Array): Uint8Array | null {
  if (Buffer.compare(bytes, before.source.bytes) === 0) return planned.bytes;
  const source = decodeSource(bytes);
  if (!isSource(source)) return null;
  const there = { ...before, source, graph: before.parse(bytes) };
  if (blockOf(there, from.id) !== blockOf(before, from.id)) return null;
  const written = writeTransition(there, before.policy, transition, before.parse);
  return written.kind === 'planned' ? written.bytes : null;
}

/** The lines of a task, whatever they end with. */
function blockOf({ graph, source }: Pick<LoadedRoadmap, 'graph' | 'source'>, id: string): string | null {
  const task = listTasks(graph).find((one) => one.id === id);
  if (task === undefined) return null;
  const text = source.text.replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  const blocks = [...findTaskBlocks(text).values()].flat();
  return blocks.find(({ line }) => line === task.line)?.text ?? lines[task.line - 1] ?? null;
}
