import type { ReviewItem, Roadmap } from '../generated/roadmap.types.ts';
import { listTasks } from '../graph/tasks.ts';
import type { Check, CheckKindName } from './check.ts';

/**
 * The checks of a review item that the config puts none behind, as far as the document itself can answer it by what the
 * item asks for; none where it can't.
 */
export function findDefaultChecks(graph: Roadmap, item: Pick<ReviewItem, 'title'>): Check[] {
  const text = item.title;
  if (/placeholder/i.test(text) || /report\b.*\bfilled/i.test(text))
    return [{ kind: 'no-placeholder', in: 'report' }];
  if (/surprise|deviation/i.test(text)) return [{ kind: 'surprises-answered' }];
  const named = listTasks(graph).filter(({ id, derived }) => !derived && isNamed(text, id));
  if (named.length > 0) return [{ kind: 'tasks-done', tasks: named.map(({ id }) => id) }];
  return [];
}

function isNamed(text: string, id: string): boolean {
  return text.split(/[^\w.-]+/).some((word) => word.replace(/[.]+$/, '') === id);
}

/** Words of an item, and the kind of check that would answer it. */
const HINTS: readonly (readonly [RegExp, CheckKindName | string])[] = [
  [/[\w.-]+\/[\w./-]+\.(?:ya?ml|json|toml|md|sh|ts|js)\b/i, 'file'],
  [/\bsystemctl\b|\bsystemd\b|\.service\b|service (?:is|runs)/i, 'systemd-unit'],
  [/\bbranch(?:es)?\b.*\b(?:deleted|gone|removed|left)|\bleftover branch/i, 'git-branch'],
  [/\brunner\b.*\b(?:idle|online|active|registered)/i, 'forge-runner'],
  [/\bbranch(?:es)?\b/i, 'git-branch'],
  [/\btags?\b/i, 'git-tag'],
  [/\bworkflow run\b|\bpipeline\b|\bCI\b/, 'forge-run'],
  [/\.(?:ya?ml|json|toml|md|sh|ts|js)\b|\bdigest\b/i, 'file'],
  [/\bpackages?\b.*\b(?:gone|registr)|\bregistr|\bshasum\b|\bnpm\b/i, 'npm-package'],
  [/\binstalls?\b|\bbuilds?\b|\btests?\b|`[a-z]+ /i, 'command'],
  [/https?:|\bURL\b|\bendpoint\b|\bstatus code\b/i, 'http'],
];

/** The kind of check that would most likely answer an item; null where a person has to. */
export function suggestCheck({
  title,
  requirements,
}: Pick<ReviewItem, 'title' | 'requirements'>): string | null {
  const text = [title, ...requirements.map((one) => one.text)].join('\n');
  return HINTS.find(([words]) => words.test(text))?.[1] ?? null;
}
