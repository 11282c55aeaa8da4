import { countOf } from '@roadmap-as-code/core';
import type { Finding } from '../conclude.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { readJson } from '../http/read-json.ts';
import { type Digests, readClaims, showDigests } from './integrity.ts';
import type { Registry } from './open-registry.ts';

/** What a registry says of a version. */
export type Found =
  | { readonly kind: 'there'; readonly registry: Registry; readonly build: Build; readonly says: string }
  | { readonly kind: 'gone'; readonly registry: Registry; readonly says: string }
  | { readonly kind: 'trouble'; readonly registry: Registry; readonly trouble: Finding };

/** What a registry says of the tarball of a version. */
export interface Build {
  readonly claims: Digests;
  /** Absolute; null where it says none that can be one. */
  readonly tarball: string | null;
}

/**
 * Asks a registry for a version of a package, null for any. Only what a registry would say counts as gone, so that a wrong address does not.
 */
export async function findVersion(registry: Registry, name: string, version: string | null): Promise<Found> {
  const fail = (message: string, help: string): Found => ({
    kind: 'trouble',
    registry,
    trouble: { message, help },
  });
  const answer = await registry.askPackage(name);
  if (answer.kind === 'trouble') return fail(answer.message, answer.help);
  const { status } = answer;
  const body = readJson(answer);
  if (status === 404) {
    if (registry.hasToken && !answer.hadToken)
      return fail(
        `${registry.shown} leads to ${answer.shown}, which has no such package and got no token`,
        'Name the registry that has the package itself.',
      );
    if (isObject(body)) return { kind: 'gone', registry, says: '404, there is no such package' };
  }
  if (status === 401 || status === 403)
    return fail(
      `${registry.shown} does not let it be seen (${status})`,
      registry.hasToken
        ? 'See whether the token may read packages.'
        : 'Give it a token: `registries: [{url: …, token: {env: NAME}}]`.',
    );
  if (status === 404 || (status === 200 && !isPackument(body, name)))
    return fail(
      `${answer.shown} does not answer as a registry does (${status}${body === null ? ', no JSON' : ''})`,
      'Correct the address: the one that `npm --registry` takes.',
    );
  if (status !== 200)
    return fail(`${registry.shown} answers with ${status}`, 'See what is wrong there, and run it again.');
  return findBuild(registry, body as Packument, version, answer);
}

interface Packument {
  readonly versions?: unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The metadata of a package, whole or abbreviated; it has no versions once all of them were unpublished. */
function isPackument(body: unknown, name: string): body is Packument {
  return (
    isObject(body) && body['name'] === name && (body['versions'] === undefined || isObject(body['versions']))
  );
}

function findBuild(registry: Registry, body: Packument, version: string | null, { url }: HttpAnswer): Found {
  const versions = isObject(body.versions) ? body.versions : {};
  const count = Object.keys(versions).length;
  if (version === null)
    return count === 0
      ? { kind: 'gone', registry, says: 'the package is there, without a version' }
      : { kind: 'there', registry, build: NO_BUILD, says: `there, in ${countOf(count, 'version')}` };
  const entry = versions[version];
  if (entry === undefined)
    return { kind: 'gone', registry, says: 'the package is there, this version is not' };
  const dist = isObject(entry) && isObject(entry['dist']) ? entry['dist'] : {};
  const { tarball, integrity, shasum } = dist;
  const isAddress = typeof tarball === 'string' && URL.canParse(tarball, url.href);
  const claims = readClaims(integrity, shasum);
  return {
    kind: 'there',
    registry,
    build: { claims, tarball: isAddress ? new URL(tarball, url).href : null },
    says: `there, it claims ${showDigests(claims)}`,
  };
}

const NO_BUILD: Build = { claims: {}, tarball: null };
