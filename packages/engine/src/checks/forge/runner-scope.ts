import type { Check } from '@roadmap-as-code/core/checks';

type RunnerCheck = Extract<Check, { kind: 'forge-runner' }>;

/** Where a forge tells of the runners of a scope. */
export interface RunnerScope {
  readonly name: RunnerCheck['scope'];
  readonly path: readonly string[];
  /** The same as the forge's own description has it. */
  readonly endpoint: string;
  /** The right that a token needs for it. */
  readonly right: string;
  readonly owner: string | null;
}

/** @returns a message where the check does not say whose runners are meant, or where the forge knows no such scope */
export function chooseScope({
  scope,
  flavour,
  repository,
  organization,
}: Pick<RunnerCheck, 'scope' | 'flavour' | 'repository' | 'organization'>): RunnerScope | string {
  const isGitHub = flavour === 'github';
  const [owner, repo] = (repository ?? '').split('/');
  if (scope === 'user' || scope === 'instance') {
    if (isGitHub) return `GitHub has no runners of the scope ${scope}`;
    if (scope === 'user') return make(scope, ['user'], '/user', 'read:user', null);
    if (repository === undefined)
      return 'the check names no `repository`, whose own runners are not to be taken for those of the instance';
    return make(scope, ['admin'], '/admin', 'read:admin', null);
  }
  if (scope === 'organization') {
    const org = organization ?? owner ?? '';
    if (org === '') return 'the check names no `organization`, and no `repository` that has an owner';
    return make(scope, ['orgs', org], '/orgs/{org}', isGitHub ? 'admin:org' : 'read:organization', org);
  }
  if (repository === undefined) return 'the check names no `repository`';
  const right = isGitHub ? 'administration: read' : 'read:repository, of an administrator of the repository';
  return make(scope, ['repos', owner ?? '', repo ?? ''], '/repos/{owner}/{repo}', right, repository);
}

function make(
  name: RunnerScope['name'],
  path: readonly string[],
  endpoint: string,
  right: string,
  owner: string | null,
): RunnerScope {
  return {
    name,
    path: [...path, 'actions', 'runners'],
    endpoint: `${endpoint}/actions/runners`,
    right: right,
    owner,
  };
}
