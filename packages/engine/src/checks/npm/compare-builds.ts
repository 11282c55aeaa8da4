import type { Finding } from '../conclude.ts';
import type { Tarball } from './fetch-tarball.ts';
import type { Found } from './find-version.ts';
import { type Algorithm, showDigest } from './integrity.ts';

type There = Extract<Found, { kind: 'there' }>;

/** Whether what registries claim is enough to tell whether they have the same bytes: SHA-1 alone is not (RFC 6194). */
export function isClaimEnough(builds: readonly There[]): boolean {
  return builds.every(({ build: { claims } }) => claims.sha512?.length === 1);
}

/** Where registries have different bytes for one version: by the bytes, and by what they claim where some were not to be had. */
export function compareBuilds(builds: readonly There[], tarballs: readonly Tarball[]): Finding[] {
  const byBytes = compare(
    'sha512',
    tarballs.map(({ registry, digests }) => ({ shown: registry.shown, digests: digests.sha512 })),
  );
  if (byBytes.length > 0 || tarballs.length === builds.length) return byBytes;
  const claims = (['sha512', 'sha1'] as const).flatMap((algorithm) =>
    compare(
      algorithm,
      builds.map(({ registry, build }) => ({
        shown: `${registry.shown}, by its own word,`,
        digests: build.claims[algorithm] ?? [],
      })),
    ),
  );
  return claims.slice(0, 1);
}

interface Entry {
  readonly shown: string;
  readonly digests: readonly string[];
}

/** The first two that have no digest in common. */
function compare(algorithm: Algorithm, all: readonly Entry[]): Finding[] {
  const [first, ...others] = all.filter(({ digests }) => digests.length > 0);
  const other = others.find(({ digests }) => digests.every((one) => !first?.digests.includes(one)));
  if (first === undefined || other === undefined) return [];
  const says = [first, other].map(
    ({ shown, digests }) => `${shown} has ${digests.map((one) => showDigest(algorithm, one)).join(' or ')}`,
  );
  return [
    {
      message: `it is not the same: ${says.join(', ')}`,
      help: 'Find out which build is the right one; where a version can be published once, build a new one and publish that tarball to all.',
    },
  ];
}
