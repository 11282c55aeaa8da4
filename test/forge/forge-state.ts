/** Whom a runner is registered for. */
export type StandInScope =
  | { readonly of: 'instance' }
  | { readonly of: 'organization' | 'user' | 'repository'; readonly owner: string };

export interface StandInRunner {
  readonly id: number;
  name: string;
  /** As Gitea says it: whether it works at something is `busy`. */
  status: 'online' | 'offline';
  busy: boolean;
  disabled: boolean;
  labels: string[];
  scope: StandInScope;
}

export interface StandInRun {
  readonly id: number;
  readonly repository: string;
  /** Number in the repository, which is in the address of its page. */
  number: number;
  /** Full hash. */
  commit: string;
  /** Name of the file. */
  workflow: string;
  status: 'queued' | 'in_progress' | 'completed';
  /** Empty until it is completed. */
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | '';
}

export interface StandInPackage {
  readonly owner: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  files: { readonly name: string; readonly sha256: string }[];
}

/** All that a stand-in knows: change it whenever you like, the next answer is made from it. */
export interface ForgeState {
  runners: StandInRunner[];
  runs: StandInRun[];
  packages: StandInPackage[];
  /** Owners that exist without having any of the above; `organizations` of them are organizations, the others users. */
  owners: string[];
  organizations: string[];
  /** Tokens that are let in, each with its rights (`read:admin`, `read:repository` …); null lets everybody see all. */
  tokens: Record<string, string[]> | null;
  /** Answers every request of the API with this status, where it is set. */
  broken: number | null;
}

/** A runner that is online and idle, for the whole instance, where nothing else is said. */
export function makeRunner(some: Partial<StandInRunner> & Pick<StandInRunner, 'id' | 'name'>): StandInRunner {
  return {
    status: 'online',
    busy: false,
    disabled: false,
    labels: ['linux'],
    scope: { of: 'instance' },
    ...some,
  };
}

/** A run that succeeded, of `publish.yml`, where nothing else is said. */
export function makeRun(
  some: Partial<StandInRun> & Pick<StandInRun, 'id' | 'repository' | 'number' | 'commit'>,
): StandInRun {
  return { workflow: 'publish.yml', status: 'completed', conclusion: 'success', ...some };
}
