import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, type LoadedRoadmap, nameSome, suggestName } from '@roadmap-as-code/engine';

/** What ends like a Markdown file is meant as one, so that a wrong path is not called a wrong id. */
const MARKDOWN = /\.(?:md|markdown)$/i;

/** Arguments that can be files or ids: what names a file is one, anything else is an id. */
export function splitNames(
  names: readonly string[],
  cwd: string,
): { readonly files: string[]; readonly ids: string[] } {
  const files = names.filter((name) => MARKDOWN.test(name) || existsSync(resolve(cwd, name)));
  return { files, ids: names.filter((name) => !files.includes(name)) };
}

/**
 * The one roadmap that has a task of that id.
 * @param command that was called, for the line to run instead
 */
export function findOwner(id: string, roadmaps: readonly LoadedRoadmap[], command: string): LoadedRoadmap {
  const idsOf = ({ graph }: LoadedRoadmap): string[] =>
    graph.phases.flatMap(({ tasks }) => tasks.map((task) => task.id));
  const owners = roadmaps.filter((roadmap) => idsOf(roadmap).includes(id));
  const owner = owners[0];
  if (owner === undefined) {
    const near = suggestName(id, roadmaps.flatMap(idsOf));
    throw new InputError(
      `${id}: there is no such file, and no task of that id`,
      near === null ? '`roadmap show` lists the tasks.' : `Is ${near} meant?`,
    );
  }
  if (owners.length > 1) {
    const paths = nameSome(owners.map(({ graph }) => graph.path));
    throw new InputError(
      `${id}: several roadmaps have a task of that id: ${paths}`,
      `Name the file, too: \`roadmap ${command} ${owner.graph.path} ${id}\`.`,
    );
  }
  return owner;
}
