import type { CommitFact } from '../facts/facts.ts';
import type { HandoffSection } from '../generated/handoff.types.ts';
import type { HandoffFinding } from '../generated/judged-handoff.types.ts';
import { quoteWord } from '../message/quote-word.ts';
import { suggestName } from '../message/suggest-name.ts';
import { cutText } from '../message/words.ts';
import { isPlaceholder } from '../parse/placeholder.ts';
import type { NamedCommit, NamedFile } from './named-things.ts';
import { type PlacedSection, placeSections } from './place-sections.ts';
import type { WrittenHandoff, WrittenLine, WrittenUnit } from './read-handoff.ts';

/** What a written handoff is held to. */
export interface HandoffGrounds {
  readonly sections: readonly HandoffSection[];
  /** Whether the roadmap is ready for review. */
  readonly isReady: boolean;
  /** What git says of a commit that it names. */
  factOf(named: NamedCommit): CommitFact;
  /** What a commit must have landed on, by its name. */
  readonly target: string;
  /** Whether a file or folder is of the branch, or may be left out of it. */
  isOfBranch(named: NamedFile): boolean;
  /** Paths of the branch's files, for a suggestion. */
  listFiles(): readonly string[];
}

/** A finding without the name of the file. */
export type PlacedFinding = Omit<HandoffFinding, 'file'>;

/**
 * Holds a written handoff to its sections, and to the facts.
 * @param commits that it names
 * @param files that it names
 */
