import type { Need } from '../check-kind.ts';

/**
 * What a check of a server needs. One with a token sends what it finds in the environment to a host of its choice: the
 * config must be trusted before.
 */
export function needsOfToken({ token }: { readonly token?: object }): readonly Need[] {
  return token === undefined ? ['network'] : ['network', 'trust'];
}
