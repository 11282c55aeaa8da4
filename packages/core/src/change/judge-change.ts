import type { Diagnostic } from '../generated/check.types.ts';
import type { Roadmap } from '../generated/roadmap.types.ts';
import { rules } from '../generated/rules.ts';
import { keyTasks } from '../graph/key-tasks.ts';
import type { Rule, RuleFamily } from '../rules/rule.ts';
import { type Case, runRules } from '../rules/run-rules.ts';
import { type Change, type ChangeInput, makeChange } from './change.ts';

/** What the law says of a change. */
export interface ChangeVerdict {
  readonly change: Change;
  /** What this change brings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Number of errors that were there before. */
  readonly oldErrors: number;
}

/** A change, with each version before as a whole case of its own, read and judged by the same policy. */
export interface ChangeCase extends Omit<ChangeInput, 'parents'> {
  readonly after: Case;
  readonly parents: readonly (Case | null)[];
}

/**
 * Judges a change of a roadmap by what held before it: its policy (`after.policy` must be that), and the comments that
 * silence rules. Only what the change brings is found: transitions are judged whole, all else by what no version before
 * had. How the parts around the tasks are kept is no clause of the law, and left to `check`.
 */
export function judgeChange(
  { after, parents, ...rest }: ChangeCase,
  using: readonly Rule[] = rules,
): ChangeVerdict {
  const change = makeChange(after.graph, { ...rest, parents });
  const silences = after.graph.silences.filter((silence) => !change.newSilences.includes(silence));
  const graph = { ...after.graph, silences };
  const diagnostics = runRules({ ...after, graph, change }, using);
  // Of the changes of a long history nearly all have none.
  if (diagnostics.length === 0) return { change, diagnostics, oldErrors: 0 };
  const isKnown = makeKnower(graph, change, parents, (parent) =>
    runRules({ ...parent, policy: after.policy }, using),
  );
  const families = new Map(using.map(({ meta }) => [meta.id, meta.family]));
  const moved = new Set(change.transitions.map(({ task }) => task.id));
  const brought = diagnostics.filter((diagnostic) => {
    const family = families.get(diagnostic.rule) ?? 'structure';
    if (family === 'transition' || family === 'order') return true;
    if (family === 'upkeep' || diagnostic.severity === 'info') return false;
    if (JUDGED_WHOLE.includes(family) && diagnostic.task !== null && moved.has(diagnostic.task)) return true;
    return !isKnown(diagnostic);
  });
  const kept = diagnostics.filter((one) => !brought.includes(one));
  return {
    change,
    diagnostics: brought,
    oldErrors: kept.filter(({ severity }) => severity === 'error').length,
  };
}

const JUDGED_WHOLE: readonly RuleFamily[] = ['evidence', 'words'];

/** Says whether a version before had a finding, too. None is judged before somebody asks. */
function makeKnower(
  after: Roadmap,
  { kept }: Change,
  parents: readonly (Case | null)[],
  judge: (parent: Case) => readonly Diagnostic[],
): (diagnostic: Diagnostic) => boolean {
  let names: { readonly name: Namer; readonly known: ReadonlySet<string> } | null = null;
  const learn = (): typeof names => {
    const keys = new Map([...keyTasks(after)].map(([key, task]) => [task, key]));
    const known = parents.flatMap((parent) => {
      if (parent === null) return [];
      const here = kept.filter((one) => one.parent === parent);
      return judge(parent).map(
        makeNamer(new Map(here.map((one) => [one.before.id, keys.get(one.after) ?? '']))),
      );
    });
    return { name: makeNamer(new Map([...keys].map(([{ id }, key]) => [id, key]))), known: new Set(known) };
  };
  return (diagnostic) => {
    names ??= learn();
    return names?.known.has(names.name(diagnostic)) ?? false;
  };
}

type Namer = (diagnostic: Diagnostic) => string;

/**
 * Names a finding by what it is known by, wherever it stands and whatever its task is called there.
 * @param keys of tasks as the version after has them, by the ids that findings name
 */
function makeNamer(keys: ReadonlyMap<string, string>): Namer {
  return ({ rule, task, message }) => {
    const text = task === null ? message : message.replaceAll(task, '');
    return JSON.stringify([rule, keys.get(task ?? '') ?? task, text.replace(/\bline \d+/g, 'line')]);
  };
}
