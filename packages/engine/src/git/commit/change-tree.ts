import type { TreePath } from '../tree-path.ts';
import { makeObject, type NewObject } from './new-objects.ts';

/** The folders that lead to a file with another content of it, the inmost first: the last one is the tree of a commit. */
export function changeTree({ steps }: TreePath, blob: string): NewObject[] {
  const trees: NewObject[] = [];
  let id = blob;
  for (const { bytes, at } of [...steps].reverse()) {
    const changed = Buffer.from(bytes);
    changed.write(id, at, 'hex');
    const tree = makeObject('tree', changed, blob);
    trees.push(tree);
    id = tree.id;
  }
  return trees;
}
