import { hidePasswords } from '../cascade/name-repository.ts';
import { type CommitFact, type Facts, findFact, reportFact } from '../facts/facts.ts';
import { sayFact } from '../facts/say-fact.ts';
import type { Diagnostic } from '../generated/check.types.ts';
import type { HandoffSectionSetting } from '../generated/config.types.ts';
import type { Dialect } from '../generated/dialect.types.ts';
import type {
  Handoff,
  HandoffCommit,
  HandoffFile,
  HandoffMergeBlocker,
  HandoffProof,
  HandoffRun,
  HandoffSource,
} from '../generated/handoff.types.ts';
import type { Claim, Roadmap, Task } from '../generated/roadmap.types.ts';
import { countTasks, hasEvidence, summarize } from '../graph/summarize.ts';
import { findFields, listTasks, listWork } from '../graph/tasks.ts';
import { isDue, isWorkDone } from '../law/due.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { countOf } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import { findOutcome, findPassage, makePassage } from './find-passage.ts';
import { planSections } from './sections.ts';

/** Everything that a handoff is made of. */
export interface HandoffCase {
  readonly graph: Roadmap;
  /** The text that the graph was read from. */
  readonly text: string;
  readonly dialect: Dialect;
  readonly template: readonly HandoffSectionSetting[] | undefined;
  /** Full hash of what is handed over. */
  readonly commit: string;
  /** As it was named. */
  readonly range: string | null;
  readonly facts: Facts;
  readonly diagnostics: readonly Diagnostic[];
  /** What the cited commits and the range touch. */
  readonly files: readonly HandoffFile[];
  /** The landed commits that tasks cite, in the order of the tasks. */
  readonly commits: readonly HandoffCommit[];
  readonly runs: readonly HandoffRun[];
  /** Whether the commit has a file, by its path from the root. */
  hasFile(path: string): boolean;
  /** Where a link of the roadmap leads, from the root; null where that is outside of the repository. */
  resolve(link: string): string | null;
}

/** Elements of each list that are kept; the page has fewer. */
const MOST = 500;

/** The review context pack of a roadmap, as data. What only a person can say is null where the roadmap does not say it. */
export function buildHandoff(subject: HandoffCase): Handoff {
  const { graph, facts, diagnostics, text, dialect } = subject;
  const roadmap = { graph, text, dialect, root: readMarkdown(text) };
  const blockers = listMergeBlockers(subject);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const summary = summarize(countTasks([{ graph, facts }]));
  return {
    schemaVersion: 1,
    file: graph.path,
    title: graph.title ?? graph.path,
    commit: subject.commit,
    range: subject.range,
    status: {
      isReady: isReadyForReview(graph, diagnostics),
      text: [summary, ...(errors === 0 ? [] : [countOf(errors, 'error')])].join('; '),
    },
    sections: planSections(subject.template),
    story: findPassage(roadmap, 'story') ?? findOutcome(roadmap),
    why: findPassage(roadmap, 'why'),
    outOfScope: findPassage(roadmap, 'out-of-scope'),
    decision: findPassage(roadmap, 'decision'),
    changes: cut(listChanges(subject)),
    files: cut(subject.files),
    evidence: cut(listProofs(subject)),
    blockers: listBlockers(graph),
    deviations: listDeviations(graph),
    mergeBlockers: cut(blockers),
    sources: { documents: listDocuments(subject), commits: cut(subject.commits) },
    testPlan: { ran: [...subject.runs].slice(0, MOST), claimed: cut(listClaimed(subject)) },
  };
}

/** All work is done or dropped, and nothing is wrong with it: what is left is for the reviewer. */
export function isReadyForReview(
  graph: Roadmap,
  diagnostics: readonly Pick<Diagnostic, 'severity'>[],
): boolean {
  return isWorkDone(graph) && diagnostics.every(({ severity }) => severity !== 'error');
}

function cut<T>(all: readonly T[]): { count: number; first: T[] } {
  return { count: all.length, first: all.slice(0, MOST) };
}

function listChanges({ graph, facts }: HandoffCase): Handoff['changes']['first'] {
  return listWork(graph)
    .filter(({ state }) => state === 'done')
    .map((task) => ({
      task: task.id,
      title: task.title,
      commits: [...new Set(task.claims.flatMap((claim) => findLanded(claim, facts)))],
      hasEvidence: hasEvidence(task, facts),
    }));
}

function findLanded(claim: Claim, facts: Facts): string[] {
  const found = findFact(claim, facts);
  return found === null || found.fact !== 'landed' || found.commit === null ? [] : [found.commit];
}

