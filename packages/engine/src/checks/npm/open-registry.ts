import type { Check } from '@roadmap-as-code/core/checks';
import { type HttpAnswer, type HttpTrouble, openHttpClient } from '../http/http-client.ts';

/** A registry that a check names. */
export interface Registry {
  /** Its address for people, without a slash at its end. */
  readonly shown: string;
  /** Asks for what it says of a package. */
  askPackage(name: string): Promise<HttpAnswer | HttpTrouble>;
  askTarball(url: string): Promise<HttpAnswer | HttpTrouble>;
  /** What came from it, for people. */
  show(text: string): string;
  /** Whether it is asked with a token. */
  readonly hasToken: boolean;
}

/** Milliseconds; together less than a check may take, so that one registry that hangs does not hide the others. */
const PACKAGE_WAIT = 12_000;
const TARBALL_WAIT = 15_000;
/** In bytes. What npm itself asks for is a few MiB for packages with thousands of versions. */
const LONGEST_PACKAGE = 32 * 1024 * 1024;
const LONGEST_TARBALL = 64 * 1024 * 1024;

/** What npm asks for when it installs: the versions and what is needed to fetch them. */
const ABBREVIATED = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';

/**
 * @param signal of the check
 * @returns why there can be no registry at that address
 */
export function openRegistry(
  written: Extract<Check, { kind: 'npm-package' }>['registries'][number],
  signal: AbortSignal,
): Registry | string {
  const { url, token } = typeof written === 'string' ? { url: written, token: undefined } : written;
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !isPlain(address))
    return 'a registry is written as a plain address: https://host/path';
  const base = `${address.origin}${address.pathname}`.replace(/\/+$/, '');
  const open = (wait: number) => openHttpClient({ origin: base, token, signal, wait });
  const [forPackage, forTarball] = [open(PACKAGE_WAIT), open(TARBALL_WAIT)];
  return {
    shown: base,
    hasToken: token !== undefined,
    show: (text) => forPackage.show(text),
    askPackage: (name) =>
      forPackage.ask({
        // As npm does: the slash behind a scope is a part of the name.
        url: `${base}/${name.replace('/', '%2f')}`,
        headers: { accept: ABBREVIATED },
        mostBytes: LONGEST_PACKAGE,
      }),
    askTarball: (place) =>
      forTarball.ask({
        url: place,
        // The bytes as they are.
        headers: { accept: '*/*', 'accept-encoding': 'identity' },
        mostBytes: LONGEST_TARBALL,
      }),
  };
}

function isPlain({ protocol, search, hash, username, password }: URL): boolean {
  return /^https?:$/.test(protocol) && [search, hash, username, password].every((one) => one === '');
}
