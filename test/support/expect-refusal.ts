import { expect } from '@jest/globals';
import { runAndCompare } from './run-roadmap.ts';

/**
 * Runs the command and expects that it could not do its work: exit 2, nothing on stdout, nothing changed, and a message
 * that says what to do next. Gives back what it wrote to stderr.
 */
export async function expectRefusal(
  folder: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const { code, stdout, stderr, changed } = await runAndCompare(folder, args, changes);
  expect({ code, stdout, changed }).toEqual({ code: 2, stdout: '', changed: [] });
  expect(stderr).toMatch(/^roadmap: [^\n]+(?:\n {2}→ [^\n]+|(?:\n\([^\n]+\))+)\n$/);
  return stderr;
}
