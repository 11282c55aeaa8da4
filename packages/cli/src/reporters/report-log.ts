import { countOf, cutText, type LoggedTransition, type LogReport, nameSome } from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';
import { markState } from './state-mark.ts';

/** Digits that are enough to find a commit by, for a person. */
const SHORT = 12;
const TITLE_WIDTH = 100;
const MOST_NAMES = 5;

/**
 * The transitions commit by commit, each with what it was founded on.
 * @param files that were asked about
 * @param ids of the tasks that were asked for; empty for all
 */
export function reportLog(
  { transitions, gaps }: LogReport,
  files: readonly string[],
  ids: readonly string[],
): Line[] {
  const commits = new Map<string, LoggedTransition[]>();
  for (const one of transitions) {
    const key = `${one.commit} ${one.file}`;
    commits.set(key, [...(commits.get(key) ?? []), one]);
  }
  const blocks = [...commits.values()].map((made) => reportCommit(made, files.length > 1));
  return [
    ...(blocks.length === 0 ? [[sayNothing(files, ids)]] : []),
    ...blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block])),
    ...reportGaps(gaps, blocks.length > 0),
  ];
}

function sayNothing(files: readonly string[], ids: readonly string[]): string {
  const what = ids.length === 0 ? nameSome(files, MOST_NAMES) : nameSome(ids, MOST_NAMES);
  return `no transition of ${what} is in the history`;
}

function reportCommit(made: readonly LoggedTransition[], isFileNamed: boolean): Line[] {
  const [first] = made;
  if (first === undefined) return [];
  const { commit, date, author, file } = first;
  const came = made.filter(isPlain);
  const others = made.filter((one) => !came.includes(one));
  return [
    [
      styled('yellow', commit.slice(0, SHORT)),
      `  ${date ?? 'at an unknown time'}  ${author ?? 'by nobody known'}`,
      ...(isFileNamed ? [styled('dim', `  ${file}`)] : []),
    ],
    ...others.flatMap(reportTransition),
    ...(came.length === 0 ? [] : [reportNew(came)]),
  ];
}

/** A new task that is yet to be done: of many there is nothing to tell but their ids. */
function isPlain({ from, to, evidence, status }: LoggedTransition): boolean {
  return from === null && to === 'todo' && evidence.length === 0 && status === null;
}

function reportNew(came: readonly LoggedTransition[]): Line {
  const ids = came.map(({ task }) => task);
  return ['  ', markState('todo'), `  new: ${nameSome(ids, MOST_NAMES)}`];
}

function reportTransition({ task, title, from, to, evidence, status }: LoggedTransition): Line[] {
  const founded = [...evidence, ...(status === null || status === title ? [] : [status])];
  return [
    [
      '  ',
      to === null ? styled('red', 'gone   ') : markState(to),
      '  ',
      styled('bold', task),
      styled('dim', from === null ? '  new' : `  was ${from}`),
      `  ${cutText(title, TITLE_WIDTH)}`,
    ],
    ...(founded.length === 0 ? [] : [[styled('dim', `           ${founded.join('  ')}`)]]),
  ];
}

const REASONS = {
  'cut-off': ['this clone has nothing before', 'Fetch the rest: `git fetch --unshallow`.'],
  missing: ['this clone lacks the version of', 'Fetch it: `git fetch --refetch --no-filter`.'],
  unreadable: ['nobody can read the version of', 'See it with `git show`.'],
} as const satisfies Readonly<Record<LogReport['gaps'][number]['why'], readonly [string, string]>>;

function reportGaps(gaps: LogReport['gaps'], isBehind: boolean): Line[] {
  const kinds = (['cut-off', 'missing', 'unreadable'] as const).flatMap((why): Line[] => {
    const commits = gaps.filter((gap) => gap.why === why).map(({ commit }) => commit.slice(0, SHORT));
    if (commits.length === 0) return [];
    const [what, help] = REASONS[why];
    const where = `${what} ${commits.length > MOST_NAMES ? `${countOf(commits.length, 'commit')}: ` : ''}`;
    return [
      [styled('yellow', 'gap'), `  transitions may be missing: ${where}${nameSome(commits, MOST_NAMES)}`],
      [styled('dim', `     → ${help}`)],
    ];
  });
  return kinds.length > 0 && isBehind ? [[], ...kinds] : kinds;
}
