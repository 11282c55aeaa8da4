import type { Finding } from '../conclude.ts';
import type { Build } from './find-version.ts';
import { digestBytes, findFalse, showDigest } from './integrity.ts';
import type { Registry } from './open-registry.ts';

/** The bytes that a registry serves for a version. */
export interface Tarball {
  readonly registry: Registry;
  /** Where they came from, for people. */
  readonly place: string;
  readonly size: number;
  readonly digests: ReturnType<typeof digestBytes>;
  /** What the registry claims of them and is not so. */
  readonly faults: readonly Finding[];
}

/** Fetches the tarball of a build and holds it to what the registry claims. The token goes to the registry's own host alone. */
export async function fetchTarball(
  registry: Registry,
  { tarball, claims }: Build,
): Promise<Tarball | Finding> {
  if (tarball === null)
    return { message: `${registry.shown} does not say where the tarball is`, help: NOT_WHOLE };
  const answer = await registry.askTarball(tarball);
  if (answer.kind === 'trouble') return answer;
  if (answer.status !== 200)
    return {
      message: `the tarball of ${registry.shown} can't be had: ${answer.shown} answers with ${answer.status}`,
      help: NOT_WHOLE,
    };
  const digests = digestBytes(answer.body);
  const faults = findFalse(claims, digests).map(
    (algorithm): Finding => ({
      message: `${registry.shown} serves other bytes than it claims: ${showDigest(algorithm, digests[algorithm][0])}, claimed ${(
        claims[algorithm] ?? []
      )
        .map((digest) => showDigest(algorithm, digest))
        .join(' or ')}`,
      help: 'Trust neither: find out who changed the tarball or its entry, and publish it anew under another version.',
    }),
  );
  return { registry, place: answer.shown, size: answer.body.length, digests, faults };
}

const NOT_WHOLE = 'See whether `npm pack` can fetch it there.';