/** One for each claim of a task that was begun; a task that is done without one has one that says so. */
function listProofs({ graph, facts }: HandoffCase): HandoffProof[] {
  return listTasks(graph)
    .filter(isDue)
    .flatMap((task): HandoffProof[] => {
      const { id, title, state, claims } = task;
      const known = { task: id, title, state };
      if (claims.length === 0)
        return state === 'done' ? [{ ...known, claim: '', fact: 'nothing is cited', commit: null }] : [];
      return claims.map((claim) => ({ ...known, claim: claim.text, ...describeClaim(claim, task, facts) }));
    });
}

function describeClaim(claim: Claim, task: Task, facts: Facts): Pick<HandoffProof, 'fact' | 'commit'> {
  const found = findFact(claim, facts);
  if (found !== null) return { fact: sayFound(found, claim, task, facts), commit: found.commit };
  const words: Partial<Record<Claim['kind'], string>> = {
    none: 'nothing in git to show',
    placeholder: 'not filled in',
  };
  return { fact: words[claim.kind] ?? 'not readable', commit: null };
}

function sayFound(found: CommitFact, claim: Claim, task: Task, { target }: Facts): string {
  return sayFact(reportFact(claim, found, { file: '', task: task.id, due: true, target }));
}

function listBlockers(graph: Roadmap): Handoff['blockers'] {
  const states: readonly string[] = ['blocked', 'failed', 'partial', 'dropped'];
  return listTasks(graph)
    .filter(({ state }) => states.includes(state))
    .slice(0, MOST)
    .map(({ id, title, state, reason }) => ({ task: id, title, state, reason }));
}

function listDeviations({ report }: Roadmap): Handoff['deviations'] {
  const items = (report?.lists ?? [])
    .filter(({ name }) => /^(?:surprises|deviations)\b/i.test(name))
    .flatMap((list) => list.items.flatMap(({ text, line }) => makePassage(text, line) ?? []));
  return items.length === 0 ? null : items.slice(0, MOST);
}

function listMergeBlockers({ graph, diagnostics }: HandoffCase): HandoffMergeBlocker[] {
  const errors = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ task, message, rule, file, line }): HandoffMergeBlocker => ({
        kind: 'error',
        subject: task ?? `${file}:${line}`,
        text: message,
        rule,
      }),
    );
  const gates = listTasks(graph)
    .filter(({ gate, state }) => gate && state !== 'done')
    .map(({ id, title }): HandoffMergeBlocker => ({ kind: 'gate', subject: id, text: title, rule: null }));
  const items = graph.review
    .filter(({ state }) => state !== 'done' && state !== 'dropped')
    .map(({ id, title }): HandoffMergeBlocker => ({ kind: 'review', subject: id, text: title, rule: null }));
  return [...errors, ...gates, ...items];
}

/** The documents that the roadmap links, and what its Detail fields say, each once. */
function listDocuments(subject: HandoffCase): HandoffSource[] {
  const { graph, dialect } = subject;
  const details = [...graph.phases, ...listTasks(graph)]
    .flatMap(({ fields }) => findFields(fields, 'detail', dialect))
    .filter(({ value }) => !isPlaceholder(value) && !/\]\(|<[a-z][a-z0-9+.-]*:/i.test(value));
  const sources = [
    { target: graph.path, kind: 'file' as const },
    ...graph.links.flatMap(({ url }) => describeLink(url, subject)),
    ...details.map(({ value }): HandoffSource => ({ target: value, kind: 'text' })),
  ];
  return [...new Map(sources.map((one) => [one.target, one])).values()].slice(0, MOST);
}

function describeLink(url: string, { resolve, hasFile, graph }: HandoffCase): HandoffSource[] {
  if (url === '' || url.startsWith('#')) return [];
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(url))
    return /^(?:https?:)?\/\//i.test(url) ? [{ target: hidePasswords(url), kind: 'elsewhere' }] : [];
  const path = resolve(url);
  if (path === null) return [{ target: url, kind: 'elsewhere' }];
  if (path === graph.path) return [];
  return [{ target: path, kind: hasFile(path) ? 'file' : 'gone' }];
}

/** What the Status of tasks without a statement, and the final report, say was seen. */
function listClaimed({ graph, dialect, runs }: HandoffCase): Handoff['testPlan']['claimed']['first'] {
  const ran = new Set(runs.map(({ task }) => task));
  const tasks = listWork(graph)
    .filter(({ id, state }) => state === 'done' && !ran.has(id))
    .flatMap(({ id, fields }) =>
      findFields(fields, 'status', dialect).map(({ value }) => ({ subject: id, text: value })),
    );
  const groups = graph.report?.groups ?? [];
  const entries = [
    ...(graph.report?.entries ?? []),
    ...groups.flatMap(({ name, entries: some }) =>
      some.map((one) => ({ ...one, name: `${name}, ${one.name}` })),
    ),
  ].map(({ name, value }) => ({ subject: name, text: value }));
  return [...tasks, ...entries].filter(({ text }) => !isPlaceholder(text));
}
