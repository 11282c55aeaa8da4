import type { Need, SentToken } from '../check-kind.ts';

/**
 * What a check of a server needs. One with a token sends what it finds in the environment to a host of its choice: the
 * config must be trusted before, and the kind says in `tokens` what goes where.
 */
export function needsOfToken({ token }: { readonly token?: object }): readonly Need[] {
  return token === undefined ? ['network'] : ['network', 'trust'];
}

/** @param url of the host that gets the token, as the config has it */
export function listSent(url: string, token: { readonly env: string } | undefined): SentToken[] {
  if (token === undefined) return [];
  return [{ variable: token.env, host: URL.canParse(url) ? new URL(url).origin : url }];
}
