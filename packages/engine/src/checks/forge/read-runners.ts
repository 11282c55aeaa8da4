import type { Flavour } from './forge-api.ts';
import { asFields, readAll, readNumber, readText } from './read-fields.ts';

/** A runner, whichever forge told of it. */
export interface Runner {
  readonly id: number;
  readonly name: string;
  readonly state: 'offline' | 'idle' | 'active';
  /** It gets no jobs. */
  readonly isDisabled: boolean;
  readonly labels: readonly string[];
  /** Whether it works for the whole instance; null where the forge does not say. */
  readonly isShared: boolean | null;
}

export interface RunnerList {
  readonly runners: readonly Runner[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

/** `{runners, total_count}`, or in Forgejo a bare list; null for another shape. */
export function readRunnerList(value: unknown, flavour: Flavour): RunnerList | null {
  const fields = asFields(value);
  if (fields === null && flavour !== 'forgejo') return null;
  const runners = readAll(fields === null ? value : fields['runners'], readRunner);
  const total = fields === null ? null : readNumber(fields, 'total_count');
  if (runners === null || (fields !== null && total === null)) return null;
  return { runners, isWhole: total === null ? runners.length < USUAL_PAGE : runners.length >= total };
}

/** Entries that a forge gives where nobody asks for a number of them: `DEFAULT_PAGING_NUM` of its settings. */
const USUAL_PAGE = 30;

export function readRunner(value: unknown): Runner | null {
  const fields = asFields(value);
  if (fields === null) return null;
  const id = readNumber(fields, 'id');
  const name = readText(fields, 'name');
  const state = readState(readText(fields, 'status'), fields['busy'] === true);
  const labels = readAll(fields['labels'] ?? [], readLabel);
  if (id === null || name === null || state === null || labels === null) return null;
  const owner = readNumber(fields, 'owner_id');
  const repository = readNumber(fields, 'repo_id');
  return {
    id,
    name,
    state,
    isDisabled: fields['disabled'] === true,
    labels,
    isShared: owner === null || repository === null ? null : owner === 0 && repository === 0,
  };
}

/** Gitea and GitHub say `online` and whether it is busy; Forgejo says `idle` or `active`. */
function readState(status: string | null, isBusy: boolean): Runner['state'] | null {
  if (status === 'offline' || status === 'idle' || status === 'active') return status;
  return status === 'online' ? (isBusy ? 'active' : 'idle') : null;
}

/** An object with a name; a bare name in Forgejo. */
function readLabel(value: unknown): string | null {
  const fields = asFields(value);
  return fields === null ? (typeof value === 'string' ? value : null) : readText(fields, 'name');
}
