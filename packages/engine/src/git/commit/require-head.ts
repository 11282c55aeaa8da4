import { InputError } from '../../input-error.ts';
import { type Head, readHead } from './read-head.ts';
import { Refusal } from './refusal.ts';

/** What is checked out. Throws an InputError where nothing was committed yet. */
export async function requireHead(root: string): Promise<Head> {
  try {
    return await readHead(root);
  } catch (error) {
    throw error instanceof Refusal ? new InputError(error.message, error.help) : error;
  }
}
