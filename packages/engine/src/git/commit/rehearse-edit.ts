import type { CommitOutcome, CommitRequest } from './commit-request.ts';
import { makeOwnFolder, removeOwnFolder } from './journal.ts';
import { findPlaces } from './places.ts';
import { readHead, refuseUnfinished } from './read-head.ts';
import { changeHead, changeOwn } from './read-versions.ts';
import { Refusal, refuseFileError } from './refusal.ts';

/**
 * Why commitEdit would refuse an edit, hooks and all that comes after them left out; null where it would not. Nothing is
 * changed; git gets objects that nothing reaches. Called after recover, and under the same lock as commitEdit.
 */
export async function rehearseEdit(
  request: CommitRequest,
): Promise<(CommitOutcome & { readonly kind: 'refused' }) | null> {
  const places = await findPlaces(request.root);
  try {
    refuseUnfinished(places);
    const { commit } = await readHead(places.root);
    await makeOwnFolder(places);
    const change = await changeHead({ request, places }, commit);
    await changeOwn({ request, places }, change);
    return null;
  } catch (error) {
    const refusal = error instanceof Refusal ? error : refuseFileError(error);
    if (refusal === null) throw error;
    return { kind: 'refused', message: refusal.message, help: refusal.help };
  } finally {
    await removeOwnFolder(places).catch(() => undefined);
  }
}
