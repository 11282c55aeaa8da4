import {
  type AdoptedConfig,
  type AdoptedIds,
  type AdoptedPhase,
  type AdoptedPlan,
  type AdoptReport,
  countOf,
  cutText,
  nameSome,
  type Unplaced,
} from '@roadmap-as-code/engine';
import { type Line, styled } from '../output/styled-text.ts';

const SHORT = 12;
const TITLE_WIDTH = 60;
/** Lines of one kind that are shown. */
const MOST_UNPLACED = 8;
const MOST_PHASES = 40;
const MOST_DIFF = 40;
const MOST_NAMED = 5;

/** What was understood of each file, what was not, what came of ids, and the config that is proposed. */
export function reportAdopt({ roadmaps, config, ids }: AdoptReport): Line[] {
  return [
    ...ids.flatMap(reportIds),
    ...(ids.length === 0 ? [] : [[]]),
    ...roadmaps.flatMap((plan) => [...reportPlan(plan, ids.length > 0), []]),
    ...reportConfig(config),
  ];
}

function reportPlan(plan: AdoptedPlan, hasTried: boolean): Line[] {
  const { path, title, dialect, phases, unplaced } = plan;
  const rows = listRows(plan, hasTried);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    [styled('bold', title ?? path), styled('dim', `  ${title === null ? '' : `${path}, `}${dialect}`)],
    ...rows.map(([name, value]): Line => [styled('dim', `  ${name.padEnd(width)}`), `  ${value}`]),
    ...(phases.length === 0 ? [] : [[]]),
    ...reportPhases(phases),
    ...reportUnplaced(path, unplaced),
  ];
}

function listRows(plan: AdoptedPlan, hasTried: boolean): [string, string][] {
  const { dialect, why, summary, phases, withId, withoutId, evidence, facts, target, legend, dependent } =
    plan;
  const boxes = Object.entries(legend).map(([box, state]) => `[${box}] ${state}`);
  const found = evidence.map(({ count, kind, source }) => `${count} × ${kind} (${WHERE[source]})`);
  const said = facts.map(({ fact, count, claims }) =>
    fact === 'landed' ? `${count} landed on ${target}` : `${count} ${fact}: ${nameSome(claims, MOST_NAMED)}`,
  );
  const handles = `${withoutId} of ${withId + withoutId} go by a handle`;
  return [
    ['dialect', `${dialect}, ${why.length === 0 ? 'as roadmap.yaml says' : `since ${nameSome(why)}`}`],
    ['tasks', `${summary}; in ${countOf(phases.length, 'phase')}`],
    ['ids', withoutId === 0 ? 'all have one' : `${handles}${hasTried ? '' : '; --ids gives them ids'}`],
    ['evidence', found.length === 0 ? 'none' : found.join(', ')],
    ...(said.length === 0 ? [] : [['commits', said.join('; ')] as [string, string]]),
    ...(boxes.length === 0 ? [] : [['legend', boxes.join(', ')] as [string, string]]),
    ...(dependent === 0
      ? []
      : [
          ['order', `${countOf(dependent, 'task')} wait${dependent === 1 ? 's' : ''} for others`] as [
            string,
            string,
          ],
        ]),
  ];
}

const WHERE: Readonly<Record<AdoptedPlan['evidence'][number]['source'], string>> = {
  field: 'in fields',
  cell: 'in cells of tables',
  text: 'in the text of tasks',
  commit: 'in trailers of commits',
  heading: 'in headings of phases',
};

function reportPhases(phases: readonly AdoptedPhase[]): Line[] {
  const shown = phases.slice(0, MOST_PHASES);
  const counts = shown.map(({ states }) =>
    Object.entries(states)
      .map(([state, count]) => `${count} ${state}`)
      .join(', '),
  );
  const names = shown.map(({ id, derived, title }) =>
    cutText(derived ? title || '(before the first heading)' : `${id}  ${title}`, TITLE_WIDTH),
  );
  const width = Math.max(0, ...names.map((name) => name.length));
  return [
    ...names.map((name, at): Line => [`  ${name.padEnd(width)}`, `  ${counts[at] ?? ''}`]),
    ...(phases.length > MOST_PHASES ? [[`  … and ${phases.length - MOST_PHASES} more`]] : []),
  ];
}

