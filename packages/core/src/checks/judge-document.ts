import { type Facts, findFact, isAsked, isGood } from '../facts/facts.ts';
import type { NoPlaceholderCheck } from '../generated/no-placeholder-check.types.ts';
import type { ReportCompleteCheck } from '../generated/report-complete-check.types.ts';
import type { Field, Roadmap, Task } from '../generated/roadmap.types.ts';
import type { TasksDoneCheck } from '../generated/tasks-done-check.types.ts';
import { listTasks, listWork } from '../graph/tasks.ts';
import { cutText, nameSome } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { CheckResult, Sight } from './check.ts';

/** The roadmap that is looked at, and what is known of its claims. */
export interface JudgedDocument {
  readonly graph: Roadmap;
  readonly facts: Facts;
}

/** Every named task is done, and what it cites is good as far as that is known. */
export function judgeTasksDone({ graph, facts }: JudgedDocument, check: TasksDoneCheck): CheckResult {
  const { tasks, strange } = findNamed(graph, check.tasks ?? null);
  const seen = tasks.map((task): Sight => ({ place: task.id, found: describeTask(task, facts) }));
  if (strange.length > 0)
    return {
      verdict: 'unknown',
      message: `there is no task or phase ${nameSome(strange)}`,
      help: 'Correct the ids in `tasks`.',
      seen,
    };
  const open = tasks.filter(({ state }) => state !== 'done' && state !== 'dropped');
  if (open.length > 0)
    return {
      verdict: 'fail',
      message: `not done: ${nameSome(
        open.map(({ id, state }) => `${id} (${state})`),
        MOST_NAMED,
      )}`,
      help: `\`roadmap show ${open[0]?.id ?? ''}\` has all that it says.`,
      seen,
    };
  const doubtful = tasks.filter((task) => findBadClaim(task, facts) !== null);
  if (doubtful.length > 0)
    return {
      verdict: 'fail',
      message: `done without good evidence: ${nameSome(
        doubtful.map(({ id }) => id),
        MOST_NAMED,
      )}`,
      help: '`roadmap check` says what is wrong with it.',
      seen,
    };
  const isUnknown = tasks.some(({ claims }) =>
    claims.some((claim) => isAsked(claim) && findFact(claim, facts)?.fact === 'unknown'),
  );
  if (isUnknown)
    return {
      verdict: 'unknown',
      message: 'git can’t tell of all their evidence',
      help: 'Review in a whole clone: `git fetch --unshallow`.',
      seen,
    };
  return { verdict: 'pass', message: `all ${tasks.length} are done`, help: null, seen };
}

const MOST_NAMED = 5;
const LONGEST_SHOWN = 80;

function findNamed(
  graph: Roadmap,
  names: readonly string[] | null,
): { readonly tasks: readonly Task[]; readonly strange: readonly string[] } {
  if (names === null) return { tasks: listWork(graph), strange: [] };
  const found = names.map((name) => ({
    name,
    tasks: [
      ...listTasks(graph).filter(({ id }) => id === name),
      ...graph.phases.filter(({ id }) => id === name).flatMap(({ tasks }) => tasks),
    ],
  }));
  return {
    tasks: [...new Set(found.flatMap(({ tasks }) => tasks))],
    strange: found.filter(({ tasks }) => tasks.length === 0).map(({ name }) => name),
  };
}

function describeTask(task: Task, facts: Facts): string {
  const claims = task.claims.map((claim) => {
    const fact = isAsked(claim) ? findFact(claim, facts)?.fact : undefined;
    return fact === undefined ? claim.text : `${claim.text} ${fact}`;
  });
  return [task.state, ...claims].join(', ');
}

function findBadClaim({ claims }: Task, facts: Facts): string | null {
  const bad = claims.filter(isAsked).find((claim) => {
    const fact = findFact(claim, facts);
    return fact !== undefined && fact !== null && fact.fact !== 'unknown' && !isGood(fact);
  });
  return bad?.text ?? null;
}

/** Nothing of the report, or of the whole roadmap, is a placeholder. */
export function judgePlaceholders({ graph }: JudgedDocument, check: NoPlaceholderCheck): CheckResult {
  const { report } = graph;
  if (report === null) return missingReport();
  const parts = [
    ...listEntries(graph),
    ...listItems(graph),
    ...(check.in === 'roadmap' ? listOthers(graph) : []),
  ];
  const open = parts.filter(({ value }) => isPlaceholder(value));
  const seen = [{ place: `line ${report.line}, ${report.title}`, found: `${parts.length} values` }];
  if (parts.length === 0)
    return {
      verdict: 'fail',
      message: 'the final report holds no value at all',
      help: 'Fill it in: `roadmap report set`.',
      seen,
    };
  if (open.length === 0)
    return { verdict: 'pass', message: `none of ${parts.length} values is a placeholder`, help: null, seen };
  return {
    verdict: 'fail',
    message: `not filled in: ${nameSome(
      open.map(({ name, line }) => `${name} (line ${line})`),
      MOST_NAMED,
    )}`,
    help: 'Fill it in: `roadmap report set`.',
    seen,
  };
}

