import {
  type CommitDetails,
  countOf,
  cutText,
  type Fact,
  isGood,
  MOST_REFS,
  nameRefs,
  nameSome,
  type ShownEvidence,
  sayFact,
} from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

/** Digits that are enough to find a commit by, for a person. */
const SHORT = 12;
const SUBJECT_WIDTH = 100;
const MOST_TASKS = 5;
const MOST_FILES = 8;

/** How the facts of one file are spread that its tasks are judged by: "12 landed on HEAD; 1 pending: P3.4". */
export function reportFacts(facts: readonly Fact[]): Line[] {
  const due = facts.filter((fact) => fact.due);
  if (due.length === 0) return [];
  const groups = new Map<string, Fact[]>();
  for (const fact of due) {
    const group = sayFact(fact);
    const same = groups.get(group);
    if (same === undefined) groups.set(group, [fact]);
    else same.push(fact);
  }
  const sorted = [...groups].sort(([, [a]], [, [b]]) => rankOf(a) - rankOf(b));
  const parts = sorted.map(([group, some]) => {
    const isPlainlyGood = rankOf(some[0]) === 0;
    const tasks = nameSome([...new Set(some.map(({ task }) => task))], MOST_TASKS);
    return `${some.length} ${group}${isPlainlyGood ? '' : `: ${tasks}`}`;
  });
  return [['  ', styled('dim', 'evidence'), `  ${parts.join('; ')}`]];
}

/** What landed and did work comes first, and needs no names; then what landed and is not good. */
function rankOf(fact: Fact | undefined): number {
  if (fact?.fact !== 'landed') return 2;
  return isGood(fact) ? 0 : 1;
}

/** Everything that is known of one claim, as rows without a name. */
export function reportEvidence(evidence: ShownEvidence): [string, string][] {
  const { details, files, landing, revertedBy, commits, changes } = evidence;
  const lines = [
    describeFact(evidence),
    ...(landing === null ? [] : [`it came there by ${describeCommit(landing)}`]),
    ...(details === null
      ? []
      : [
          `${details.commit} ${quote(details)}`,
          `${details.author}${details.date === null ? '' : `, ${details.date}`}`,
        ]),
    ...(commits === null ? [] : [`${countOf(commits, 'commit')} in the range`]),
    ...(files === null ? [] : [describeFiles(files)]),
    ...(changes === 'roadmap' ? ['it changes nothing but roadmaps'] : []),
    ...(changes === 'unknown' ? [`what it changes can't be told (${evidence.reason ?? 'broken'})`] : []),
    ...(revertedBy === null ? [] : [`reverted by ${revertedBy}`]),
  ];
  return lines.map((line) => ['', line]);
}

function describeFact(evidence: ShownEvidence): string {
  const { fact, target, refs, objectType, candidates, missing, reason, commit } = evidence;
  switch (fact) {
    case 'landed':
      return `landed on ${target}${describeLanding(evidence)}`;
    case 'pending':
      return commit === null
        ? `pending: the tick is not committed on ${target}`
        : `pending: on ${nameRefs(refs, MOST_REFS, MOST_TASKS)}, not on ${target}`;
    case 'dangling':
      return 'dangling: no branch and no tag reaches it';
    case 'absent':
      return `absent: git has no ${nameSome(missing)}`;
    case 'ambiguous':
      return `ambiguous${candidates.length > 0 ? `: ${nameSome(candidates, MOST_TASKS)}` : ''}`;
    case 'not-a-commit':
      return `not a commit: a ${objectType ?? 'tree'}`;
    case 'foreign':
      return 'foreign: of another repository, not looked up';
    case 'unknown':
      return `unknown (${reason ?? 'broken'})${candidates.length > 0 ? `: it may be in ${nameSome(candidates, MOST_TASKS)}` : ''}`;
  }
}

/** Where the work is, and what tells, if it is not the cited commit that landed. */
function describeLanding({ how, cited }: ShownEvidence): string {
  const hash = cited?.slice(0, SHORT) ?? '';
  switch (how) {
    case 'same-patch':
      return ` under another hash, with the patch of ${hash}`;
    case 'squash':
      return ` in a squash that has ${hash} in it`;
    case 'trailer':
      return ` under another hash: the trailers of a tick tell of ${hash}`;
    case 'ancestor':
    case null:
      return '';
  }
}

function describeFiles({
  count,
  first,
}: {
  readonly count: number;
  readonly first: readonly string[];
}): string {
  if (count === 0) return 'no file changed';
  return `${countOf(count, 'file')}: ${nameSome(first.slice(0, MOST_FILES), MOST_FILES, count)}`;
}

function describeCommit(details: CommitDetails): string {
  const day = details.date === null ? '' : `, ${details.date.slice(0, 'YYYY-MM-DD'.length)}`;
  return `${details.commit.slice(0, SHORT)} ${quote(details)}${day}`;
}

function quote({ subject }: CommitDetails): string {
  return `"${cutText(subject, SUBJECT_WIDTH)}"`;
}
