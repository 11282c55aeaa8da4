import type { CommitOutcome, CommitRequest } from './commit-request.ts';
import type { CommitGround } from './ground.ts';
import { makeOwnFolder, removeOwnFolder } from './journal.ts';
import { readHeadAt, refuseUnfinished } from './read-head.ts';
import { changeHead, changeOwn } from './read-versions.ts';
import { Refusal, refuseFileError } from './refusal.ts';

/**
 * Why commitEdit would refuse an edit, hooks and all that comes after them left out; null where it would not. Nothing is
 * changed; git may get objects that nothing reaches. Called after recover, and under the same lock as commitEdit.
 */
export async function rehearseEdit(
  request: CommitRequest,
  ground: CommitGround,
): Promise<(CommitOutcome & { readonly kind: 'refused' }) | null> {
  const places = await ground.findPlaces();
  const editing = { request, places, ground };
  try {
    refuseUnfinished(places);
    const { commit } = await readHeadAt(places);
    await makeOwnFolder(places);
    await changeOwn(editing, await changeHead(editing, commit));
    return null;
  } catch (error) {
    const refusal = error instanceof Refusal ? error : refuseFileError(error);
    if (refusal === null) throw error;
    return { kind: 'refused', message: refusal.message, help: refusal.help };
  } finally {
    await removeOwnFolder(places).catch(() => undefined);
  }
}
