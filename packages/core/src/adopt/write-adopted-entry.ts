import type { Dialect } from '../generated/dialect.types.ts';
import { writeEntry } from '../template/write-config.ts';
import type { AdoptedFile } from './adopted-file.ts';
import { listUnknownBoxes } from './find-unknown-states.ts';

/** In characters; a cell that says more is a sentence. */
const LONGEST_BOX = 24;
/** More of them are no marks. */
const MOST_BOXES = 12;

/**
 * The lines that name a file under `roadmaps:` of a config.
 * @param since full hash of the last commit; null where there is none
 */
export function writeAdoptedEntry(file: AdoptedFile, since: string | null): string[] {
  const { graph, dialect } = file;
  const boxes = listUnknownBoxes(file)
    .filter((box) => box !== '' && box.length <= LONGEST_BOX)
    .slice(0, MOST_BOXES);
  return [
    ...writeEntry({ path: graph.path, isNew: false }),
    ...(isByPath(dialect, graph.path) ? [] : [`    dialect: ${dialect.name}`]),
    ...(since === null
      ? []
      : [
          '    # What came up to this commit is the past: `check` and `audit` tell of it, and call none of it an error.',
          `    ${writeSince(since)}`,
        ]),
    ...(boxes.length === 0
      ? []
      : [
          '    # What stands for a state in the file, and nothing says for which: todo, doing, done, partial, blocked, failed or dropped.',
          `    #states: {${boxes.map((box) => `${JSON.stringify(box)}: unknown`).join(', ')}}`,
        ]),
  ];
}

/** Whether the path alone says the dialect, so that no change of the file's content changes it. */
function isByPath({ detect }: Dialect, path: string): boolean {
  return detect.some(
    (signs) =>
      signs.path !== undefined && Object.keys(signs).length === 1 && new RegExp(signs.path, 'iu').test(path),
  );
}

/** The line that names a baseline. YAML 1.2 (section 10.3.2) takes digits for a number, with an `e` among them, too. */
export function writeSince(hash: string): string {
  return `since: ${/^\d+(?:e\d+)?$/.test(hash) ? JSON.stringify(hash) : hash}`;
}
