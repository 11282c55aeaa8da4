import type { Config, TrustReport } from '@roadmap-as-code/core';
import type { Need } from '../checks/check-kind.ts';
import type { Repository } from '../git/find-repository.ts';
import { digestTrusted, listTrusted } from './list-trusted.ts';
import { readTrust, removeTrust, writeTrust } from './trust-file.ts';

/** What somebody wants of trust. */
export type TrustAction = 'show' | 'record' | 'revoke';

/** Says what the config would have run and sent, and whether it may; and records or withdraws that a person trusts it. */
export async function trustConfig(
  { commonDir }: Repository,
  config: Config | null,
  action: TrustAction,
): Promise<TrustReport> {
  const trusted = listTrusted(config);
  const digest = digestTrusted(trusted);
  const isEmpty = trusted.programs.length === 0 && trusted.tokens.length === 0;
  const isRecorded = action === 'record' && !isEmpty;
  if (isRecorded) await writeTrust(commonDir, digest, Date.now());
  if (action === 'revoke') await removeTrust(commonDir);
  const by = isEmpty ? 'nothing' : await findTrust(commonDir, digest);
  const outcome = isRecorded ? 'recorded' : action === 'revoke' ? 'revoked' : 'shown';
  return {
    schemaVersion: 1,
    outcome,
    trusted: by !== null,
    by,
    digest,
    programs: [...trusted.programs],
    tokens: [...trusted.tokens],
  };
}

/** The environment trusts exactly one digest, for CI, where nobody could answer. */
async function findTrust(commonDir: string, digest: string): Promise<'clone' | 'environment' | null> {
  if (process.env['ROADMAP_TRUST']?.trim() === digest) return 'environment';
  return (await readTrust(commonDir)) === digest ? 'clone' : null;
}

/** What a need for trust is refused for; null where the config is trusted. */
export async function refuseUntrusted(
  repository: Repository,
  config: Config | null,
): Promise<(need: Need) => typeof UNTRUSTED | null> {
  const { trusted } = await trustConfig(repository, config, 'show');
  return (need) => (need === 'trust' && !trusted ? UNTRUSTED : null);
}

const UNTRUSTED = {
  message: 'roadmap.yaml has programs run or tokens sent, and nobody has trusted it here',
  help: 'See what would run and be sent, and trust it if you do: `roadmap trust`.',
};
