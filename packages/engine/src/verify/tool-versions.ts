import type { ToolVersions } from '@roadmap-as-code/core';
import { runGit } from '../git/run-git.ts';

declare const ROADMAP_VERSION: string;

/** The versions that a statement names. */
export async function readToolVersions(root: string): Promise<ToolVersions> {
  const git = (await runGit(root, ['version'])).stdout.toString();
  return {
    roadmap: typeof ROADMAP_VERSION === 'string' ? ROADMAP_VERSION : 'unbuilt',
    node: process.versions.node,
    git: /^git version (?<version>\S+)/.exec(git)?.groups?.['version'] ?? '',
  };
}
