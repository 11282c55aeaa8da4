import { type CascadeTarget, type Config, listTasks, suggestName } from '@roadmap-as-code/core';
import { placeKey } from '../config/parse-yaml-config.ts';
import { findEntry } from '../config/roadmap-entries.ts';
import { InputError } from '../input-error.ts';
import type { MeantTask } from '../transition/transition-request.ts';

/** The targets that a config names for a task. Throws where it names none, and where an id of it is no task's. */
export async function findTargets(
  root: string,
  config: Config | null,
  { roadmap: { graph }, id }: MeantTask,
): Promise<readonly CascadeTarget[]> {
  const entry = findEntry(config, graph.path);
  const targets = entry?.targets ?? {};
  const ids = listTasks(graph).map((task) => task.id);
  const strange = Object.keys(targets).find((key) => !ids.includes(key));
  if (strange !== undefined) {
    const place = config?.roadmaps?.findIndex(({ path }) => path === entry?.path);
    const steps = ['roadmaps', `${place}`, 'targets'];
    const near = suggestName(strange, ids);
    throw new InputError(
      `${await placeKey(root, steps, strange)}: no task of ${graph.path} is ${strange}`,
      near === null ? '`roadmap show` lists the tasks.' : `Write ${near}, if that is meant.`,
    );
  }
  const own = Object.hasOwn(targets, id) ? targets[id] : undefined;
  if (own !== undefined) return own;
  throw new InputError(
    `${id} names no targets`,
    `Name them in roadmap.yaml, in the entry of ${graph.path}: \`targets: {${id}: [{repository: URL, file: PATH, text: TEXT}]}\`.`,
  );
}
