import type { State } from '../generated/roadmap.types.ts';
import type { Blocker } from '../law/order.ts';
import { nameSome } from './words.ts';

/** That a task may not go on before others, and what to do. */
export function sayBlocked(
  id: string,
  to: State,
  blockers: readonly Blocker[],
): { readonly message: string; readonly help: string } {
  const names = nameSome(
    blockers.map((blocker) => `${blocker.task.id} (${blocker.task.state}${sayClause(blocker)})`),
    MOST_NAMED,
  );
  const isGate = blockers.some(({ clause }) => clause === 'gate');
  return {
    message: `${id} may not be ${to} before ${names}`,
    help: isGate
      ? 'Do what the gate asks for and tick it first: no override lifts a gate.'
      : 'Do these first, or lift the order with `--override "why"`.',
  };
}

const MOST_NAMED = 5;

function sayClause({ clause }: Blocker): string {
  if (clause === 'gate') return ', a gate';
  return clause === 'dependency' ? ', which it depends on' : '';
}
