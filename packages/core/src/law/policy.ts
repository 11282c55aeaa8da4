import { type Forms, sortWords } from '../dialects/forms.ts';
import type { OrderPolicy, RoadmapConfig, SeveritySetting } from '../generated/config.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { State } from '../generated/roadmap.types.ts';

/** How one rule is set. */
export interface RulePolicy {
  readonly severity?: SeveritySetting;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What one roadmap is held to: the dialect's defaults, overruled by roadmap.yaml. */
export interface Policy {
  readonly order: OrderPolicy;
  /** Ids that the config names as gates. */
  readonly gates: readonly string[];
  /** Whether a task that is not todo must have its fields. */
  readonly required: boolean;
  /** What stands between the brackets of a box, and the state that it means. */
  readonly boxes: ReadonlyMap<string, State>;
  /** State words in capitals, longest first. */
  readonly words: Forms['words'];
  readonly rules: ReadonlyMap<string, RulePolicy>;
  /** The commit before which transitions are no errors, as the config names it. */
  readonly since: string | null;
  /** What evidence has to have landed on, as the config names it; null for HEAD. */
  readonly target: string | null;
  /** The checks of the config by their names, each as JSON. */
  readonly checks: ReadonlyMap<string, string>;
  /** Whether the file is a roadmap at all: a change of the config may leave it out. */
  readonly isGuarding: boolean;
}

export function makePolicy(dialect: Dialect, config: Omit<RoadmapConfig, 'path'> | null): Policy {
  const rules = new Map<string, RulePolicy>();
  for (const [id, severity] of Object.entries(dialect.policy.rules)) rules.set(id, { severity, options: {} });
  for (const [id, setting] of Object.entries(config?.rules ?? {})) rules.set(id, readSetting(setting));
  return {
    order: config?.order ?? dialect.policy.order,
    gates: config?.gates ?? [],
    required: dialect.policy.required,
    words: sortWords(dialect),
    boxes: new Map(Object.entries({ ...dialect.states.boxes, ...config?.states })),
    rules,
    since: config?.since ?? null,
    target: config?.target ?? null,
    checks: new Map(Object.entries(config?.checks ?? {}).map(([name, one]) => [name, JSON.stringify(one)])),
    isGuarding: true,
  };
}

function readSetting(setting: unknown): RulePolicy {
  const [severity, options] = (Array.isArray(setting) ? setting : [setting]) as [
    SeveritySetting,
    Record<string, unknown>?,
  ];
  return { severity, options: options ?? {} };
}
