import { nameSome } from '@roadmap-as-code/core';
import type { Check, CheckResult } from '@roadmap-as-code/core/checks';
import { type CheckKind, unknown } from '../check-kind.ts';
import { type ForgeApi, openForge, sayOtherShape } from '../forge/forge-api.ts';
import { type FileHashes, hasPackage, readFileHashes, readPackageNames } from '../forge/read-packages.ts';
import { listSent, needsOfToken } from '../http/token-needs.ts';

type PackageCheck = Extract<Check, { kind: 'forge-package' }>;

const RIGHT = 'read:package';
const PAGE_SIZE = 50;
const MOST_PAGES = 10;
const MOST_NAMED = 5;

/** A package of a forge: whether a version is there, or gone, and whether another forge has the same files. */
export const forgePackage: CheckKind<'forge-package'> = {
  kind: 'forge-package',
  needs: ({ token, sameAs }) => needsOfToken(token === undefined ? (sameAs ?? {}) : { token }),
  tokens: ({ forge, token, sameAs }) => [
    ...listSent(forge, token),
    ...(sameAs === undefined ? [] : listSent(sameAs.forge, sameAs.token)),
  ],
  describe: (check) => `${nameVersion(check)} of ${check.owner} on ${check.forge}`,
  run: async (check, { signal }) => {
    const api = openForge(check, signal);
    const found = await findPackage(api, check);
    if (found.kind === 'unknown') return found.result;
    const { exists = true, sameAs } = check;
    const what = `${nameVersion(check)} (${check.type}) of ${check.owner}`;
    const seen = [{ place: found.place, found: found.kind === 'there' ? 'it is there' : 'it is not there' }];
    if (found.kind === 'gone' && exists)
      return { verdict: 'fail', message: `${what} is not there`, help: 'Publish it.', seen };
    if (found.kind === 'there' && !exists)
      return { verdict: 'fail', message: `${what} is there`, help: 'Delete it on the forge.', seen };
    if (found.kind === 'gone') return { verdict: 'pass', message: `${what} is gone`, help: null, seen };
    if (sameAs === undefined) return { verdict: 'pass', message: `${what} is there`, help: null, seen };
    const { owner = check.owner } = sameAs;
    const there = openForge({ ...sameAs, flavour: check.flavour ?? 'gitea' }, signal);
    return compareFiles([api, there], [check, { ...check, owner }], seen);
  },
};

function nameVersion({ package: name, version }: PackageCheck): string {
  return version === undefined ? name : `${name} ${version}`;
}

type Found =
  | { readonly kind: 'there' | 'gone'; readonly place: string }
  | { readonly kind: 'unknown'; readonly result: CheckResult };

/** A 404 alone is no proof that a package is gone: the list of the owner must be there, and must not have it. */
async function findPackage(api: ForgeApi, check: PackageCheck): Promise<Found> {
  const { owner, type, package: name, version } = check;
  if (version !== undefined) {
    const told = await api.ask({ path: ['packages', owner, type, name, version], right: RIGHT });
    if (told.kind === 'unknown') return told;
    if (told.kind === 'told')
      return hasPackage([told.value], check)
        ? { kind: 'there', place: told.place }
        : { kind: 'unknown', result: sayOtherShape(told.place) };
  }
  return searchPackages(api, check);
}

async function searchPackages(api: ForgeApi, check: PackageCheck): Promise<Found> {
  const { owner, type, package: name, version } = check;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const told = await api.ask({
      path: ['packages', owner],
      query: { type, q: name, page, limit: PAGE_SIZE },
      right: RIGHT,
    });
    if (told.kind === 'unknown') return told;
    if (told.kind === 'absent')
      return trouble(
        `the forge shows no packages of ${owner}: there is no such owner, or whoever asks may not see them`,
        `Correct the owner, or give the check a token with the right ${RIGHT}.`,
      );
    const names = readPackageNames(told.value);
    if (names === null) return { kind: 'unknown', result: sayOtherShape(told.place) };
    if (hasPackage(names, check))
      return version === undefined
        ? { kind: 'there', place: told.place }
        : trouble(
            `the forge lists ${nameVersion(check)}, and answers 404 where it is asked for it`,
            'Run it again; if it stays so, look for yourself.',
          );
    if (names.length === 0) return { kind: 'gone', place: told.place };
  }
  return trouble(
    `${owner} has more packages like ${name} than are looked at`,
    'Look for yourself, or name a version.',
  );
}

function trouble(message: string, help: string): Found {
  return { kind: 'unknown', result: unknown(message, help) };
}

async function compareFiles(
  apis: readonly [ForgeApi, ForgeApi],
  checks: readonly [PackageCheck, PackageCheck],
  seen: CheckResult['seen'],
): Promise<CheckResult> {
  const here = await readFiles(apis[0], checks[0]);
  const there = await readFiles(apis[1], checks[1]);
  if ('verdict' in here) return here;
  if ('verdict' in there) return there;
  const all = [
    ...seen,
    { place: here.place, found: apis[0].show(describeFiles(here.files)) },
    { place: there.place, found: apis[1].show(describeFiles(there.files)) },
  ];
  const names = [...new Set([...here.files.keys(), ...there.files.keys()])];
  const unequal = names.filter((name) => here.files.get(name) !== there.files.get(name));
  if (names.length === 0) return unknown('neither forge tells of any file of it', 'Look for yourself.', all);
  if (unequal.length === 0)
    return {
      verdict: 'pass',
      message: `both forges have the same ${names.length} files`,
      help: null,
      seen: all,
    };
  const named = nameSome(
    unequal.map((name) => apis[1].show(apis[0].show(name))),
    MOST_NAMED,
  );
  return {
    verdict: 'fail',
    message: `not the same on both forges: ${named}`,
    help: 'Publish the same files to both.',
    seen: all,
  };
}

async function readFiles(
  api: ForgeApi,
  { owner, type, package: name, version = '' }: PackageCheck,
): Promise<{ readonly files: FileHashes; readonly place: string } | CheckResult> {
  const told = await api.ask({ path: ['packages', owner, type, name, version, 'files'], right: RIGHT });
  if (told.kind === 'unknown') return told.result;
  if (told.kind === 'absent')
    return unknown(`${told.place} is not there, or is not shown`, 'Publish it there, or give a token.');
  const files = readFileHashes(told.value);
  return files === null ? sayOtherShape(told.place) : { files, place: told.place };
}

function describeFiles(files: FileHashes): string {
  return [...files].map(([name, sha256]) => `${name} sha256 ${sha256}`).join(', ');
}
