import type { Change } from '../change/change.ts';
import type { CommitFact, Facts } from '../facts/facts.ts';
import type { Severity } from '../generated/check.types.ts';
import type { RoadmapConfig } from '../generated/config.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type { Roadmap, Span } from '../generated/roadmap.types.ts';
import type { OrderLaw } from '../law/order.ts';
import type { Policy } from '../law/policy.ts';
import type { SeenRun } from '../verify/statements.ts';
import type { DueEvidence } from './due-evidence.ts';

/** One file, one rule: what it is, and a pure function that judges a graph against the facts. */
export interface Rule {
  readonly meta: RuleMeta;
  /** What its findings hang on; without it, on anything. */
  readonly scope?: RuleScope;
  check(context: RuleContext): Finding[];
  /** Of a rule whose scope is a task or tasks: what it finds of anything else, which hangs on anything. */
  checkRest?(context: RuleContext): Finding[];
}

/**
 * What the findings of a rule hang on, beside the dialect and the policy:
 * - `task`: each on the one task that it is about;
 * - `tasks`: all of them on those tasks of which it finds something even where they are alone;
 * - `outline`: on what tasks are called, where they stand, what they wait for, and what stands around them: on no state and
 *   on no other field;
 * - `change`: on what a change did;
 * - `facts`: on what was looked up; without facts it finds nothing.
 *
 * So a change of one task is judged without judging all others anew; judge-near.test.ts holds it to the whole.
 */
export type RuleScope = 'task' | 'tasks' | 'outline' | 'change' | 'facts';

export type RuleFamily = 'structure' | 'order' | 'evidence' | 'words' | 'upkeep' | 'transition';

export interface RuleMeta {
  /** Kebab-case; says what is wrong. */
  readonly id: string;
  readonly family: RuleFamily;
  /** Of a finding that states none of its own. */
  readonly severity: Severity;
  /** What the rule finds, in one sentence. */
  readonly description: string;
  /** Why that matters and when it is judged: a paragraph or two of Markdown. */
  readonly details: string;
  /** Options that roadmap.yaml takes, and what each does. */
  readonly options?: Readonly<Record<string, string>>;
  /** The documentation and the tests of the rule. */
  readonly examples: readonly RuleExample[];
}

export interface RuleExample {
  /** What the example shows, as a sentence without a full stop. */
  readonly title: string;
  readonly markdown: string;
  /** The roadmap before the change, for a rule that judges changes; `markdown` is the one after. */
  readonly before?: string;
  /** What the config is after the change; `config` holds before it. */
  readonly configAfter?: Omit<RoadmapConfig, 'path'>;
  /** Dialect to read it in; `execution` without it. */
  readonly dialect?: string;
  /** Path of the file in the repository; `ROADMAP.md` without it. */
  readonly path?: string;
  readonly config?: Omit<RoadmapConfig, 'path'>;
  /** What git says of claims, by the claim as written; any other landed and changed something. */
  readonly facts?: Readonly<Record<string, Partial<CommitFact> & Pick<CommitFact, 'fact'>>>;
  /** Links that lead nowhere; all others are there. */
  readonly brokenLinks?: readonly string[];
  /** Violations of a team's own schema. */
  readonly violations?: Facts['violations'];
  /** Commits of work that came after those that reviews hold for, by their hashes. */
  readonly workSince?: Readonly<Record<string, number>>;
  /** Names of those who took tasks to done. */
  readonly tickers?: readonly string[];
  /** The checks that roadmap.yaml has, and what was seen of them; hashes as the text has them. Nobody looked without it. */
  readonly verified?: {
    readonly names: readonly string[];
    readonly runs: readonly (Pick<SeenRun, 'commit' | 'check' | 'isPass'> & Partial<SeenRun>)[];
  };
  /** Secrets of the text, and what each is. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The findings that the rule must yield: lines, and words that the message holds. Empty for a good example. */
  readonly findings: readonly {
    readonly line: number;
    readonly says: string;
    readonly severity?: Severity;
  }[];
}

/** What a rule is given. */
export interface RuleContext {
  readonly graph: Roadmap;
  readonly dialect: Dialect;
  readonly facts: Facts;
  readonly policy: Policy;
  readonly order: OrderLaw;
  /** Every claim that is judged and that there was something to look up for, in document order. */
  listEvidence(): readonly DueEvidence[];
  /** What led to the graph, where a change is judged; null where the graph is judged as it stands. */
  readonly change: Change | null;
  /** Options of this rule from roadmap.yaml. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The severity of each rule by its id, where no dialect and no config sets another; of all that there are. */
  readonly severities: ReadonlyMap<string, Severity>;
}

/** What a rule found, before it is placed in the file. */
export interface Finding {
  /** What is wrong, with the names of those involved. */
  readonly message: string;
  /** What to do next, as an imperative. */
  readonly help: string;
  readonly span: Span;
  /** Id of the task or review item. */
  readonly task: string | null;
  readonly severity?: Severity;
}
