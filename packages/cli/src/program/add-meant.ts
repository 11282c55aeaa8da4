import type { Command } from 'commander';
import type { Surroundings } from '../commands/command.ts';
import type { Finish } from './shared-options.ts';

/** Adds one command. */
export type AddCommand = (program: Command, surroundings: Surroundings, finish: Finish) => void;

/**
 * Adds one of the commands, or all of them: to describe a command takes as long as to run some.
 * @param commands by their names
 * @param only name of the one that is added; undefined adds all
 */
export function addMeant(
  commands: readonly (readonly [name: string, add: AddCommand])[],
  only: string | undefined,
  ...[program, surroundings, finish]: Parameters<AddCommand>
): void {
  for (const [name, add] of commands)
    if (only === undefined || only === name) add(program, surroundings, finish);
}
