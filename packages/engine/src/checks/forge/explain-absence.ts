import type { CheckResult } from '@roadmap-as-code/core/checks';
import { unknown } from '../check-kind.ts';
import type { ForgeApi } from './forge-api.ts';
import { asFields, readText } from './read-fields.ts';

/** What answered 404 where only something that is always there was asked for. */
export interface Absence {
  /** The path as the forge's own description has it, such as `/repos/{owner}/{repo}/actions/runners`. */
  readonly endpoint: string;
  /** What it tells of: "runners". */
  readonly noun: string;
  /** Whose it would be: "octo/widget"; null where that is the whole instance. */
  readonly owner: string | null;
}

/**
 * Why there is nothing: the server is too old for the endpoint, as its own description shows, or it does not let whoever
 * asks see the owner. Either way it can't be known.
 */
export async function explainAbsence(api: ForgeApi, absence: Absence): Promise<CheckResult> {
  const { endpoint, noun, owner } = absence;
  const hidden = unknown(
    `the forge shows no ${noun}${owner === null ? '' : ` of ${owner}`}: they are not there, or whoever asks may not see them`,
    'Correct the name, switch Actions on, or give the check a token that may see them.',
  );
  if (api.flavour === 'github') return hidden;
  const isThere = hasEndpoint(await api.askSwagger(), endpoint);
  if (isThere === true) return hidden;
  const version = await readVersion(api);
  const server = version === null ? 'this server' : `this server (${api.show(version)})`;
  if (isThere === false)
    return unknown(
      `${server} has no endpoint for ${noun}`,
      'Look for yourself, or bring the server to a version that has it.',
    );
  return unknown(
    `${server} may have no endpoint for ${noun}, or may not show those${owner === null ? '' : ` of ${owner}`}`,
    'Look for yourself; correct the name, or give the check a token that may see them.',
  );
}

/** Null where the description does not tell. Names of parameters differ between versions, and say nothing. */
function hasEndpoint(swagger: unknown, endpoint: string): boolean | null {
  const paths = asFields(asFields(swagger)?.['paths']);
  if (paths === null) return null;
  const plain = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');
  return Object.keys(paths).some((path) => plain(path) === plain(endpoint));
}

async function readVersion(api: ForgeApi): Promise<string | null> {
  const told = await api.ask({ path: ['version'], right: 'read:misc' });
  const fields = told.kind === 'told' ? asFields(told.value) : null;
  return fields === null ? null : readText(fields, 'version');
}