function reportUnplaced(path: string, unplaced: readonly Unplaced[]): Line[] {
  if (unplaced.length === 0) return [[], ['  everything was placed']];
  const kinds = [...new Set(unplaced.map(({ kind }) => kind))];
  return [
    [],
    [styled('bold', '  could not be placed')],
    ...kinds.flatMap((one): Line[] => {
      const own = unplaced.filter(({ kind }) => kind === one);
      const more = own.length - MOST_UNPLACED;
      return [
        ...own
          .slice(0, MOST_UNPLACED)
          .flatMap(({ line, column, message, help }): Line[] => [
            [styled('dim', `  ${path}:${line}:${column}`), `  ${message}`],
            [styled('dim', `      → ${help}`)],
          ]),
        ...(more > 0 ? [[`  … and ${more} more of this kind; --json has all`]] : []),
      ];
    }),
  ];
}

function reportIds({ file, outcome, given, left, commit, diff, refusal }: AdoptedIds): Line[] {
  if (refusal !== null)
    return [
      [
        styled('red', 'refused'),
        `  ${refusal.message.startsWith(file) ? '' : `${file}: `}${refusal.message}`,
      ],
      [styled('dim', `      → ${refusal.help}`)],
    ];
  const what = {
    committed: ` in ${commit?.slice(0, SHORT) ?? ''}`,
    written: ', not committed',
    legal: ', not written',
    unchanged: '',
    refused: '',
  }[outcome];
  const isShown = outcome === 'written' || outcome === 'legal';
  const shown = isShown ? diff.slice(0, MOST_DIFF) : [];
  const more = isShown ? diff.length - shown.length : 0;
  return [
    [
      styled('bold', file),
      `  ${given.length === 0 ? 'no task was given an id' : `${countOf(given.length, 'task')} got an id`}${what}`,
    ],
    ...shown.map((line): Line => [styled(line.startsWith('+') ? 'green' : 'red', `  ${line}`)]),
    ...(more > 0 ? [[`  … and ${countOf(more, 'more line')}`.replace('more lines', 'more')]] : []),
    ...reportLeft(file, left),
  ];
}

/** Tasks without an id, those of one reason together. */
function reportLeft(file: string, left: AdoptedIds['left']): Line[] {
  return [...new Set(left.map(({ why }) => why))].map((reason): Line => {
    const lines = left.filter(({ why }) => why === reason).map(({ line }) => String(line));
    const places = nameSome(lines, MOST_NAMED);
    return [
      styled('yellow', '  left out'),
      `  ${countOf(lines.length, 'task')} (${file}, line${lines.length === 1 ? '' : 's'} ${places}): ${reason}`,
    ];
  });
}

function reportConfig({ path, outcome, lines, next, refusal }: AdoptedConfig): Line[] {
  const body = lines.map((line): Line => [line]);
  const steps = next.map((line): Line => [`  ${line}`]);
  switch (outcome) {
    case 'names-it':
      return [
        [styled('bold', path), ' names it already'],
        ...(body.length === 0
          ? []
          : [['  in its entry, this line makes the past information to `roadmap check` and `audit`:']]),
        ...lines.map((line): Line => [`    ${line}`]),
      ];
    case 'written':
      return [['wrote ', styled('bold', path), ':'], [], ...body, [], ['Then:'], ...steps];
    case 'proposed':
      return [[styled('bold', path), ', proposed:'], [], ...body, [], ['To write it:'], ...steps];
    case 'refused':
      return [
        [styled('red', 'refused'), `  ${refusal?.message ?? ''}`],
        [styled('dim', `      → ${refusal?.help ?? ''}`)],
        [],
        ...body,
      ];
  }
}
