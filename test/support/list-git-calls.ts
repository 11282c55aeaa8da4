import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { makeEnvironment } from './environment.ts';
import { makeFolder, writeFiles } from './make-folder.ts';
import { type Run, runRoadmap } from './run-roadmap.ts';

/**
 * Runs the command with a `git` that writes down its arguments first: the arguments of each, in the order of the alphabet,
 * since some run side by side.
 */
export async function listGitCalls(
  root: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<{ readonly run: Run; readonly calls: readonly string[] }> {
  const folder = makeFolder('bin');
  const { PATH = '' } = makeEnvironment();
  const git = execFileSync('sh', ['-c', 'command -v git'], { env: { PATH }, encoding: 'utf8' }).trim();
  writeFiles(folder, { git: `#!/bin/sh\necho "$*" >> '${folder}/calls'\nexec '${git}' "$@"\n`, calls: '' });
  chmodSync(join(folder, 'git'), 0o755);
  const run = await runRoadmap(root, args, { ...changes, PATH: [folder, PATH].join(delimiter) });
  const calls = readFileSync(join(folder, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .sort();
  return { run, calls };
}