export function judgeHandoff(
  written: WrittenHandoff,
  commits: readonly NamedCommit[],
  files: readonly NamedFile[],
  grounds: HandoffGrounds,
): PlacedFinding[] {
  const placed = placeSections(written, grounds.sections);
  const findings = [
    ...findMissing(written, placed, grounds.sections),
    ...findDisorder(written, placed, grounds.sections),
    ...findEmpty(written, placed),
    ...written.units.flatMap((unit) => judgeWords(unit, grounds.isReady)),
    ...findNoStatus(written),
    ...commits.flatMap((named) => judgeCommit(named, grounds)),
    ...files
      .filter((named) => !grounds.isOfBranch(named))
      .map((named, at) => describeFile(named, at < MOST_HELPED ? grounds.listFiles() : [])),
  ];
  const distinct = new Map(findings.map((one) => [JSON.stringify([one.line, one.rule, one.message]), one]));
  return [...distinct.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

type Place = Pick<WrittenLine, 'line' | 'column'>;

function find(
  rule: string,
  { line, column }: Place,
  message: string,
  help: string,
  severity: 'error' | 'warning' = 'error',
): PlacedFinding {
  return { rule, severity, message, help, line, column };
}

function findMissing(
  { headings }: WrittenHandoff,
  placed: readonly PlacedSection[],
  sections: readonly HandoffSection[],
): PlacedFinding[] {
  const place = headings.at(-1) ?? { line: 1, column: 1 };
  return sections
    .filter((section) => !placed.some((one) => one.section === section))
    .map(({ title }) =>
      find(
        'section-missing',
        place,
        `the section ${JSON.stringify(title)} is missing`,
        `Add a heading ${JSON.stringify(title)} with its text; \`roadmap handoff\` writes one.`,
      ),
    );
}

/** The sections that stand before one that the template has before them: the first of them alone is told. */
function findDisorder(
  { headings }: WrittenHandoff,
  placed: readonly PlacedSection[],
  sections: readonly HandoffSection[],
): PlacedFinding[] {
  const inText = [...placed].sort((a, b) => a.first - b.first);
  const ranks = inText.map(({ section }) => sections.indexOf(section));
  const at = ranks.findIndex((rank, place) => rank < (ranks[place - 1] ?? -1));
  const [here, before] = [inText[at], inText[at - 1]];
  const heading = headings[here?.first ?? -1];
  if (here === undefined || before === undefined || heading === undefined) return [];
  return [
    find(
      'section-order',
      heading,
      `the section ${JSON.stringify(here.section.title)} stands behind ${JSON.stringify(before.section.title)}`,
      'Put the sections into the order of the template.',
      'warning',
    ),
  ];
}

function findEmpty(
  { headings, units, fenced }: WrittenHandoff,
  placed: readonly PlacedSection[],
): PlacedFinding[] {
  return placed.flatMap(({ section, first, end }) => {
    const isWithin = ({ under }: { under: number }): boolean => under >= first && under < end;
    const says =
      units.some((unit) => isWithin(unit) && unit.lines.length > 0) ||
      fenced.some((line) => isWithin(line) && line.text.trim() !== '');
    const heading = headings[first];
    return says || heading === undefined
      ? []
      : [
          find(
            'section-empty',
            heading,
            `the section ${JSON.stringify(section.title)} is empty`,
            'Write what is to be said there; where that is nothing, write "None.".',
          ),
        ];
  });
}

/** A line that tells the status of something. */
const STATUS = /^[\p{L} _-]{0,40}\bstatus\s*:\s*(?<value>.*)$/iu;
const NO_STATUS =
  /^(?:missing|unknown|undetermined|tb[acd]|todo|fixme|pending|not (?:run|known|set|checked)(?: yet)?|\?+|…|\.{3}|-+|<[^<>]*>|)(?=$|[\s.,;:(—–-])/iu;

/** Lines of a unit as they say a status: of a row, what the second cell says of the first. */
function listSaid({ kind, lines }: WrittenUnit): WrittenLine[] {
  const [name, value] = lines;
  if (kind !== 'row' || name === undefined || value === undefined) return [...lines];
  return [{ ...name, text: `${name.text.trim()}: ${value.text.trim()}` }];
}

function judgeWords(unit: WrittenUnit, isReady: boolean): PlacedFinding[] {
  const statuses = listSaid(unit).flatMap((line) => judgeStatus(line, isReady));
  if (statuses.length > 0) return statuses;
  const whole = { ...unit.lines[0], text: unit.lines.map(({ text }) => text.trim()).join(' ') };
  const { line, column, under } = whole;
  const all =
    unit.kind === 'paragraph' && line !== undefined && column !== undefined && under !== undefined
      ? [{ text: whole.text, line, column, under }, ...unit.lines]
      : unit.lines;
  const left = all.find(({ text }) => isLeft(text, unit.kind));
  return left === undefined
    ? []
    : [
        find(
          'placeholder-left',
          left,
          `a placeholder is left: ${cutText(left.text.trim(), LONGEST)}`,
          'Write what is meant in its place.',
        ),
      ];
}

const LONGEST = 80;

/** Whether a line, or what stands behind its label, is a placeholder as a whole. "pending" is a fact where it is a cell. */
function isLeft(text: string, kind: WrittenUnit['kind']): boolean {
  const value = /^[^:<]{1,60}:\s+(?<value>\S.*)$/.exec(text.trim())?.groups?.['value'];
  return [text.trim(), ...(value === undefined ? [] : [value.trim()])]
    .filter((one) => one !== '' && !(kind === 'row' && /^(?:pending|…|\.{3})$/i.test(one)))
    .some((one) => IN_BRACKETS.test(one) || isPlaceholder(one));
}

/** Angle brackets around anything but an address (CommonMark 0.31 §6.5). */
const IN_BRACKETS = /^<(?![a-z][a-z0-9+.-]*:\S*>$|[^\s<>@]+@[^\s<>]+>$)[^<>]+>$/i;

function judgeStatus(line: WrittenLine, isReady: boolean): PlacedFinding[] {
  const text = line.text.trim();
  const value = STATUS.exec(text)?.groups?.['value'];
  if (value === undefined) return [];
  if (NO_STATUS.test(value.trim()))
    return [
      find(
        'status-missing',
        line,
        `a status is missing: ${cutText(text, LONGEST)}`,
        'Find it out, and write what was seen.',
      ),
    ];
  return /^handoff status:\s*ready\b/i.test(text) && !isReady
    ? [
        find(
          'status-overclaims',
          line,
          'it says that it is ready, and the roadmap is not',
          'See `roadmap check` and `roadmap next`, or write what is left.',
        ),
      ]
    : [];
}

function findNoStatus({ units }: WrittenHandoff): PlacedFinding[] {
  const isSaid = units.some((unit) => listSaid(unit).some(({ text }) => STATUS.test(text.trim())));
  return isSaid
    ? []
    : [
        find(
          'status-missing',
          { line: 1, column: 1 },
          'no line tells the status',
          'Begin with a line such as "Handoff status: ready for review", which `roadmap handoff` writes.',
        ),
      ];
}

/** A commit that did not land may be named where its paragraph or row says so. */
function judgeCommit(named: NamedCommit, { factOf, target }: HandoffGrounds): PlacedFinding[] {
  const { text, place, said } = named;
  const { fact, reason } = factOf(named);
  if (fact === 'landed' || fact === 'foreign') return [];
  if (fact === 'unknown')
    return [
      find(
        'evidence-unknown',
        place,
        `${text}: this clone can't tell whether it landed (${reason ?? 'broken'})`,
        'Look in a whole clone: `git fetch --unshallow`.',
        'warning',
      ),
    ];
  if (new RegExp(`\\b${fact.replaceAll('-', '[ -]')}\\b`, 'i').test(said) || RULE.test(said)) return [];
  return [
    find(
      `commit-${fact}`,
      place,
      `${text}: ${WORDS[fact]} ${fact === 'pending' ? target : ''}`.trimEnd(),
      'Name the commit that landed, or say beside it what it is.',
    ),
  ];
}

/** A finding of `roadmap check` that is quoted names the commits that it is about. */
const RULE = /\b(?:commit-[a-z-]+|evidence-unknown)\b/;

const WORDS: Readonly<Record<Exclude<CommitFact['fact'], 'landed' | 'foreign' | 'unknown'>, string>> = {
  pending: 'it has not landed on',
  dangling: 'no branch and no tag reaches it',
  absent: 'git has no such commit',
  ambiguous: 'several commits begin with these digits',
  'not-a-commit': 'it is no commit',
};

/** Findings that get a suggestion, since all files are gone through for each. */
const MOST_HELPED = 20;

function describeFile({ path, place }: NamedFile, files: readonly string[]): PlacedFinding {
  const near = files.find((file) => file.endsWith(`/${path}`)) ?? suggestNear(path, files);
  return find(
    'file-unknown',
    place,
    `${quoteWord(path)}: it is no file of the branch, and nothing in it touches one of that name`,
    near === null
      ? 'Correct the path, as it is from the root of the repository.'
      : `Is ${quoteWord(near)} meant?`,
  );
}

/** Of the files with the same ending, so that a large repository is not gone through letter by letter. */
function suggestNear(path: string, files: readonly string[]): string | null {
  const name = path.split('/').at(-1) ?? path;
  const same = files.filter(
    (file) => file.endsWith(`/${name}`) || (file.length < LONGEST && Math.abs(file.length - path.length) < 3),
  );
  return path.length > LONGEST ? null : suggestName(path, same.slice(0, MOST_SUGGESTED));
}

const MOST_SUGGESTED = 200;
