import { nameSome, quoteWord } from '@roadmap-as-code/core';
import type { CheckResult, Sight } from '@roadmap-as-code/core/checks';
import { type CheckKind, unknown } from '../check-kind.ts';
import { conclude, type Finding, type Findings } from '../conclude.ts';
import { listSent, needsOfToken } from '../http/token-needs.ts';
import { compareBuilds, isClaimEnough } from '../npm/compare-builds.ts';
import { fetchTarball, type Tarball } from '../npm/fetch-tarball.ts';
import { type Found, findVersion } from '../npm/find-version.ts';
import { showDigest } from '../npm/integrity.ts';
import { openRegistry, type Registry } from '../npm/open-registry.ts';

type Check = Parameters<CheckKind<'npm-package'>['run']>[0];
type There = Extract<Found, { kind: 'there' }>;

/** A version of a package, as registries have it. */
export const npmPackage: CheckKind<'npm-package'> = {
  kind: 'npm-package',
  needs: ({ registries }) => [
    ...new Set(registries.flatMap((one) => needsOfToken(typeof one === 'string' ? {} : one))),
  ],
  tokens: ({ registries }) =>
    registries.flatMap((one) => (typeof one === 'string' ? [] : listSent(one.url, one.token))),
  describe: nameVersion,
  run: async (check, { signal }) => {
    const refusal = refuseName(check);
    if (refusal !== null) return unknown(refusal.message, refusal.help);
    const opened = check.registries.map((one) => openRegistry(one, signal));
    const strange = opened.find((one) => typeof one === 'string');
    if (strange !== undefined) return unknown(strange, 'Correct `registries`.');
    const registries = takeOnce(opened.filter((one) => typeof one !== 'string'));
    const found = await Promise.all(
      registries.map((registry) => findVersion(registry, check.package, check.version ?? null)),
    );
    return judge(check, found);
  },
};

function nameVersion({ package: name, version }: Check): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** As npm takes names (validate-npm-package-name), old ones with capitals included. */
const NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~][\w.~-]*$/;
/** semver.org, without what stands behind a plus sign, which npm leaves out when it publishes. */
const VERSION = /^\d+\.\d+\.\d+(?:-[\dA-Za-z.-]+)?$/;
const LONGEST_NAME = 214;

/** What no registry can have would be gone from everywhere. */
function refuseName(check: Check): Finding | null {
  if (!NAME.test(check.package) || check.package.length > LONGEST_NAME)
    return {
      message: `${JSON.stringify(check.package)} is no name of a package`,
      help: 'Write it as package.json does: `@scope/name`.',
    };
  if (check.version !== undefined && !VERSION.test(check.version))
    return {
      message: `${JSON.stringify(check.version)} is no exact version`,
      help: 'Write it as package.json does, such as `0.1.10`; where it is taken from the report, there.',
    };
  return null;
}

function takeOnce(registries: readonly Registry[]): Registry[] {
  return registries.filter(
    ({ shown }, place) => registries.findIndex((one) => one.shown === shown) === place,
  );
}

async function judge(check: Check, found: readonly Found[]): Promise<CheckResult> {
  const { exists = true, equal = false, tarballs: wantsTarballs = false } = check;
  const name = nameVersion(check);
  const there = found.filter((one): one is There => one.kind === 'there');
  const presence = judgePresence(check, exists, found);
  const shown = nameSome(found.map(({ registry }) => registry.shown));
  if (!exists) return conclude(presence, `${name}: not on ${shown}`);
  const isCompared = equal && there.length > 1;
  const needsTarballs = wantsTarballs || (isCompared && !isClaimEnough(there));
  const fetched = needsTarballs ? await fetchAll(there) : NONE;
  const silent = wantsTarballs && !equal ? listSilent(there) : [];
  const alone = equal && found.length < 2 ? [NOTHING_TO_COMPARE] : [];
  return conclude(
    {
      faults: [
        ...presence.faults,
        ...fetched.faults,
        ...(isCompared ? compareBuilds(there, fetched.tarballs) : []),
      ],
      troubles: [...presence.troubles, ...fetched.troubles, ...silent, ...alone],
      seen: [...presence.seen, ...fetched.seen],
    },
    sayPass(`${name}: `, shown, equal, needsTarballs),
  );
}

const NOTHING_TO_COMPARE: Finding = {
  message: 'there is only one registry, so nothing is equal',
  help: 'Name two or more in `registries`, or leave `equal` out.',
};

function judgePresence(check: Check, exists: boolean, found: readonly Found[]): Findings {
  const name = nameVersion(check);
  const wrong = found
    .filter(({ kind }) => kind === (exists ? 'gone' : 'there'))
    .map(({ registry }) => registry.shown);
  const [first] = wrong;
  const command = `--registry ${quoteWord(first ?? '')}`;
  const fault: Finding = {
    message: `${name} is ${exists ? 'not' : 'still'} on ${nameSome(wrong)}`,
    help: exists
      ? `Publish it there: \`npm publish ${command}\`.`
      : `Take it off, if nobody needs it: \`npm unpublish ${check.package}${check.version === undefined ? ' --force' : `@${check.version}`} ${command}\`.`,
  };
  return {
    faults: first === undefined ? [] : [fault],
    troubles: found.flatMap((one) => (one.kind === 'trouble' ? [one.trouble] : [])),
    seen: found.flatMap((one): Sight[] => {
      if (one.kind === 'trouble') return [];
      return [{ place: `${one.registry.shown}, ${name}`, found: one.registry.show(one.says) }];
    }),
  };
}

interface AllFetched extends Findings {
  readonly tarballs: readonly Tarball[];
}

const NONE: AllFetched = { tarballs: [], faults: [], troubles: [], seen: [] };

async function fetchAll(there: readonly There[]): Promise<AllFetched> {
  const all = await Promise.all(there.map(({ registry, build }) => fetchTarball(registry, build)));
  const tarballs = all.flatMap(({ tarball }) => (tarball === null ? [] : [tarball]));
  return {
    tarballs,
    faults: all.flatMap(({ faults }) => faults),
    troubles: all.flatMap(({ troubles }) => troubles),
    seen: tarballs.map(({ place, size, digests }) => ({
      place,
      found: `${size} bytes, ${showDigest('sha512', digests.sha512[0])}`,
    })),
  };
}

/** A registry that claims no digest can't be held to one. */
function listSilent(there: readonly There[]): Finding[] {
  return there
    .filter(({ build: { claims } }) => Object.keys(claims).length === 0)
    .map(({ registry }) => ({
      message: `${registry.shown} claims no shasum and no integrity`,
      help: 'See what `npm view <package> dist` says there; `equal: true` compares the bytes all the same.',
    }));
}

function sayPass(start: string, shown: string, equal: boolean, hasTarballs: boolean): string {
  if (equal)
    return `${start}the same on ${shown}, by ${hasTarballs ? 'the bytes of the tarballs' : 'what they claim of it'}`;
  return `${start}on ${shown}${hasTarballs ? ', and the tarballs are what is claimed of them' : ''}`;
}
