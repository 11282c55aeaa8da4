import type { RemoteChoice } from '@roadmap-as-code/engine';

/** What commands that ask for claims can be told of the remote. */
export interface RemoteOptions {
  /** False where `--no-remote` is said. */
  readonly remote?: string | false;
}

export function chooseRemote({ remote }: RemoteOptions): RemoteChoice {
  if (remote === undefined) return { kind: 'config' };
  return remote === false ? { kind: 'none' } : { kind: 'named', name: remote };
}
