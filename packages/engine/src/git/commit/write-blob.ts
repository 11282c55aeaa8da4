import { runPlumbing } from '../write-git.ts';
import { refuseFailure } from './refusal.ts';

/** Stores bytes as they are, without a path: no filter may change them. Full hash; throws a Refusal where git can't. */
export async function writeBlob(root: string, bytes: Uint8Array): Promise<string> {
  const run = await runPlumbing(root, ['hash-object', '-w', '--stdin'], { input: bytes });
  if (run.code !== 0) throw refuseFailure('store the file', run);
  return run.stdout.toString().trim();
}
