import { createHash } from 'node:crypto';

const ALGORITHMS = ['sha1', 'sha256', 'sha384', 'sha512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Digests of bytes in base64, by their algorithms; a claim may have several of one, of which any fits. */
export type Digests = Readonly<Partial<Record<Algorithm, readonly string[]>>>;

/** Characters of what a registry says of one tarball. */
const LONGEST = 2048;
/** In bytes. */
const LENGTHS: Readonly<Record<Algorithm, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/**
 * What a registry claims of a tarball: `dist.integrity` (Subresource Integrity, section 3.5) and `dist.shasum`, SHA-1 in hex.
 * What can't be a digest, or is far longer than a digest by each algorithm, is left out.
 */
export function readClaims(integrity: unknown, shasum: unknown): Digests {
  const words = typeof integrity === 'string' && integrity.length <= LONGEST ? integrity.split(/\s+/) : [];
  const pairs = words.flatMap((word): [Algorithm, string][] => {
    const { name, digest } =
      /^(?<name>sha\d+)-(?<digest>[A-Za-z0-9+/]+={0,2})(?:\?|$)/.exec(word)?.groups ?? {};
    const algorithm = ALGORITHMS.find((one) => one === name);
    if (algorithm === undefined || digest === undefined) return [];
    const bytes = Buffer.from(digest, 'base64');
    return bytes.length === LENGTHS[algorithm] ? [[algorithm, bytes.toString('base64')]] : [];
  });
  if (typeof shasum === 'string' && /^[0-9a-f]{40}$/i.test(shasum))
    pairs.push(['sha1', Buffer.from(shasum, 'hex').toString('base64')]);
  const claims: Partial<Record<Algorithm, string[]>> = {};
  for (const [algorithm, digest] of pairs) {
    const known = claims[algorithm] ?? [];
    if (!known.includes(digest)) claims[algorithm] = [...known, digest];
  }
  return claims;
}

/** Digests of bytes by every algorithm. */
export function digestBytes(bytes: Uint8Array): Readonly<Record<Algorithm, readonly [string]>> {
  const digest = (algorithm: Algorithm): readonly [string] => [
    createHash(algorithm).update(bytes).digest('base64'),
  ];
  return {
    sha1: digest('sha1'),
    sha256: digest('sha256'),
    sha384: digest('sha384'),
    sha512: digest('sha512'),
  };
}

/** The algorithms by which bytes are not what was claimed of them. */
export function findFalse(claims: Digests, bytes: ReturnType<typeof digestBytes>): Algorithm[] {
  return ALGORITHMS.filter((algorithm) => {
    const claimed = claims[algorithm];
    return claimed !== undefined && !claimed.includes(bytes[algorithm][0]);
  });
}

/** A digest as registries write it: SHA-1 in hex, any other as Subresource Integrity does. */
export function showDigest(algorithm: Algorithm, digest: string): string {
  return algorithm === 'sha1'
    ? `sha1 ${Buffer.from(digest, 'base64').toString('hex')}`
    : `${algorithm}-${digest}`;
}

/** All digests of a claim for people. */
export function showDigests(digests: Digests): string {
  const all = ALGORITHMS.flatMap((algorithm) =>
    (digests[algorithm] ?? []).map((digest) => showDigest(algorithm, digest)),
  );
  return all.length === 0 ? 'no digest' : all.join(', ');
}
