import { Option } from 'commander';
import type { Outcome } from '../commands/command.ts';

/** Takes what a command gave back; `json` says which half of it is wanted. */
export type Finish = (outcome: Outcome, json: boolean) => void;

/** What several commands take alike. */
export const JSON_OPTION = ['--json', 'print JSON for a program'] as const;
export const AGENT_OPTION = [
  '--as <name>',
  'who you are, where several share a clone; else ROADMAP_AGENT',
] as const;
export const REMOTE_OPTION = [
  '--remote <name>',
  'the remote that holds claims; else that of roadmap.yaml',
] as const;
export const NO_REMOTE_OPTION = ['--no-remote', 'ask no remote for claims'] as const;
export const REBASE_OPTION = [
  '--rebase-work',
  'where a remote has moved, make commits of work anew, too, and write their new hashes into the ticks',
] as const;
export const IDS = 'ids of tasks; a file beside them says which roadmap is meant';
export const FILES = 'roadmaps; without any, those of roadmap.yaml, else every ROADMAP.md that git tracks';

/** Beside `--commit <commit>`, which commander would take it for the opposite of. */
export function makeNoCommit(): Option {
  const option = new Option('--no-commit', 'write the file, and leave the commit to you');
  option.attributeName = () => 'isCommitted';
  return option;
}
