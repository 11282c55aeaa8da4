import type { Finding } from '../conclude.ts';
import type { Build } from './find-version.ts';
import { digestBytes, findFalse, showDigest } from './integrity.ts';
import type { Registry } from './open-registry.ts';

/** The bytes that a registry serves for a version. */
export interface Tarball {
  readonly registry: Registry;
  /** Where they came from, for people. */
  readonly place: string;
  /** In bytes. */
  readonly size: number;
  readonly digests: ReturnType<typeof digestBytes>;
}

/** What became of fetching one; without faults and troubles it is there, and is what the registry claims of it. */
export interface Fetched {
  readonly tarball: Tarball | null;
  readonly faults: readonly Finding[];
  readonly troubles: readonly Finding[];
}

/** Fetches the tarball of a build and holds it to what the registry claims. The token goes to the registry's own host alone. */
export async function fetchTarball(registry: Registry, build: Build): Promise<Fetched> {
  const { shown } = registry;
  if (build.tarball === null)
    return fail('troubles', `${shown} does not say where the tarball is`, NOT_WHOLE);
  const answer = await registry.askTarball(build.tarball);
  if (answer.kind === 'trouble') return fail('troubles', answer.message, answer.help);
  const isKept = registry.hasToken && !answer.hadToken;
  if (answer.status === 404 && !isKept)
    return fail(
      'faults',
      `${shown} has the version without its tarball: ${answer.shown} answers with 404`,
      ANEW,
    );
  if (answer.status !== 200)
    return fail(
      'troubles',
      `${answer.shown} does not give the tarball (${answer.status}${isKept ? ', and got no token, which is for another host' : ''})`,
      NOT_WHOLE,
    );
  const digests = digestBytes(answer.body);
  return {
    tarball: { registry, place: answer.shown, size: answer.body.length, digests },
    faults: findFalse(build.claims, digests).map(
      (algorithm): Finding => ({
        message: `${shown} serves other bytes than it claims: ${showDigest(algorithm, digests[algorithm][0])}, claimed ${(
          build.claims[algorithm] ?? []
        )
          .map((digest) => showDigest(algorithm, digest))
          .join(' or ')}`,
        help: ANEW,
      }),
    ),
    troubles: [],
  };
}

const NOT_WHOLE = 'See whether `npm pack` can fetch it there.';
const ANEW = 'Find out who changed the tarball or its entry, and publish it anew under another version.';

function fail(list: 'faults' | 'troubles', message: string, help: string): Fetched {
  return { tarball: null, faults: [], troubles: [], [list]: [{ message, help }] };
}