interface Value {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

function listEntries({ report }: Roadmap): Value[] {
  if (report === null) return [];
  const inGroups = report.groups.flatMap((group) =>
    group.entries.map((entry) => ({ ...entry, name: `${group.name}, ${entry.name}` })),
  );
  return [...report.entries, ...inGroups].map(toValue);
}

function listItems({ report }: Roadmap): Value[] {
  return (report?.lists ?? []).flatMap(({ name, items }) =>
    items.map(({ text, line }) => ({ name, value: text, line })),
  );
}

function listOthers(graph: Roadmap): Value[] {
  const fields = listTasks(graph)
    .filter(({ state }) => state !== 'todo')
    .flatMap((task) => task.fields.map((field) => ({ ...field, name: `${task.id} ${field.name}` })));
  const cells = (graph.changeLog?.rows ?? []).flatMap(({ line, cells: all }) =>
    all.map(({ value }) => ({ name: 'change log', value: value === '' ? '—' : value, line })),
  );
  const isReviewed = graph.review.every(({ state }) => state === 'done' || state === 'dropped');
  const signOff = isReviewed ? (graph.signOff?.entries ?? []) : [];
  return [...fields.map(toValue), ...cells, ...signOff.map(toValue)];
}

function toValue({ name, value, line }: Pick<Field, 'name' | 'value' | 'line'>): Value {
  return { name, value, line };
}

function missingReport(): CheckResult {
  return {
    verdict: 'fail',
    message: 'the roadmap has no final report',
    help: 'Write one: `roadmap init` in an empty folder shows its form.',
    seen: [],
  };
}

/** A value that begins with a state other than done says that something is open. */
const OPEN = /^\W*(?:BLOCKED|FAILED|FAIL|PARTIAL|TODO|UNKNOWN|NOT YET|MISSING)\b/;

/** Every named entry of the report is there, is filled in and says nothing that is open. */
export function judgeReport({ graph }: JudgedDocument, check: ReportCompleteCheck): CheckResult {
  if (graph.report === null) return missingReport();
  const all = listEntries(graph);
  const named = check.entries ?? null;
  const isNamed = ({ name }: Value, wanted: string): boolean =>
    name === wanted || name.startsWith(`${wanted}, `) || name.endsWith(`, ${wanted}`);
  const strange = (named ?? []).filter((wanted) => !all.some((one) => isNamed(one, wanted)));
  const wanted = named === null ? all : all.filter((one) => named.some((name) => isNamed(one, name)));
  const seen = wanted.map(({ name, value, line }) => ({ place: `line ${line}, ${name}`, found: value }));
  const open = wanted.filter(({ value }) => isPlaceholder(value) || OPEN.test(value));
  const missing = [...strange, ...open.map(({ name, line }) => `${name} (line ${line})`)];
  if (missing.length === 0)
    return { verdict: 'pass', message: `${wanted.length} entries are filled in`, help: null, seen };
  return {
    verdict: 'fail',
    message: `open or not there: ${nameSome(missing, MOST_NAMED)}`,
    help: 'Fill it in: `roadmap report set`.',
    seen,
  };
}

/** A list of the report that tells what went otherwise than planned. */
const SURPRISES = /surprise|deviation|unexpected/i;
const NOTHING = /^(?:none|nothing|no surprises?|n\/a|-|—)\W*$/i;
/** Says what became of it. */
const ANSWERED =
  /\b(?:no follow-?up|follow-?up(?: task)?:|fixed|resolved|mended|accepted|answered|tracked (?:in|as|by)|see [A-Z]+\d|P\d+\.\d+|#\d+)\b/i;

/** Says that something is left to do. */
const LEFT =
  /\b(?:needs? (?:a |an )?(?:follow-?up|fix|answer)|to be (?:fixed|done|mended)|not (?:yet )?(?:fixed|resolved|mended)|unresolved|still open|TODO)\b/i;

/** Each surprise says what became of it; what does not is for a person to read. */
export function judgeSurprises({ graph }: JudgedDocument): CheckResult {
  if (graph.report === null) return missingReport();
  const lists = graph.report.lists.filter(({ name }) => SURPRISES.test(name));
  const items = lists.flatMap((list) => list.items);
  const seen = items.map(({ text, line }) => ({ place: `line ${line}`, found: text }));
  if (lists.length === 0 || items.length === 0 || items.every(({ text }) => isPlaceholder(text)))
    return {
      verdict: 'fail',
      message: 'the report tells no surprises, and not that there were none',
      help: 'Say it: `roadmap surprise add "…"`, or `none`.',
      seen,
    };
  const left = items.filter(({ text }) => LEFT.test(text));
  if (left.length > 0)
    return {
      verdict: 'fail',
      message: `something is left to do: ${nameSome(
        left.map(({ text, line }) => `line ${line} (${cutText(text, LONGEST_SHOWN)})`),
        MOST_NAMED,
      )}`,
      help: 'Do it, or track it as a task, and write behind it what became of it.',
      seen,
    };
  const open = items.filter(({ text }) => !NOTHING.test(text.trim()) && !ANSWERED.test(text));
  if (open.length === 0)
    return {
      verdict: 'pass',
      message: items.some(({ text }) => !NOTHING.test(text.trim()))
        ? `all ${items.length} surprises say what became of them`
        : 'there were none',
      help: null,
      seen,
    };
  return {
    verdict: 'person',
    message: `${open.length} of ${items.length} surprises do not say whether something is left to do: ${nameSome(
      open.map(({ line }) => `line ${line}`),
      MOST_NAMED,
    )}`,
    help: 'Read them; write behind each what became of it, such as “no follow-up” or “follow-up: P7.2”.',
    seen,
  };
}
